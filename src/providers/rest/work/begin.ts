import { canonicalJson, type Json } from '../../../model/index.js';
import { outcomeUnknown } from '../diagnostics.js';
import type { CallMapping } from '../mapping/definition.js';
import { pointerGet } from '../pointer.js';
import type { Asking, CallResult } from '../calls.js';
import type { Session } from '../session.js';
import { lookUntilLanded } from './landing.js';

/** How often work is requested in total if each attempt turns out to have started nothing. */
const ATTEMPTS = 5;

/**
 * Makes a call that starts work, and starts it once: if the reply is lost, the work is searched for among entries that
 * were not there before, until the request can no longer take effect, and it is only sent again if there is none.
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
    const { outcome } = result;
    const { reason } = outcome.problem;
    if (reason === 'stopped' || asking.context === undefined) return result;
    const landing = { session, context: asking.context, outcome, withinSeconds: session.landsWithin(call) };
    const found = await lookUntilLanded(landing, async (): Promise<CallResult | undefined> => {
      const after = await session.list(begun.list, asking, 'fresh');
      if (after.kind === 'failed') return result;
      const [fresh, another] = after.list.items.filter((item) => !known.has(identityIn(item, begun.identity)));
      if (fresh === undefined) return undefined;
      return another === undefined ? foundInstead(fresh) : { ...result, diagnostic: several(session, asking, result) };
    });
    if (typeof found === 'object') return found;
    // Work that was certainly not started may be started again, or reported as a failure that left nothing behind.
    const over = found === 'never';
    if (!over || attempt >= ATTEMPTS || reason === 'redirected' || asking.signal.aborted)
      return over ? undone(result) : result;
  }
}

function identityIn(item: Json, pointer: string): string {
  return canonicalJson(pointerGet(item, pointer) ?? null);
}

/** It had no effect, and will have none. */
function undone(result: Extract<CallResult, { kind: 'failed' }>): CallResult {
  const { outcome } = result;
  return outcome.kind === 'unclear' ? { ...result, outcome: { kind: 'undone', problem: outcome.problem } } : result;
}

/** What the lost reply would have said. */
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
    'Several jobs were started meanwhile; check them in the service.',
    diagnostic,
  );
}
