import { canonicalJson, type Json } from '../../../model/index.js';
import { outcomeUnknown } from '../diagnostics.js';
import type { CallMapping } from '../mapping/definition.js';
import { pointerGet } from '../exchange/pointer.js';
import type { Asking, CallResult, Session } from '../session.js';

/** How often work is asked for in all, when each time it turns out that nothing was begun. */
const ATTEMPTS = 5;

/**
 * Makes a call that begins work, and begins it once: when the answer is lost, what the call began is looked for among the work
 * that was not there before, and asked for again only if there is none.
 */
export async function callOnce(
  session: Session,
  call: CallMapping,
  asking: Asking,
  only?: ReadonlySet<string>,
): Promise<CallResult> {
  const { begun } = call;
  if (begun === undefined) return session.call(call, asking, only);
  const before = await session.list(begun.list, asking, 'fresh');
  if (before.kind === 'failed') return { kind: 'impossible', diagnostic: before.diagnostic };
  const going = before.list.items.find((item) => begun.going?.(item, asking.values) === true);
  if (going !== undefined) return foundInstead(going);
  const known = new Set(before.list.items.map((item) => identityIn(item, begun.identity)));
  for (let attempt = 1; ; attempt++) {
    const result = await session.call(call, asking, only);
    if (result.kind !== 'failed' || result.outcome.kind !== 'unclear') return result;
    if (result.outcome.problem.reason === 'stopped') return result;
    const after = await session.list(begun.list, asking, 'fresh');
    if (after.kind === 'failed') return result;
    const fresh = after.list.items.filter((item) => !known.has(identityIn(item, begun.identity)));
    if (fresh.length === 1) return foundInstead(fresh[0]!);
    if (fresh.length > 1) return { ...result, diagnostic: several(session, asking, result) };
    if (attempt >= ATTEMPTS || result.outcome.problem.reason === 'timeout' || asking.signal.aborted) return result;
  }
}

function identityIn(item: Json, pointer: string): string {
  return canonicalJson(pointerGet(item, pointer) ?? null);
}

/** What the lost answer would have said. */
export function foundInstead(object: Json): Extract<CallResult, { kind: 'done' }> {
  return { kind: 'done', object, reply: { status: 200, headers: new Headers(), body: object, text: '' } };
}

function several(
  { speaker }: Session,
  { purpose }: Asking,
  { diagnostic }: Extract<CallResult, { kind: 'failed' }>,
): ReturnType<typeof outcomeUnknown> {
  return outcomeUnknown(
    speaker,
    purpose,
    'Several pieces of work were begun meanwhile; look at them there.',
    diagnostic,
  );
}
