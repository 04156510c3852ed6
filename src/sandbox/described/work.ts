import type { Collection, Entry } from '../collection.js';
import type { Store } from '../store.js';
import type { Call, Handler, Reply } from '../system.js';
import type { DescribedApi, DescribedCall, DescribedWork, WorkCall } from './api.js';
import { fill, put } from './object.js';
import type { Thing } from './thing.js';

/** What work does when it ends. */
export interface Change {
  readonly action: 'put' | 'remove';
  readonly collection: string;
  readonly entry: Thing;
}

interface Work extends Entry {
  readonly change: Change;
  /** In milliseconds. */
  readonly due: number;
  readonly done: boolean;
}

const COLLECTION = 'work in progress';

const worksOf = (api: DescribedApi, store: Store): Collection<Work> => store.collection(api.name, COLLECTION);

/** Replies that work has started, with the location of its status. */
export function begin(
  api: DescribedApi,
  { status, shows }: DescribedCall,
  work: WorkCall,
  change: Change,
  call: Call,
  milliseconds: number,
  shown: unknown,
): Reply {
  const identity = call.store.newIdentity();
  worksOf(api, call.store).put({ identity, change, due: call.now.getTime() + milliseconds, done: false });
  const rules = api.works[work.status];
  if (rules === undefined) throw new Error(`There is no operation that returns the status ${work.status}.`);
  const address = call.url.origin + rules.path.replace(/\{[^}]+\}\/?$/, identity);
  const headers: Record<string, string> = work.header === undefined ? {} : { [work.header]: address };
  if (shows === undefined && !work.tells) return { status, headers };
  let body = shows === undefined ? statusBody(rules, call, identity, false, change) : put({}, shows, shown);
  if (work.address !== undefined) body = put(body, work.address, address);
  if (work.id !== undefined) body = put(body, work.id, identity);
  return { status, headers, body };
}

/** The operation that returns the status of work. */
export function statusHandler(api: DescribedApi, rules: DescribedWork, missing: Reply): Handler {
  return (call) => {
    const work = worksOf(api, call.store).get(Object.values(call.parameters).at(-1) ?? '');
    if (work === undefined) return missing;
    const body = statusBody(rules, call, work.identity, work.done, work.change);
    return { status: 200, body, otherwise: rules.around };
  };
}

function statusBody(rules: DescribedWork, call: Call, key: string, done: boolean, { entry }: Change): unknown {
  const making = { now: call.now, key, parents: [], newIdentity: () => call.store.newIdentity(), pending: !done };
  const body = put(fill({}, rules.made, making), rules.field, done ? rules.ended : rules.pending);
  return done && rules.gives !== undefined ? put(body, rules.gives, entry.key) : body;
}

/** Completes the work that is due. */
export function advanceWork(api: DescribedApi, store: Store, now: Date, perform: (change: Change) => void): void {
  const works = worksOf(api, store);
  for (const work of works.where('done', false)) {
    if (work.due > now.getTime()) continue;
    works.put({ ...work, done: true });
    perform(work.change);
  }
}
