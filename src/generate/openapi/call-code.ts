import { quoted } from '../print.js';
import type { CallGuess, FollowGuess, ResourceGuess, WaitGuess } from './guess.js';
import { entry, objectCode, recordCode, textsCode, type Code, type Entry } from '../source.js';

/** Polling interval and timeout for a status. */
const PATIENCE = [entry('intervalSeconds', '1'), entry('deadlineSeconds', '1800')].flat();

/** The call's subject, as far as its code needs to know it. */
export type CallOwner = Pick<ResourceGuess, 'attributes' | 'identity'>;

/** The owner of a call without a body that starts no work. */
export const NO_OWNER: CallOwner = { attributes: [], identity: undefined };

export function callCode(call: CallGuess, { attributes, identity }: CallOwner, more: readonly Entry[] = []): Code {
  const { operation, body, frames = [], mediaType, object, follow } = call;
  const json = new Set(attributes.filter(({ shape }) => shape.kind === 'json').map(({ name }) => name));
  const fields = [...(body ?? [])].map(([place, name]) => ({
    key: place,
    code: json.has(name) ? `jsonSent(${quoted(name)})` : quoted(name),
  }));
  const bodyCode = objectCode([
    ...entry('json', objectCode([...frames.map((place) => ({ key: place, code: '{ value: {} }' })), ...fields])),
    ...entry('type', mediaType === 'application/json' ? undefined : quoted(mediaType ?? '')),
  ]);
  return objectCode([
    ...entry('operation', quoted(operation.id)),
    ...entry('body', body === undefined ? undefined : bodyCode),
    ...entry('object', object === '' ? undefined : object === undefined ? quoted('none') : `{ at: ${quoted(object)} }`),
    ...entry(
      'follow',
      follow === undefined ? undefined : followCode(follow, identity),
      follow === undefined ? [] : ['guess: the reply means "started"; its status is polled until it ends'],
    ),
    ...more,
  ]);
}

function followCode({ address, call, gives, begun: _, ...wait }: FollowGuess, identity: string | undefined): Code {
  return objectCode([
    ...entry('address', address && recordCode(new Map(Object.entries(address)))),
    ...entry('call', call && `{ operation: ${quoted(call.operation.id)} }`),
    ...entry('keeps', call && recordCode(new Map([[call.parameter, call.at]]))),
    ...entry(
      'gives',
      gives === undefined || identity === undefined ? undefined : recordCode(new Map([[identity, gives]])),
    ),
    ...waitEntries(wait),
  ]);
}

export function waitEntries({ field, ready, pending, failed, reason }: WaitGuess): Entry[] {
  return [
    ...entry('field', quoted(field)),
    ...entry('ready', textsCode(ready)),
    ...entry('pending', textsCode(pending)),
    ...entry('failed', textsCode(failed)),
    ...entry('reason', reason === undefined ? undefined : quoted(reason)),
    ...PATIENCE,
  ];
}

export function waitEntry(wait: WaitGuess | undefined): Entry[] {
  return entry('wait', wait && objectCode(waitEntries(wait)), ['guess: it exists once its status says so']);
}
