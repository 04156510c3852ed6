import { Before } from './history.js';
import {
  StateDraft,
  formatInstance,
  formatResource,
  dueKey,
  type BeginEntry,
  type DueAction,
  type Interrupted,
  type InterruptedAction,
  type InvokeEntry,
  type JournalEntry,
  type JsonObject,
  type Moment,
  type State,
} from '../model/index.js';

export interface Replayed {
  readonly state: State;
  /** Calls without a recorded outcome, in the order in which they began. */
  readonly interrupted: readonly Interrupted[];
  /** Invocations of actions without a recorded end, in the order in which they began. */
  readonly interruptedActions: readonly InterruptedAction[];
  /** Actions that became due and were not started. */
  readonly dueActions: readonly DueAction[];
  /** Why the entries do not form a journal; empty for every valid journal and every beginning of one. */
  readonly problems: readonly string[];
}

/** State = base + entries, in order. */
export function replay(base: State, entries: readonly JournalEntry[]): Replayed {
  const replaying = new Replay(base);
  for (const entry of entries) replaying.apply(entry);
  return {
    state: replaying.draft.freeze(),
    interrupted: replaying.open.list(),
    interruptedActions: [...replaying.actions.values()],
    dueActions: [...replaying.due.values()],
    problems: replaying.problems,
  };
}

/** The calls without a recorded outcome. */
export class OpenCalls {
  readonly #calls = new Map<number, { begin: BeginEntry; readonly notes: JsonObject[] }>();

  begin(entry: BeginEntry): void {
    this.#calls.set(entry.seq, { begin: entry, notes: [] });
  }

  /** False if no such call is open. */
  note(begin: number, data: JsonObject): boolean {
    const call = this.#calls.get(begin);
    call?.notes.push(data);
    return call !== undefined;
  }

  /** False if no such call is open. */
  sent(begin: number, sent: Moment): boolean {
    const call = this.#calls.get(begin);
    if (call !== undefined) call.begin = { ...call.begin, sent };
    return call !== undefined;
  }

  /** The call, which is now closed; undefined if it was not open. */
  close(begin: number): BeginEntry | undefined {
    const call = this.#calls.get(begin);
    this.#calls.delete(begin);
    return call?.begin;
  }

  list(): Interrupted[] {
    return [...this.#calls.values()].map(({ begin, notes }) => ({ begin, notes: [...notes] }));
  }

  *begun(): Generator<BeginEntry> {
    for (const { begin } of this.#calls.values()) yield begin;
  }

  get size(): number {
    return this.#calls.size;
  }
}

/** A replay in progress. For entries that the base already includes, only the open calls are tracked (`follow`). */
export class Replay {
  readonly draft: StateDraft;
  readonly open = new OpenCalls();
  /** What the entries are about to change, as it was before; not of those that the base includes. */
  readonly before = new Before();
  /** Invocations that have not ended, by the number of their entry. */
  readonly actions = new Map<number, InvokeEntry>();
  readonly due = new Map<string, DueAction>();
  readonly problems: string[] = [];
  #seq = 0;

  constructor(base: State) {
    this.draft = new StateDraft(base);
  }

  get lastSeq(): number {
    return this.#seq;
  }

  apply(entry: JournalEntry): void {
    this.#step(entry, true);
  }

  follow(entry: JournalEntry): void {
    this.#step(entry, false);
  }

  #step(entry: JournalEntry, change: boolean): void {
    if (entry.kind === 'header') return;
    if (entry.seq <= this.#seq) this.problems.push(`entry ${entry.seq} comes after entry ${this.#seq}`);
    this.#seq = Math.max(this.#seq, entry.seq);
    switch (entry.kind) {
      case 'begin':
        if (change) this.before.note(entry, this.draft.live());
        this.open.begin(entry);
        return;
      case 'note':
        if (!this.open.note(entry.begin, entry.data)) this.#unknownCall(entry.seq, entry.begin);
        return;
      case 'sent':
        if (!this.open.sent(entry.begin, entry.sent)) this.#unknownCall(entry.seq, entry.begin);
        return;
      case 'settle': {
        const begin = this.open.close(entry.begin);
        for (const action of entry.due ?? []) this.due.set(dueKey(action.trigger), action);
        if (begin === undefined) this.#unknownCall(entry.seq, entry.begin);
        else if (!change) return;
        else if (entry.object === null) this.draft.removeObject(begin);
        else this.draft.setObject(begin, entry.object);
        return;
      }
      case 'invoke':
        this.actions.set(entry.seq, entry);
        if (entry.trigger !== undefined) this.due.delete(dueKey(entry.trigger));
        return;
      case 'invoked':
        if (!this.actions.delete(entry.invoke)) this.#unknownCall(entry.seq, entry.invoke);
        return;
      case 'due':
        for (const action of entry.actions) this.due.set(dueKey(action.trigger), action);
        return;
      case 'undue':
        for (const trigger of entry.triggers) this.due.delete(dueKey(trigger));
        return;
      case 'object':
        for (const action of entry.due ?? []) this.due.set(dueKey(action.trigger), action);
        if (change) this.draft.setObject(entry, entry.object);
        return;
      case 'remove':
        if (change) this.draft.removeObject(entry);
        return;
      case 'depose': {
        const provider = this.draft.live().resources.get(formatResource(entry.resource))?.provider;
        if (change && provider !== undefined) this.before.note({ ...entry, provider }, this.draft.live());
        if (change && !this.draft.depose(entry.resource, entry.key, entry.deposed)) {
          const address = formatInstance(formatResource(entry.resource), entry.key);
          this.problems.push(`entry ${entry.seq} sets aside an object of ${address} that does not exist`);
        }
        return;
      }
      case 'outputs':
        if (change) this.draft.setOutputs(entry.outputs);
        return;
      case 'checks':
        if (change) this.draft.setCheckResults(entry.results);
        return;
    }
  }

  #unknownCall(seq: number, begin: number): void {
    this.problems.push(`entry ${seq} refers to entry ${begin}, which is not an open call`);
  }
}
