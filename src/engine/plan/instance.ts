import {
  formatInstance,
  isReplace,
  markPaths,
  sensitivePaths,
  unmarkDeep,
  valuesEqual,
  type Action,
  type ActionReason,
  type Diagnostic,
  type Path,
  type ResourceChange,
  type ResourceConfiguration,
  type Schema,
  type Value,
} from '../../model/index.js';
import type { Provider } from '../../providers/provider.js';
import type { PlanResponse } from '../../providers/requests.js';
import { placeDiagnostics } from '../context.js';
import { inconsistentPlan, preventDestroy } from '../diagnostics.js';
import { applyIgnoreChanges } from '../diff/ignore-changes.js';
import { decideAction } from '../diff/decide.js';
import { assertPlanValid } from '../diff/legality.js';
import { proposeNew } from '../diff/propose.js';
import { effectiveReplacePaths } from '../diff/replacement.js';
import { markSensitiveAttributes } from '../diff/sensitivity.js';
import { decodeBody } from '../evaluate/body.js';
import type { RefreshedObject } from '../refresh/refresh.js';
import type { Instance } from './expand.js';
import { ignoredPaths } from './ignored-paths.js';
import { checkConditions } from './conditions.js';
import { triggeredReplacement } from './triggers.js';
import { failed } from './values.js';
import { dependenciesOf, type Walk } from './walk.js';

/** What is planned for one instance: its change, or nothing beside errors. */
export interface PlannedInstance {
  readonly change?: ResourceChange;
  readonly diagnostics: readonly Diagnostic[];
}

/** The plan for one configured instance, given the object that is there (undefined: none). */
export async function planInstance(
  walk: Walk,
  resource: ResourceConfiguration,
  instance: Instance,
  schema: Schema,
  provider: Provider,
  existing: RefreshedObject | undefined,
  importId?: string,
): Promise<PlannedInstance> {
  const address = formatInstance(resource.key, instance.key);
  const diagnostics: Diagnostic[] = [];
  const scope = { key: instance.key, ...(instance.each === undefined ? {} : { each: instance.each }) };

  const pre = checkConditions(walk, 'precondition', resource, address, scope);
  diagnostics.push(...pre);
  if (failed(diagnostics)) return { diagnostics };

  const decoded = decodeBody(resource.body, schema.block, walk.values.scope(scope), address);
  diagnostics.push(...withOrigin(decoded.diagnostics, resource));
  if (failed(diagnostics)) return { diagnostics };
  const marks = sensitivePaths(decoded.value);
  const config = marks.length === 0 ? decoded.value : unmarkDeep(decoded.value);
  diagnostics.push(
    ...walk.validator.validateValue(decoded.value, schema.block, {
      address,
      source: resource.body.source,
      ...originOf(resource),
    }),
  );
  const validated = await provider.validate({ mode: 'managed', type: resource.address.type, config });
  diagnostics.push(...placeDiagnostics(validated.diagnostics, address, resource));
  if (failed(diagnostics)) return { diagnostics };

  const before = existing?.value ?? null;
  const tainted = existing !== undefined && existing.status === 'tainted' && before !== null;
  const plain = before === null ? null : unmarkDeep(before);
  const prior = tainted ? null : plain;
  const effective =
    prior === null
      ? config
      : applyIgnoreChanges(config, prior, ignoredPaths(resource.lifecycle, config, prior), schema.block);

  const ask = async (
    priorValue: Value,
    wanted: Value,
    privateBytes: string | undefined,
  ): Promise<PlanResponse | undefined> => {
    const response = await provider.plan({
      type: resource.address.type,
      prior: priorValue,
      proposed: proposeNew(schema.block, priorValue, wanted),
      config: wanted,
      ...(privateBytes === undefined ? {} : { private: privateBytes }),
    });
    diagnostics.push(...placeDiagnostics(response.diagnostics, address, resource));
    if (failed(diagnostics)) return undefined;
    const secrets = (): Path[] => [...marks, ...sensitivePaths(before)];
    const problems = assertPlanValid(schema.block, priorValue, wanted, response.planned, secrets);
    if (problems.length > 0) {
      diagnostics.push(inconsistentPlan(address, provider.schemas.source, problems));
      return undefined;
    }
    return response;
  };

  let response = await ask(prior, effective, prior === null ? undefined : existing?.private);
  if (response === undefined) return { diagnostics };
  let replacePaths: readonly Path[] = [];
  if (prior !== null) {
    const found = effectiveReplacePaths(prior, response.planned, response.requiresReplace, schema.block);
    replacePaths = found.paths;
    if (found.problems.length > 0) {
      diagnostics.push(inconsistentPlan(address, provider.schemas.source, found.problems));
      return { diagnostics };
    }
  }

  // What triggers is told whatever else would be a reason, also of an object that is new.
  const triggered = triggeredReplacement(walk, resource, scope);
  const forced =
    before === null
      ? undefined
      : triggered
        ? ('triggered' as const)
        : tainted
          ? ('tainted' as const)
          : walk.replace.has(address)
            ? ('requested' as const)
            : undefined;
  const mark = (value: Value): Value =>
    markSensitiveAttributes(marks.length === 0 ? value : markPaths(value, marks), schema.block);
  const marksDiffer =
    before !== null && !tainted && valuesEqual(response.planned, prior) && !valuesEqual(mark(response.planned), before);
  const decision = decideAction({
    prior: plain,
    planned: response.planned,
    replacePaths,
    marksDiffer,
    ...(forced === undefined ? {} : { forced }),
  });

  const gapless = walk.createBeforeDestroy.has(resource.key);
  let action: Action;
  let reason: ActionReason | undefined;
  if (decision.kind === 'replace') {
    action = gapless ? 'create-delete' : 'delete-create';
    reason = decision.reason;
    if (prior !== null) {
      response = await ask(null, config, response.private);
      if (response === undefined) return { diagnostics };
    }
  } else {
    action = decision.kind;
    if (action === 'create' && triggered) reason = 'replace_by_triggers';
  }
  if (isReplace(action) && resource.lifecycle.preventDestroy) {
    diagnostics.push(preventDestroy(resource, address, 'replace'));
    return { diagnostics };
  }

  const after = action === 'no-op' ? before : mark(response.planned);
  if (resource.lifecycle.postconditions.length > 0)
    diagnostics.push(...checkConditions(walk, 'postcondition', resource, address, { ...scope, self: after }));
  if (failed(diagnostics)) return { diagnostics };

  const change: Mutable<ResourceChange> = {
    address,
    resource: resource.address,
    resourceKey: resource.key,
    key: instance.key,
    provider: configurationOf(provider, resource),
    action,
    before,
    after,
    replacePaths: isReplace(action) ? replacePaths : [],
    dependencies: dependenciesOf(walk, resource.key),
    createBeforeDestroy: gapless,
    schemaVersion: schema.version,
  };
  // Added one by one: spreading them in would cost every resource more than all of the above.
  if (reason !== undefined) change.reason = reason;
  if (decision.marksOnly === true) change.marksOnly = true;
  if (importId !== undefined) change.importing = { id: importId };
  if (response.private !== undefined) change.plannedPrivate = response.private;
  const stored = existing?.object ?? undefined;
  if (stored !== undefined) change.priorDependencies = stored.dependencies;
  if (resource.origin !== undefined) change.origin = resource.origin;
  return { change, diagnostics };
}

function configurationOf(provider: Provider, resource: ResourceConfiguration): ResourceChange['provider'] {
  const { source } = provider.schemas;
  const { alias } = resource.provider;
  return alias === undefined ? { source } : { source, alias };
}

type Mutable<T> = { -readonly [K in keyof T]: T[K] };

export const originOf = (resource: ResourceConfiguration): Pick<ResourceChange, 'origin'> =>
  resource.origin === undefined ? {} : { origin: resource.origin };

export const withOrigin = (
  diagnostics: readonly Diagnostic[],
  resource: ResourceConfiguration,
): readonly Diagnostic[] =>
  resource.origin === undefined || diagnostics.length === 0
    ? diagnostics
    : diagnostics.map((diagnostic) => ({ ...diagnostic, origin: diagnostic.origin ?? resource.origin! }));
