import { errorDiagnostic, isNull, type Diagnostic } from '../../../model/index.js';
import { isSame } from '../values/same.js';
import type { Values } from '../values/projection.js';
import { calling, type Job } from '../job.js';
import type { CallMapping } from '../mapping/definition.js';
import type { Asking, CallResult } from '../session.js';
import { findObject } from './read.js';
import { stateShown } from './shown.js';

/** How often a change is asked for while only what the service itself decides becomes another. */
const ATTEMPTS = 4;

/** What a change was planned for. */
export interface Expected {
  readonly prior: Values;
  /** Absent: it is deleted. */
  readonly change?: { readonly planned: Values; readonly config: Values };
}

/**
 * Makes a call under the condition that the object is still as it was planned for, where the mapping says so. What the service decides
 * by itself may have become another: then the call is made for the object as it is now.
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
    // The call finds out that it is gone, and what that means.
    if (found.kind === 'gone') return call({});
    const others = changedByOthers(job, expected, stateShown(job.mapping, found, prior));
    if (others.length > 0) return { kind: 'impossible', diagnostic: changedMeanwhile(job, prior, others) };
    const result = await call({ etag: found.etag });
    if (result.kind !== 'failed' || result.outcome.kind !== 'refused' || result.outcome.reply.status !== 412)
      return result;
    // The refused request may be a second one, after a first whose answer was lost: the caller looks for what that did.
    if (change !== undefined && result.outcome.late !== undefined) return result;
    if (attempt >= ATTEMPTS) return { ...result, diagnostic: changedMeanwhile(job, prior, []) };
  }
}

/** Attributes with a value that is neither what was planned for nor what is wanted. */
function changedByOthers({ mapping }: Job, { prior, change }: Expected, now: Values): readonly string[] {
  const counts = (name: string): boolean =>
    change === undefined ? mapping.attributes[name]!.required === true : !isNull(change.config[name] ?? null);
  return Object.keys(mapping.reply).filter((name) => {
    const attribute = mapping.attributes[name]!;
    if (attribute.writeOnly === true || attribute.local === true || !counts(name)) return false;
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
