import type { Diagnostic, Json, Value } from '../../../model/index.js';
import { asking, calling, type Job } from '../job.js';
import type { CallMapping, FollowMapping } from '../mapping/definition.js';
import type { Reply } from '../http/outcome.js';
import { pointerGet, parametersAt } from '../pointer.js';
import { jsonOf, valueFromReply, type Values } from '../values/projection.js';
import type { Asking } from '../calls.js';
import { foundBy, poll, type Waiting } from './wait.js';

export type Followed =
  /** Done, with the attributes that the status contained. */
  | { readonly kind: 'ended'; readonly gives: Values }
  /** `final`: the service gave it up. Otherwise it may still be running. */
  | { readonly kind: 'failed'; readonly final: boolean; readonly diagnostic: Diagnostic };

const ENDED: Followed = { kind: 'ended', gives: {} };

/** Waits until the work that a reply started has ended; returns at once if the reply started none. */
export async function followCall(
  job: Job,
  verb: string,
  { follow }: CallMapping,
  reply: Reply,
  values: Values,
): Promise<Followed> {
  const look = follow === undefined ? undefined : lookAfter(job, follow, reply, asking(job, verb, values));
  if (follow === undefined || look === undefined) return ENDED;
  const waiting: Waiting = {
    ...job,
    what: `work to ${verb} the ${calling(job.mapping, values)}`,
    asking: asking(job, verb, values),
    look,
    advice: {
      failed: 'Fix the cause in the service, then apply again.',
      late: 'Check it in the service, then run plan again.',
    },
  };
  const waited = await poll(waiting, follow);
  // A status that no longer exists belongs to finished work; the object itself shows the result.
  if (waited.kind === 'gone') return ENDED;
  if (waited.kind === 'ready') return { kind: 'ended', gives: givenBy(job, follow, waited.object) };
  const { diagnostic } = waited;
  return { kind: 'failed', final: diagnostic.code === 'work-failed', diagnostic };
}

/** How to read the status; undefined if the reply does not say where it is. */
function lookAfter(job: Job, follow: FollowMapping, reply: Reply, ask: Asking): Waiting['look'] | undefined {
  const { session } = job;
  const { address, call, keeps = {} } = follow;
  if (address !== undefined) {
    const found = 'header' in address ? reply.headers.get(address.header) : pointerGet(reply.body, address.at);
    if (typeof found !== 'string' || found === '') return undefined;
    return async (until) => foundBy(await session.callAt(found, { ...ask, until }));
  }
  const parameters = parametersAt(keeps, reply.body);
  if (call === undefined || parameters === undefined) return undefined;
  const whole = { ...call, parameters: { ...call.parameters, ...parameters } };
  return async (until) => foundBy(await session.call(whole, { ...ask, until }));
}

function givenBy({ mapping }: Job, { gives = {} }: FollowMapping, status: Json): Values {
  const named = Object.entries(gives).map(([name, at]): [string, Value] => [
    name,
    valueFromReply(pointerGet(status, at), mapping.attributes[name]?.type ?? 'string'),
  ]);
  return Object.fromEntries(named.filter(([, value]) => jsonOf(value) !== undefined));
}
