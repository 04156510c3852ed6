import { errorDiagnostic, isNull, type Diagnostic, memberOf } from '../../../model/index.js';
import { isSame } from '../values/same.js';
import type { Values } from '../values/projection.js';
import { calling, type Job } from '../job.js';
import type { CallMapping } from '../mapping/definition.js';
import type { Asking, CallResult } from '../calls.js';
import { findObject } from './read.js';
import { stateShown } from './shown.js';

/** How often a change is retried while only attributes that the service itself decides differ. */
const ATTEMPTS = 4;

/** The object that a change was planned for. */
export interface Expected {
  readonly prior: Values;
  /** Absent for a delete. */
  readonly change?: { readonly planned: Values; readonly config: Values };
}

/**
 * Makes a call on condition that the object is still as planned, if the mapping says so. Attributes that the service
 * decides may have changed: then the call is made for the present object.
 */
export async function conditionally(
  job: Job,
  { ifMatch = false }: Pick<CallMapping, 'ifMatch'>,
  expected: Expected,
  call: (more: Pick<Asking, 'etag'>) => Promise<CallResult>,
): Promise<CallResult> {
  if (!ifMatch) return call({});
  const { prior, change } = expected;
  for (let attempt = 1; ; attempt++) {
    const found = await findObject(job, prior, 'fresh');
    if (found.kind === 'failed') return { kind: 'impossible', diagnostic: found.diagnostic };
    // The call itself finds that the object is gone, and what that means.
    if (found.kind === 'gone') return call({});
    const others = changedByOthers(job, expected, stateShown(job.mapping, found, prior));
    if (others.length > 0) return { kind: 'impossible', diagnostic: changedMeanwhile(job, prior, others) };
    const result = await call({ etag: found.etag });
    if (result.kind !== 'failed' || result.outcome.kind !== 'refused' || result.outcome.reply.status !== 412)
      return result;
    // The refused request may be a retry after one whose reply was lost: the caller checks what that one did.
    if (change !== undefined && result.outcome.late !== undefined) return result;
    if (attempt >= ATTEMPTS) return { ...result, diagnostic: changedMeanwhile(job, prior, []) };
  }
}

/** Attributes whose value is neither the planned prior value nor the wanted one. */
function changedByOthers({ mapping }: Job, { prior, change }: Expected, now: Values): readonly string[] {
  return Object.keys(mapping.reply).filter((name) => {
    const attribute = memberOf(mapping.attributes, name);
    const counts = change === undefined ? attribute.required === true : !isNull(change.config[name] ?? null);
    if (attribute.writeOnly === true || attribute.local === true || !counts) return false;
    const value = now[name] ?? null;
    return ![prior, change?.planned].some((known) => known && isSame(attribute, value, known[name] ?? null, true));
  });
}

function changedMeanwhile({ mapping }: Job, prior: Values, attributes: readonly string[]): Diagnostic {
  const what =
    attributes.length === 0 ? 'The service says so (412, If-Match)' : `Another value: ${attributes.join(', ')}`;
  return errorDiagnostic('changed-meanwhile', `The ${calling(mapping, prior)} was changed since it was planned`, {
    detail: `${what}. Something else changed it, so Landform left it unchanged. Run plan again to see its current state, then apply.`,
  });
}
