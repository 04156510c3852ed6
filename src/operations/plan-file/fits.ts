import { conforms, providerSourceOf } from '../../engine/index.js';
import {
  errorDiagnostic,
  formatAction,
  formatResource,
  impliedType,
  integrityProblems,
  invocationAddress,
  isNull,
  objectCheck,
  parseAddress,
  storedProvider,
  type ActionInvocation,
  type Configuration,
  type Diagnostic,
  type Plan,
  type ResourceChange,
  type Value,
  configuredResource,
} from '../../model/index.js';
import type { UsedSchemas } from '../schemas.js';

/**
 * Reasons why a plan read from a file cannot belong to this configuration and state (its `priorState`); empty if it can. An edited
 * file may contain anything, even with a recomputed seal.
 */
export function fitProblems(plan: Plan, configuration: Configuration, schemas: UsedSchemas): readonly Diagnostic[] {
  const problems: Diagnostic[] = [];
  const complain = (address: string, why: string): void => {
    if (problems.length < SHOWN) problems.push(misfit(address, why));
  };
  for (const { message } of integrityProblems(plan.priorState)) complain('the refreshed state', message);
  const sound = objectCheck();
  for (const change of plan.changes) {
    if (change.action === 'no-op') continue;
    const why = changeProblem(change, plan, configuration, schemas) ?? sound(change);
    if (why !== undefined) complain(change.address, why);
  }
  for (const invocation of plan.invocations) {
    const why = invocationProblem(invocation, configuration, schemas);
    if (why !== undefined) complain(invocationAddress(invocation), why);
  }
  return problems;
}

const SHOWN = 10;

const misfit = (address: string, why: string): Diagnostic =>
  errorDiagnostic('edited-plan', `The plan does not fit ${address}`, {
    detail: `${why}. Landform never writes such a plan, so the file was edited. Nothing was changed. Plan again.`,
  });

interface Provided {
  readonly source: string;
  readonly alias?: string | undefined;
}

const sameProvider = (left: Provided | undefined, right: Provided): boolean =>
  left?.source === right.source && left.alias === right.alias;

function changeProblem(
  change: ResourceChange,
  plan: Plan,
  configuration: Configuration,
  schemas: UsedSchemas,
): string | undefined {
  const { resource, resourceKey, provider, action, before, after } = change;
  const configured = configuredResource(configuration, resourceKey);
  const wanted = configured && {
    source: providerSourceOf(configuration, configured.provider.name),
    alias: configured.provider.alias,
  };
  const earlier = change.previousAddress === undefined ? undefined : parseAddress(change.previousAddress)?.resource;
  const kept = plan.priorState.resources.get(earlier === undefined ? resourceKey : formatResource(earlier));
  const holder = kept && storedProvider(kept.provider);
  if (!sameProvider(wanted, provider) && !sameProvider(holder, provider))
    return `It is not managed by ${provider.source}${provider.alias === undefined ? '' : ` (${provider.alias})`}`;
  if (action !== 'forget' && action !== 'delete' && after === null) return 'It is planned to be absent';
  if ((action === 'forget' || action === 'delete') && after !== null)
    return 'It is to be removed from state, but is planned to exist';
  const schema = schemas.schemaOf(provider.source, resource.mode, resource.type);
  if (schema === undefined) return action === 'forget' ? undefined : `Its provider has no ${resource.type}`;
  const type = impliedType(schema.block);
  const fits = (value: Value): boolean => isNull(value) || conforms(value, type);
  if (!fits(after)) return `The planned attributes do not match the schema of ${resource.type}`;
  return fits(before) ? undefined : `The prior attributes do not match the schema of ${resource.type}`;
}

function invocationProblem(
  { action, provider, config }: ActionInvocation,
  configuration: Configuration,
  schemas: UsedSchemas,
): string | undefined {
  const configured = configuration.actions.get(formatAction(action));
  const wanted = configured && {
    source: providerSourceOf(configuration, configured.provider.name),
    alias: configured.provider.alias,
  };
  if (!sameProvider(wanted, provider)) return 'The configuration does not have this action of this provider';
  const schema = schemas.schemas.get(provider.source)?.action(action.type);
  if (schema === undefined) return `Its provider has no action ${action.type}`;
  return conforms(config, impliedType(schema.block))
    ? undefined
    : `Its configuration does not match the schema of ${action.type}`;
}
