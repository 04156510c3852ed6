import {
  configuredName,
  parseModule,
  UNKNOWN_KEY,
  formatModule,
  type ConfigResource,
  type Plan,
  type ResourceChange,
} from '../../model/index.js';
import type { Values } from '../walk/values.js';

/** The resources that the plan leaves for a later apply, without the deletions that it leaves. */
export const deferredResources = ({ deferred }: Plan): readonly ConfigResource[] =>
  deferred.flatMap(({ change }) =>
    change === undefined || change.action === 'delete'
      ? []
      : configuredName(change.resourceKey, change.resource.module),
  );

/** Deletions that the plan leaves for a later apply. Expressions do not see their objects, as if they were deleted. */
export const heldDeletes = ({ deferred }: Plan): readonly ResourceChange[] =>
  deferred.flatMap(({ change }) => (change?.action === 'delete' ? change : []));

/**
 * Keeps what the plan leaves for a later apply unknown: what state has of it is out of date, and its instances may
 * become known meanwhile without being planned.
 */
export function leaveUnknown(values: Values, { deferred }: Plan): void {
  for (const { kind, address, change } of deferred) {
    if (kind === 'module') leaveCall(values, address);
    else if (change !== undefined && change.action !== 'delete' && !change.resource.module.includes(UNKNOWN_KEY))
      values.resources.set(change.resourceKey, { kind: 'unknown' });
  }
}

function leaveCall(values: Values, address: string): void {
  const steps = parseModule(address.endsWith(UNKNOWN_KEY) ? address.slice(0, -UNKNOWN_KEY.length) : address);
  const last = steps?.at(-1);
  if (steps === undefined || last === undefined) return;
  const caller = values.at(formatModule(steps.slice(0, -1)));
  if (caller === undefined || caller === 'missing') return;
  const call = caller.module.calls.get(last.name);
  if (call !== undefined) caller.setCalled(call, undefined);
}
