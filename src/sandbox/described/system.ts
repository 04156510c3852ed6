import { describe } from '../description.js';
import type { Handler, Kind, Reply, System } from '../system.js';
import { Gate } from './access.js';
import type { DescribedApi } from './api.js';
import { KindHandlers, removeThing, thingsOf } from './kind.js';
import { put } from './object.js';
import { advanceWork, statusHandler } from './work.js';

/** An emulator of a described API: it stores what is created, and refuses invalid requests. */
export function describedSystem(api: DescribedApi): System {
  const refusal = (status: number, message: string, details: readonly string[] = []): Reply => {
    const text = details.length === 0 ? message : `${message} ${details.join('; ')}`;
    return { status, body: put({}, api.message, text) };
  };
  const gate = new Gate(api.access);
  const { login } = api.access;
  const handlers: Record<string, Handler> = {};
  for (const { id } of describe(api.document).operations) handlers[id] = () => refusal(501, `Nobody emulates ${id}.`);
  const kinds: Record<string, Kind> = {};
  for (const [operation, { status, body }] of Object.entries(api.canned))
    handlers[operation] = () => ({ status, ...(body === undefined ? {} : { body }) });
  for (const kind of api.kinds) {
    const about = new KindHandlers(api, kind, refusal);
    Object.assign(handlers, about.handlers());
    kinds[kind.name] = {
      complete: (values, store, now) => about.complete(values, store, now),
      inside: 'object',
      removed: ({ identity }, store) => removeThing(api, store, kind.name, identity),
    };
  }
  for (const [operation, rules] of Object.entries(api.works))
    handlers[operation] = statusHandler(api, rules, refusal(404, 'This work does not exist.'));
  return {
    name: api.name,
    handlers,
    kinds,
    controls: {},
    nullIsAbsent: false,
    anyWords: true,
    authorize: (arrival) => {
      const refused = gate.refusal(arrival);
      return refused && refusal(refused.status, refused.message);
    },
    logins: login === undefined ? {} : { [login.path]: (asked) => gate.token(asked) },
    advance: (store, now) =>
      advanceWork(api, store, now, (change) => {
        if (change.action === 'put') thingsOf(api, store, change.collection).put(change.entry);
        else removeThing(api, store, change.collection, change.entry.identity);
      }),
    refusal,
    seed: () => undefined,
    environment: (url) =>
      Object.fromEntries(Object.entries(api.environment).map(([name, value]) => [name, value.replace('{url}', url)])),
  };
}
