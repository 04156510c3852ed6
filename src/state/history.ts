import {
  formatInstance,
  formatKey,
  formatResource,
  type ObjectRef,
  type ObjectState,
  type State,
} from '../model/index.js';
import type { HistoryStore, Lease } from './backend.js';
import { corruptJournal } from './diagnostics.js';
import { JournalLines, parseJournal } from './journal-format.js';
import type { JournalRecord } from './journal-record.js';

/** An instance that the last run was about to change, as it was before: null if it did not exist. */
export interface BeforeLastRun {
  readonly ref: ObjectRef;
  readonly before: ObjectState | null;
}

/** What the last run changed in real infrastructure, and since when nothing else has added or removed objects. */
export interface History {
  readonly lineage: string;
  /** The state that it leads to. */
  readonly serial: number;
  readonly instances: readonly BeforeLastRun[];
}

/** Collects the instances that a run is about to change, each as it is before the first change. */
export class Before {
  readonly #instances = new Map<string, BeforeLastRun>();

  /** `earlier`: what a run noted that this one takes over. */
  constructor(earlier: readonly BeforeLastRun[] = []) {
    for (const one of earlier) this.#instances.set(addressOf(one.ref), one);
  }

  get all(): readonly BeforeLastRun[] {
    return [...this.#instances.values()];
  }

  /** To be called before a call that changes an object, and before an object is set aside. */
  note({ resource, key, provider }: Omit<ObjectRef, 'deposed'>, state: State): void {
    const resourceKey = formatResource(resource);
    const instanceKey = formatKey(key);
    const address = resourceKey + instanceKey;
    if (this.#instances.has(address)) return;
    const before = state.resources.get(resourceKey)?.instances.get(instanceKey)?.current ?? null;
    this.#instances.set(address, { ref: { resource, key, provider }, before });
  }
}

export const addressOf = ({ resource, key }: Pick<ObjectRef, 'resource' | 'key'>): string =>
  formatInstance(formatResource(resource), key);

/** The history as lines of a journal that leads back. */
function* historyPieces({ lineage, serial, instances }: History, fence: number): Generator<Uint8Array> {
  const records = instances.map(({ ref, before }, index): JournalRecord => {
    const seq = index + 1;
    return before === null ? { kind: 'remove', seq, ...ref } : { kind: 'object', seq, ...ref, object: before };
  });
  for (const line of new JournalLines().format([{ kind: 'header', version: 1, lineage, serial, fence }, ...records]))
    yield* line;
}

/** Stores the history, or removes it if it is larger than the store allows. */
export async function storeHistory(store: HistoryStore, lease: Lease, history: History): Promise<void> {
  const { mostBytes } = store;
  if (mostBytes === undefined) return store.replace(lease, historyPieces(history, lease.fence));
  const pieces: Uint8Array[] = [];
  let size = 0;
  for (const piece of historyPieces(history, lease.fence)) {
    size += piece.length;
    if (size > mostBytes) return store.replace(lease, undefined);
    pieces.push(piece);
  }
  return store.replace(lease, pieces);
}

/** What a store has as a history; undefined if there is none. Throws if it is damaged. */
export function parseHistory(bytes: Uint8Array, place: string): History | undefined {
  if (bytes.length === 0) return undefined;
  const parsed = parseJournal(bytes);
  if (!parsed.ok) throw corruptJournal(place, parsed.line, parsed.message);
  const [header, ...records] = parsed.records;
  if (header?.kind !== 'header' || parsed.torn) throw corruptJournal(place, 1, 'it is incomplete');
  const instances = records.flatMap((record): BeforeLastRun[] => {
    if (record.kind !== 'object' && record.kind !== 'remove') return [];
    const { resource, key, provider } = record;
    return [{ ref: { resource, key, provider }, before: record.kind === 'object' ? record.object : null }];
  });
  return { lineage: header.lineage, serial: header.serial, instances };
}

/** Whether two states have the same instances, whatever their values. */
export function sameInstances(left: State, right: State): boolean {
  if (left.resources === right.resources) return true;
  if (left.resources.size !== right.resources.size) return false;
  for (const [address, { instances }] of left.resources) {
    const others = right.resources.get(address)?.instances;
    if (others === instances) continue;
    if (others?.size !== instances.size) return false;
    for (const [key, { current }] of instances)
      if ((others.get(key)?.current === undefined) !== (current === undefined)) return false;
  }
  return true;
}
