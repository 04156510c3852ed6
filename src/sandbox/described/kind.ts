import type { Collection } from '../collection.js';
import type { Store } from '../store.js';
import type { Call, Handler, Reply } from '../system.js';
import type { DescribedApi, DescribedCall, DescribedKind, DescribedList } from './api.js';
import { etagOf, unmet } from './etag.js';
import { fill, get, mergePatch, over, put, without, type Making } from './object.js';
import { pageOf } from './page.js';
import type { Thing } from './thing.js';
import { begin, type Change } from './work.js';

/** How long work takes in this sandbox. */
export const WORK_MS = 200;

type Refusal = (status: number, message: string) => Reply;

/** The operations about one kind of object. */
export class KindHandlers {
  readonly #api: DescribedApi;
  readonly #kind: DescribedKind;
  readonly #refuse: Refusal;

  constructor(api: DescribedApi, kind: DescribedKind, refuse: Refusal) {
    this.#api = api;
    this.#kind = kind;
    this.#refuse = refuse;
  }

  /** By operation. One that both creates and changes objects does whichever applies. */
  handlers(): Record<string, Handler> {
    const { create, read, list, updates, remove } = this.#kind;
    const handlers: Record<string, Handler> = {};
    for (const update of updates) handlers[update.operation] = (call) => this.#update(call, update);
    if (create !== undefined) {
      const change = updates.find(({ operation }) => operation === create.operation);
      handlers[create.operation] = (call) => this.#create(call, create, change);
    }
    if (read !== undefined)
      handlers[read.operation] = (call) => this.#on(call, (thing) => this.#answer(call, read, thing));
    if (list !== undefined) handlers[list.operation] = (call) => this.#list(call, list);
    if (remove !== undefined) handlers[remove.operation] = (call) => this.#remove(call, remove);
    return handlers;
  }

  /** An object created outside the API, for drift. */
  complete(values: Readonly<Record<string, unknown>>, store: Store, now: Date): Thing {
    const { parents = [], ...object } = values;
    return this.#thing(object, [parents].flat().map(String), undefined, store, now);
  }

  #create(
    call: Call,
    create: NonNullable<DescribedKind['create']>,
    change: DescribedKind['updates'][number] | undefined,
  ): Reply {
    const keys = Object.values(call.parameters);
    const parents = keys.slice(0, this.#kind.depth);
    const orphan = this.#orphan(call.store, parents);
    if (orphan !== undefined) return orphan;
    const named = this.#kind.key === undefined || create.byPath;
    const thing = this.#thing(
      get(call.body, create.body),
      parents,
      named ? (keys[this.#kind.depth] ?? '') : undefined,
      call.store,
      call.now,
    );
    if (this.#all(call.store).get(thing.identity) !== undefined) {
      if (change !== undefined) return this.#update(call, change);
      return this.#refuse(409, `The ${this.#kind.name} ${thing.key} already exists.`);
    }
    return this.#do(call, create, thing, { action: 'put', entry: thing });
  }

  #update(call: Call, update: DescribedKind['updates'][number]): Reply {
    return this.#if(call, update, (thing) => {
      const sent = this.#kept(get(call.body, update.body) ?? {});
      const { made, hidden } = this.#kind;
      const base = update.mode === 'merge' ? mergePatch(thing.object, sent) : sent;
      // Values that are never shown may be omitted from a full replacement.
      const whole = update.mode === 'replace' ? hidden : [];
      const kept = whole.filter((at) => get(base, at) === undefined && get(thing.object, at) !== undefined);
      const secrets = kept.reduce((object, at) => put(object, at, get(thing.object, at)), base);
      const object = fill(
        over(this.#kind.base, secrets),
        made,
        this.#making(thing, call.store, call.now, thing.object),
      );
      const changed = { ...thing, object };
      return this.#do(call, update, changed, { action: 'put', entry: changed });
    });
  }

  #remove(call: Call, remove: DescribedCall): Reply {
    return this.#if(call, remove, (thing) => this.#do(call, remove, thing, { action: 'remove', entry: thing }));
  }

  #list(call: Call, list: DescribedList): Reply {
    const parents = Object.values(call.parameters).slice(0, this.#kind.depth);
    const orphan = this.#orphan(call.store, parents);
    if (orphan !== undefined) return orphan;
    const wanted = Object.entries(call.query).filter(([name]) => !this.#ofPaging(list, name));
    const things = this.#all(call.store)
      .where('place', parents.join('/'))
      .map((thing) => this.#shown(thing, call.now))
      .filter((object) =>
        wanted.every(([name, value]) => get(object, `/${name}`) === undefined || get(object, `/${name}`) === value),
      );
    return pageOf(
      list,
      call,
      call.url.origin + call.url.pathname,
      things.map((object) => put({}, list.at, object)),
    );
  }

  #ofPaging({ paging }: DescribedList, name: string): boolean {
    return name === paging.parameter || name === paging.size?.parameter;
  }

  /** Carries it out at once, or starts it. */
  #do(call: Call, how: DescribedCall, thing: Thing, change: Omit<Change, 'collection'>): Reply {
    const { store } = call;
    const whole: Change = { ...change, collection: this.#kind.name };
    if (how.work !== undefined)
      return begin(this.#api, how, how.work, whole, call, WORK_MS, this.#shown(thing, call.now));
    if (whole.action === 'put') this.#all(store).put(thing);
    else removeThing(this.#api, store, this.#kind.name, thing.identity);
    return this.#answer(call, how, thing);
  }

  #answer(call: Call, { status, shows, around }: DescribedCall, thing: Thing): Reply {
    if (shows === undefined) return { status };
    const shown = this.#shown(thing, call.now);
    const headers = this.#kind.tagged === true ? { headers: { etag: etagOf(shown) } } : {};
    return { status, ...headers, body: over(around, put({}, shows, shown)), otherwise: around };
  }

  /** Acts on an object if the client's condition is met. */
  #if(call: Call, how: DescribedCall, act: (thing: Thing) => Reply): Reply {
    return this.#on(call, (thing) => {
      const refused = unmet(how, call.headers['if-match'], this.#shown(thing, call.now));
      return refused === undefined ? act(thing) : this.#refuse(refused.status, refused.message);
    });
  }

  #on(call: Call, act: (thing: Thing) => Reply): Reply {
    const { key, depth } = this.#kind;
    const keys = Object.values(call.parameters).slice(0, depth + 1 + (key?.beside ?? []).length);
    // If the path does not identify an object, the body does.
    const named = key !== undefined && keys.length === depth ? get(call.body, key.at) : undefined;
    const identity = [...keys, ...(typeof named === 'string' || typeof named === 'number' ? [named] : [])].join('/');
    const thing = this.#all(call.store).get(identity);
    return thing === undefined ? this.#refuse(404, `The ${this.#kind.name} ${identity} does not exist.`) : act(thing);
  }

  #orphan(store: Store, parents: readonly string[]): Reply | undefined {
    const { parent } = this.#kind;
    if (parent === undefined || thingsOf(this.#api, store, parent).get(parents.join('/')) !== undefined)
      return undefined;
    return this.#refuse(404, `The ${parent} ${parents.join('/')} does not exist.`);
  }

  #thing(given: unknown, parents: readonly string[], name: string | undefined, store: Store, now: Date): Thing {
    const { key: rule, made } = this.#kind;
    const own = rule === undefined ? undefined : get(given, rule.at);
    const key = name ?? (typeof own === 'string' || typeof own === 'number' ? own : this.#newKey(store));
    const beside = (rule?.beside ?? []).map((at) => get(given, at));
    const identity = [...parents, ...beside, ...(rule === undefined && name === '' ? [] : [key])].join('/');
    const readyAt = now.getTime() + WORK_MS;
    const thing = { identity, place: parents.join('/'), parents, key, object: given, readyAt };
    return {
      ...thing,
      object: fill(over(this.#kind.base, this.#kept(given ?? {})), made, this.#making(thing, store, now)),
    };
  }

  /** The sent values at the locations where they are shown, without those that replies show in another form. */
  #kept(sent: unknown): unknown {
    const { another, renamed } = this.#kind;
    const moved = renamed.reduce((object, [from, to]) => {
      const value = get(object, from);
      return value === undefined ? object : put(without(object, from), to, value);
    }, sent);
    return another.reduce((object, at) => without(object, at), moved);
  }

  #newKey(store: Store): string | number {
    const { key } = this.#kind;
    if (key?.like !== undefined) {
      const number = String(this.#all(store).all().length + 1);
      return `${key.like.slice(0, -number.length)}${number}`;
    }
    if (key?.type !== 'number') return store.newIdentity();
    const keys = this.#all(store)
      .all()
      .map(({ key }) => Number(key));
    return keys.reduce((most, key) => Math.max(most, key), 1000) + 1;
  }

  #making(thing: Thing, store: Store, now: Date, before?: unknown): Making {
    const { key, parents } = thing;
    return {
      now,
      key,
      parents,
      newIdentity: () => store.newIdentity(),
      pending: now.getTime() < thing.readyAt,
      before,
    };
  }

  /** The object as replies show it now. */
  #shown(thing: Thing, now: Date): unknown {
    const { made, hidden } = this.#kind;
    const states = made.filter(({ value }) => value.kind === 'state');
    const making: Making = {
      now,
      key: thing.key,
      parents: thing.parents,
      newIdentity: () => '',
      pending: now.getTime() < thing.readyAt,
    };
    return hidden.reduce((object, at) => without(object, at), fill(thing.object, states, making));
  }

  #all(store: Store): Collection<Thing> {
    return thingsOf(this.#api, store, this.#kind.name);
  }
}

export function thingsOf(api: DescribedApi, store: Store, kind: string): Collection<Thing> {
  return store.collection(api.name, kind);
}

/** The children of an object are deleted with it. */
export function removeThing(api: DescribedApi, store: Store, kind: string, identity: string): void {
  thingsOf(api, store, kind).remove(identity);
  for (const child of api.kinds.filter(({ parent }) => parent === kind))
    for (const thing of thingsOf(api, store, child.name).where('place', identity))
      removeThing(api, store, child.name, thing.identity);
}
