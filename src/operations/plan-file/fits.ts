import { conforms, providerAddress } from '../../engine/index.js';
import {
  errorDiagnostic,
  configuredAction,
  formatResource,
  impliedType,
  integrityProblems,
  invocationAddress,
  isNull,
  objectCheck,
  parseAddress,
  type ProviderConfigAddress,
  storedProvider,
  type ActionInvocation,
  type Configuration,
  type Diagnostic,
  type Plan,
  type ResourceChange,
  type Value,
  configuredResource,
  type Path,
} from '../../model/index.js';
import type { UsedSchemas } from '../schemas.js';

/**
 * Reasons why a plan read from a file cannot belong to this configuration and state (its `priorState`); empty if it can. An edited
 * file may contain anything, even with a recomputed seal. `placeOf` names the file, line and column of a part of the document.
 */
export function fitProblems(
  plan: Plan,
  configuration: Configuration,
  schemas: UsedSchemas,
  placeOf: (path: Path) => string,
): readonly Diagnostic[] {
  const problems: Diagnostic[] = [];
  const complain = (subject: string, why: string, path: Path): void => {
    if (problems.length < SHOWN) problems.push(invalidPart(placeOf(path), subject, why));
  };
  for (const { message } of integrityProblems(plan.priorState))
    complain('the refreshed state', message, ['landform', 'refreshed']);
  const sound = objectCheck();
  for (const [index, change] of plan.changes.entries()) {
    if (change.action === 'no-op') continue;
    const path = ['resource_changes', index];
    const found = changeProblem(change, plan, configuration, schemas);
    const why = found?.why ?? sound(change);
    if (why !== undefined) complain(`the plan for ${change.address}`, why, [...path, ...(found?.path ?? [])]);
  }
  for (const [index, invocation] of plan.invocations.entries()) {
    const found = invocationProblem(invocation, configuration, schemas);
    if (found !== undefined)
      complain(`the plan for ${invocationAddress(invocation)}`, found.why, [
        'action_invocations',
        index,
        ...found.path,
      ]);
  }
  return problems;
}

const SHOWN = 10;

const invalidPart = (place: string, subject: string, why: string): Diagnostic =>
  errorDiagnostic('edited-plan', `${place}: ${subject} is invalid`, {
    detail: `${why}. Landform never writes such a plan, so the file was edited. Nothing was changed. Plan again.`,
  });

/** What is wrong with an entry of the plan, and with which part of it. */
interface Misfit {
  readonly why: string;
  readonly path: Path;
}

const sameProvider = (left: ProviderConfigAddress | undefined, right: ProviderConfigAddress): boolean =>
  left?.source === right.source && left.alias === right.alias && left.module === right.module;

function changeProblem(
  change: ResourceChange,
  plan: Plan,
  configuration: Configuration,
  schemas: UsedSchemas,
): Misfit | undefined {
  const { resource, resourceKey, provider, action, before, after } = change;
  const configured = configuredResource(configuration, resourceKey);
  const wanted = configured && providerAddress(configuration, configured.provider);
  const earlier = change.previousAddress === undefined ? undefined : parseAddress(change.previousAddress)?.resource;
  const { resources } = plan.priorState;
  const kept = resources.get(resourceKey) ?? (earlier && resources.get(formatResource(earlier)));
  const holder = kept && storedProvider(kept.provider);
  if (!sameProvider(wanted, provider) && !sameProvider(holder, provider))
    return {
      why: `It is not managed by ${provider.source}${provider.alias === undefined ? '' : ` (${provider.alias})`}`,
      path: ['provider_name'],
    };
  const path = ['change', 'after'];
  if (action !== 'forget' && action !== 'delete' && after === null) return { why: 'It is planned to be absent', path };
  if ((action === 'forget' || action === 'delete') && after !== null)
    return { why: 'It is to be removed from state, but is planned to exist', path };
  const schema = schemas.schemaOf(provider.source, resource.mode, resource.type);
  if (schema === undefined)
    return action === 'forget' ? undefined : { why: `Its provider has no ${resource.type}`, path: ['type'] };
  const type = impliedType(schema.block);
  const fits = (value: Value): boolean => isNull(value) || conforms(value, type);
  if (!fits(after)) return { why: `A planned attribute has the wrong type for ${resource.type}`, path };
  return fits(before)
    ? undefined
    : { why: `A prior attribute has the wrong type for ${resource.type}`, path: ['change', 'before'] };
}

function invocationProblem(
  { action, provider, config }: ActionInvocation,
  configuration: Configuration,
  schemas: UsedSchemas,
): Misfit | undefined {
  const configured = configuredAction(configuration, action);
  const wanted = configured && providerAddress(configuration, configured.provider);
  if (!sameProvider(wanted, provider))
    return { why: 'The configuration does not have this action of this provider', path: ['provider_name'] };
  const schema = schemas.schemas.get(provider.source)?.action(action.type);
  if (schema === undefined) return { why: `Its provider has no action ${action.type}`, path: ['type'] };
  return conforms(config, impliedType(schema.block))
    ? undefined
    : { why: `An argument has the wrong type for ${action.type}`, path: ['config_values'] };
}
