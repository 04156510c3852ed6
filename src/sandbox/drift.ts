import type { Entry } from './collection.js';
import { isRecord } from './description.js';
import { SandboxError } from './error.js';
import type { Store } from './store.js';
import type { Kind, System } from './system.js';

/** A change behind the client's back: no request, no validation, no refusal. */
export type Drift =
  | ({ readonly action: 'change'; readonly values: Readonly<Record<string, unknown>> } & Target)
  | ({ readonly action: 'delete' } & Target)
  | {
      readonly action: 'add';
      readonly system?: string;
      readonly collection: string;
      readonly values: Readonly<Record<string, unknown>>;
    };

/** Either the one with this identity, or all that have these property values. */
export interface Target {
  /** Default: the only, or the first, system of the sandbox. */
  readonly system?: string;
  readonly collection: string;
  readonly identity?: string;
  readonly where?: Readonly<Record<string, unknown>>;
}

/**
 * The objects that were changed (in their present form), deleted (in their last form) or added. Matching none is an
 * error: a typo would pass for drift.
 */
export function applyDrift(drift: Drift, systems: readonly System[], store: Store, now: Date): readonly Entry[] {
  const system = drift.system === undefined ? systems[0] : systems.find(({ name }) => name === drift.system);
  if (system === undefined) throw refuse(`This sandbox has no system ${drift.system ?? ''}.`);
  const kind = Object.hasOwn(system.kinds, drift.collection) ? system.kinds[drift.collection] : undefined;
  if (kind === undefined) {
    const known = Object.keys(system.kinds).join(', ');
    throw refuse(`${system.name} has no collection ${drift.collection}; it has ${known}.`);
  }
  const collection = store.collection(system.name, drift.collection);
  if (drift.action === 'add') {
    const entry = kind.complete(drift.values, store, now);
    collection.put(entry);
    return [entry];
  }
  const { inside } = kind;
  const met = find(drift, collection.all(), (identity) => collection.get(identity), inside);
  return met.map((entry) => (drift.action === 'delete' ? remove(entry, kind) : change(entry, drift.values)));

  function remove(entry: Entry, rules: Kind): Entry {
    collection.remove(entry.identity);
    rules.removed?.(entry, store);
    return entry;
  }

  /** A null removes the property. */
  function change(entry: Entry, values: Readonly<Record<string, unknown>>): Entry {
    const merged = Object.fromEntries(
      Object.entries({ ...shown(entry, inside), ...values }).filter(
        ([, value]) => value !== null && value !== undefined,
      ),
    );
    const changed: Entry =
      inside === undefined ? { ...merged, identity: entry.identity } : { ...entry, [inside]: merged };
    collection.put(changed);
    return changed;
  }
}

function shown(entry: Entry, inside: string | undefined): Readonly<Record<string, unknown>> {
  const object = inside === undefined ? entry : entry[inside];
  return isRecord(object) ? object : {};
}

function find(
  target: Target,
  all: readonly Entry[],
  get: (identity: string) => Entry | undefined,
  inside: string | undefined,
): readonly Entry[] {
  if (target.identity === undefined && target.where === undefined) {
    throw refuse('Select the objects to change or delete: set `identity`, or properties in `where`.');
  }
  const candidates =
    target.identity === undefined ? all : [get(target.identity)].filter((entry) => entry !== undefined);
  const wanted = Object.entries(target.where ?? {});
  const met = candidates.filter((entry) =>
    wanted.every(([property, value]) => shown(entry, inside)[property] === value),
  );
  if (met.length === 0)
    throw refuse(`Nothing in ${target.collection} matches ${JSON.stringify(target.identity ?? target.where)}.`);
  return met;
}

function refuse(message: string): SandboxError {
  return new SandboxError('sandbox_bad_drift', message);
}
