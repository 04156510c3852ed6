import {
  append,
  configuredName,
  formatInstance,
  formatResource,
  hasErrors,
  markPaths,
  sensitivePaths,
  UNKNOWN,
  UNKNOWN_KEY,
  unmarkDeep,
  type ResourceChange,
  type ResourceConfiguration,
  type Schema,
  type Value,
} from '../../model/index.js';
import { plannedDataValue } from '../diff/propose.js';
import { markSensitiveAttributes } from '../diff/sensitivity.js';
import { decodeBody } from '../evaluate/body.js';
import type { Place, Waiting } from '../walk/deferrals.js';
import { expand, isPending, type Instance } from '../walk/expand.js';
import { providerAddress, providerSourceOf } from '../walk/provider-configurations.js';
import { rememberResource } from '../walk/remembered.js';
import { unknownInstance } from '../walk/unknown-instance.js';
import { originOf, withOrigin } from './instance.js';
import { schemaAt } from '../walk/schema-at.js';
import type { PlanWalk } from './plan-walk.js';

/**
 * Leaves a resource to a later apply, in one known instance of its module. Its instances in state stay as they are, and
 * its values are unknown. No provider is asked about it. False if its configuration has errors.
 */
export async function deferResource(
  walk: PlanWalk,
  resource: ResourceConfiguration,
  waiting: Waiting,
): Promise<boolean> {
  const { context, values, deferrals } = walk;
  deferrals.addNamed(configuredName(resource.key, resource.address.module), deferrals.placeOf(values), [resource.key]);
  const expansion = expand(resource, values);
  const isUnknown = isPending(expansion);
  if (!isUnknown) append(walk.diagnostics, withOrigin(expansion.diagnostics, resource));
  const schema = await schemaOf(walk, resource);
  if (schema === undefined || (expansion.instances === undefined && !isUnknown)) return false;
  await rememberResource(context, context.state, resource.key, values);
  let ok = true;
  for (const instance of expansion.instances ?? (isRepeated(resource) ? UNKNOWN_INSTANCES : ALONE)) {
    const before = instance === undefined ? null : (values.get(resource.key, instance.key) ?? null);
    const after = valueAfter(walk, resource, schema, instance);
    if (after === undefined) {
      ok = false;
      continue;
    }
    const change = deferredChange(walk, resource, instance ?? 'unknown', { before, after, version: schema.version });
    const reason = isUnknown ? 'instance_count_unknown' : waiting.reason;
    deferrals.list.push({ kind: 'resource', address: change.address, ...waiting, reason, change });
  }
  values.resources.set(resource.key, { kind: 'unknown' });
  return ok;
}

const UNKNOWN_INSTANCES: readonly undefined[] = [undefined];

/** Of a resource with `enabled`, the one instance that may exist has no key. */
const ALONE: readonly Instance[] = [{ key: undefined }];

/** Leaves a resource to a later apply, in a module whose instances wait as a whole, so that nothing in it is known. */
export function deferUnexpanded(
  walk: PlanWalk,
  resource: ResourceConfiguration,
  { address: module }: Place,
  waiting: Waiting,
): void {
  const address = { ...resource.address, module };
  const change = deferredChange(
    walk,
    { ...resource, address, key: formatResource(address) },
    isRepeated(resource) ? 'unknown' : { key: undefined },
    { before: null, after: UNKNOWN, version: 0 },
  );
  const reason = 'instance_count_unknown';
  walk.deferrals.list.push({ kind: 'resource', address: change.address, ...waiting, reason, change });
}

/** Whether instances have keys. */
export const isRepeated = ({ count, forEach }: Pick<ResourceConfiguration, 'count' | 'forEach'>): boolean =>
  count !== undefined || forEach !== undefined;

async function schemaOf(walk: PlanWalk, resource: ResourceConfiguration): Promise<Schema | undefined> {
  const { mode, type } = resource.address;
  const source = providerSourceOf(walk.context.configuration, resource.provider.name);
  const schemas = await walk.context.providers.schemas(source);
  const schema = schemas && schemaAt(schemas, { mode, type });
  // Reports why there is none.
  if (schemas === undefined) append(walk.diagnostics, (await walk.providers.forResource(resource)).diagnostics);
  return schema;
}

/** The configuration as far as it is known, with everything computed unknown; undefined after errors. */
function valueAfter(
  walk: PlanWalk,
  resource: ResourceConfiguration,
  { block }: Schema,
  instance: Instance | undefined,
): Value | undefined {
  const known = walk.values.scope(instance ?? {});
  const scope = instance === undefined ? unknownInstance(known, resource) : known;
  const { value, diagnostics } = decodeBody(resource.body, block, scope, formatInstance(resource.key, instance?.key));
  append(walk.diagnostics, withOrigin(diagnostics, resource));
  if (hasErrors(diagnostics)) return undefined;
  const marks = sensitivePaths(value);
  const planned = plannedDataValue(block, unmarkDeep(value));
  return markSensitiveAttributes(marks.length === 0 ? planned : markPaths(planned, marks), block);
}

function deferredChange(
  { context }: PlanWalk,
  resource: Pick<ResourceConfiguration, 'address' | 'key' | 'provider' | 'origin'>,
  instance: Pick<Instance, 'key'> | 'unknown',
  { before, after, version }: { readonly before: Value; readonly after: Value; readonly version: number },
): ResourceChange {
  const { address, provider } = resource;
  return {
    address: instance === 'unknown' ? resource.key + UNKNOWN_KEY : formatInstance(resource.key, instance.key),
    resource: address,
    resourceKey: resource.key,
    key: instance === 'unknown' ? undefined : instance.key,
    provider: providerAddress(context.configuration, provider),
    action: address.mode === 'data' ? 'read' : before === null ? 'create' : 'update',
    before,
    after,
    replacePaths: [],
    dependencies: [],
    createBeforeDestroy: false,
    schemaVersion: version,
    ...originOf(resource),
  };
}
