import {
  hasErrors,
  append,
  formatInstance,
  isWhollyKnown,
  markPaths,
  objectSpan,
  sensitivePaths,
  tracedWithProblems,
  unmarkDeep,
  type ActionReason,
  type Diagnostic,
  type ResourceChange,
  type ResourceConfiguration,
  type Schema,
  type Value,
  addressIn,
  calledPath,
  type ConfigResource,
  configuredName,
  type Expression,
  mapParts,
  type ModulePath,
  modulePathOf,
  Unknown,
} from '../../model/index.js';
import { configurationOf } from '../object-state.js';
import type { Provider } from '../../providers/provider.js';
import { callContext, placeDiagnostics, type EngineContext } from '../context.js';
import { plannedDataValue } from '../diff/propose.js';
import { markSensitiveAttributes } from '../diff/sensitivity.js';
import { decodeBody } from '../evaluate/body.js';
import { validateValue } from '../validate/schema.js';
import { checkConditions } from '../walk/conditions.js';
import type { Instance } from '../walk/expand.js';
import { originOf, withOrigin, type PlannedInstance } from './instance.js';
import { dataProblems } from '../walk/checks.js';
import { changesOf, dependenciesOf, type PlanWalk } from './plan-walk.js';

/**
 * Whether anything in the `depends_on` of a data resource, or of a call that leads to its module, has planned changes,
 * so that reading must wait for apply. The data source of a check waits for everything it refers to.
 */
export function waitsForApply(walk: PlanWalk, { key, dependsOn, check }: ResourceConfiguration): boolean {
  const { values } = walk;
  if (check !== undefined) return dependenciesOf(walk, key).some((resource) => isChanging(walk, resource));
  if (dependsOn.length === 0 && values.caller === undefined) return false;
  let waits = walk.waitsForApply.get(key);
  if (waits === undefined) {
    waits = isAnyPending(walk, dependsOn, values.module.path);
    for (let { caller } = values; caller !== undefined && !waits; { caller } = caller.values)
      waits = isAnyPending(walk, caller.call.dependsOn, caller.values.module.path);
    walk.waitsForApply.set(key, waits);
  }
  return waits;
}

/** Whether a managed resource has planned changes, in this instance of the module or outside of the module. */
const isChanging = (walk: PlanWalk, resource: ConfigResource): boolean =>
  changesOf(walk, resource).some(
    ({ action, resource: { mode, module } }) =>
      action !== 'no-op' &&
      mode === 'managed' &&
      (module === walk.values.instance || modulePathOf(module) !== walk.values.module.path),
  );

function isAnyPending({ context, pending }: PlanWalk, dependsOn: readonly Expression[], module: ModulePath): boolean {
  return dependsOn.flatMap(context.referencesOf).some(({ subject }) => {
    if (subject.kind === 'resource') return pending.has(configuredName(addressIn(module, subject.key)));
    if (subject.kind !== 'module') return false;
    const inside = `${calledPath(module, subject.name)}.`;
    return [...pending].some((resource) => resource.startsWith(inside));
  });
}

/** `stored` is what a read during planning found although apply reads again. */
type PlannedData = PlannedInstance & { readonly value?: Value; readonly stored?: Value };

/**
 * A data resource is read during planning if its configuration is known and nothing it explicitly depends on will
 * change; otherwise apply reads it.
 */
export async function planData(
  walk: PlanWalk,
  resource: ResourceConfiguration,
  instance: Instance,
  schema: Schema,
  provider: Provider,
): Promise<PlannedData> {
  const address = formatInstance(resource.key, instance.key);
  const diagnostics: Diagnostic[] = [...checkConditions(walk, 'precondition', resource, address, instance)];
  if (hasErrors(diagnostics)) return { diagnostics };
  const decoded = decodeBody(resource.body, schema.block, walk.values.scope(instance), address);
  append(diagnostics, withOrigin(decoded.diagnostics, resource));
  if (hasErrors(diagnostics)) return { diagnostics };
  append(diagnostics, validateValue(decoded.value, schema.block, address, resource));
  if (hasErrors(diagnostics)) return { diagnostics };
  const marks = sensitivePaths(decoded.value);
  const config = unmarkDeep(decoded.value);
  const mark = (value: Value): Value =>
    markSensitiveAttributes(marks.length === 0 ? value : markPaths(value, marks), schema.block);

  let reason: ActionReason | undefined = isWhollyKnown(config) ? undefined : 'read_because_config_unknown';
  if (reason === undefined && waitsForApply(walk, resource)) reason = 'read_because_dependency_pending';
  let after = mark(plannedDataValue(schema.block, config));
  let stored: Value | undefined;
  if (reason === undefined && resource.check !== undefined) {
    // As in Terraform, apply reads it again. Without a result, the check fails, but nothing else does.
    const read = await walk.limit(() => readData(walk.context, resource, address, provider, config));
    append(diagnostics, dataProblems(walk, resource, read.diagnostics));
    if (!hasErrors(read.diagnostics)) after = mark(read.value);
    stored = unknownAsNull(after);
    reason = 'read_because_check_nested';
  } else if (reason === undefined) {
    const read = await walk.limit(() => readData(walk.context, resource, address, provider, config));
    append(diagnostics, read.diagnostics);
    if (hasErrors(diagnostics)) return { diagnostics };
    after = mark(read.value);
    append(
      diagnostics,
      checkConditions(walk, 'postcondition', resource, address, {
        ...instance,
        self: walk.values.alone(resource.key, after),
      }),
    );
    if (hasErrors(diagnostics)) return { diagnostics };
    if (isWhollyKnown(after)) return { value: after, diagnostics };
    // Its source is itself only planned (outputs of another stack in this run), so apply reads it again.
    reason = 'read_because_dependency_pending';
  }
  const change: ResourceChange = {
    address,
    resource: resource.address,
    resourceKey: resource.key,
    key: instance.key,
    provider: configurationOf(provider.schemas.source, resource.provider),
    action: 'read',
    reason,
    before: null,
    after,
    replacePaths: [],
    dependencies: dependenciesOf(walk, resource.key),
    createBeforeDestroy: false,
    schemaVersion: schema.version,
    ...(resource.check === undefined ? {} : { check: resource.check }),
    ...originOf(resource),
  };
  return { change, value: after, ...(stored === undefined ? {} : { stored }), diagnostics };
}

/** A read without a result leaves the configured attributes. */
const unknownAsNull = (value: Value): Value => (value instanceof Unknown ? null : mapParts(value, unknownAsNull));

/** Reads a data resource whose configuration is known. */
export const readData = async (
  context: EngineContext,
  resource: ResourceConfiguration,
  address: string,
  provider: Provider,
  config: Value,
): Promise<ReadDataResult> =>
  tracedWithProblems(
    () => objectSpan('read', resource.address.type, address),
    () => read(context, resource, address, provider, config),
  );

interface ReadDataResult {
  readonly value: Value;
  readonly diagnostics: readonly Diagnostic[];
}

async function read(
  context: EngineContext,
  resource: ResourceConfiguration,
  address: string,
  provider: Provider,
  config: Value,
): Promise<ReadDataResult> {
  const started = context.clock();
  const validated = await provider.validate({ mode: 'data', type: resource.address.type, config });
  const diagnostics = placeDiagnostics(validated.diagnostics, address, resource);
  if (hasErrors(diagnostics)) return { value: null, diagnostics };
  context.emit({ type: 'refresh-start', address, action: 'read', elapsedMs: 0 });
  const response = await provider.readData({
    type: resource.address.type,
    address,
    config,
    context: callContext(context),
  });
  context.emit({ type: 'refresh-complete', address, action: 'read', elapsedMs: context.clock() - started });
  return {
    value: response.state,
    diagnostics: [...diagnostics, ...placeDiagnostics(response.diagnostics, address, resource)],
  };
}
