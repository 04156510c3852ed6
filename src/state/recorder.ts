import {
  StateDraft,
  checkResultsFromJson,
  checkResultsToJson,
  dueKey,
  formatResource,
  sameCheckResults,
  typesEqual,
  unmarkDeep,
  valuesEqual,
  type BeginEntry,
  type CheckResult,
  type DueAction,
  type InstanceKey,
  type Interrupted,
  type InvokeEntry,
  type JsonObject,
  type LifecycleCause,
  type Moment,
  type ObjectRef,
  type ObjectState,
  type OutputState,
  type ResourceAddress,
  type State,
} from '../model/index.js';
import type { JournalRecord, SealRecord } from './journal-record.js';
import { Before, type BeforeLastRun } from './history.js';
import { OpenCalls } from './replay.js';
import type { StateSize } from './size.js';

export type ActionToInvoke = Omit<InvokeEntry, 'kind' | 'seq'>;
export interface CallOutcome {
  readonly object: ObjectState | null;
  readonly failed: boolean;
  readonly due?: readonly DueAction[];
}

export type CallToBegin = Omit<BeginEntry, 'kind' | 'seq'>;

/**
 * Writes the journal. Each promise resolves when its entry is durable, and otherwise rejects with a DiagnosticError.
 */
export interface Recorder {
  /** Whether each entry costs a request to a server. */
  readonly isRemote?: boolean;
  /**
   * Before the provider is asked to change anything. The number identifies the call for its outcome. Rejects with
   * `state-too-large` if the state might have no room for the outcome.
   */
  begin(call: CallToBegin): Promise<number>;
  /** Information from the middle of the call that is needed if it never ends. */
  note(begin: number, data: JsonObject): Promise<void>;
  /** The call is about to send another request that changes something. */
  sent(begin: number, sent: Moment): Promise<void>;
  /**
   * The outcome, before anything that depends on it starts, and the actions that are due because of it. Returns the
   * names of attributes that are stored as null because the state has no room for them.
   */
  settle(begin: number, outcome: CallOutcome): Promise<readonly string[]>;
  /** These actions are no longer due and will not be invoked. */
  undue(triggers: readonly LifecycleCause[]): Promise<void>;
  /** Before an action is invoked, which is no longer due then. The number identifies the invocation for its end. */
  invoke(action: ActionToInvoke): Promise<number>;
  /** The end of an invocation, before anything that waits for it starts. */
  invoked(invoke: number, failed: boolean): Promise<void>;
  /** The new object, without a provider call that changed it, and the actions due because of it. Returns the same as `settle`. */
  record(ref: ObjectRef, object: ObjectState, due?: readonly DueAction[]): Promise<readonly string[]>;
  /** The object is removed from state. */
  remove(ref: ObjectRef): Promise<void>;
  /** The current object of an instance becomes a deposed one. */
  depose(resource: ResourceAddress, key: InstanceKey, deposed: string): Promise<void>;
  /** The complete set of outputs from now on. */
  outputs(outputs: Readonly<Record<string, OutputState>>): Promise<void>;
  /** The complete results of conditions from now on. */
  checks(results: readonly CheckResult[]): Promise<void>;
  /** The state with everything recorded so far, durable or not. Its maps keep changing with further records. */
  current(): State;
}

export class StateRecorder implements Recorder {
  readonly isRemote: boolean;
  readonly #append: (record: JournalRecord) => Promise<void>;
  readonly #size: StateSize;
  /** What this session is about to change, as it was before. */
  readonly before: Before;
  readonly #open = new OpenCalls();
  readonly #openActions: Map<number, InvokeEntry>;
  readonly #due: Map<string, DueAction>;
  #draft: StateDraft;
  #seq: number;

  constructor(
    base: State,
    open: {
      readonly interrupted: readonly Interrupted[];
      readonly interruptedActions: readonly InvokeEntry[];
      readonly dueActions: readonly DueAction[];
      readonly before?: readonly BeforeLastRun[];
    },
    lastSeq: number,
    size: StateSize,
    append: (record: JournalRecord) => Promise<void>,
    isRemote: boolean,
  ) {
    this.isRemote = isRemote;
    this.#size = size;
    this.before = new Before(open.before);
    this.#draft = new StateDraft(base);
    this.#seq = lastSeq;
    this.#append = append;
    this.#due = new Map(open.dueActions.map((action) => [dueKey(action.trigger), action]));
    this.#openActions = new Map(open.interruptedActions.map((entry) => [entry.seq, entry]));
    for (const { begin, notes } of open.interrupted) {
      this.#open.begin(begin);
      for (const note of notes) this.#open.note(begin.seq, note);
    }
  }

  async begin(call: CallToBegin): Promise<number> {
    this.#size.reserve(call, this.#draft.live(), this.#open.begun());
    const entry: BeginEntry = { kind: 'begin', seq: this.#next(), ...call };
    this.before.note(call, this.#draft.live());
    this.#open.begin(entry);
    try {
      await this.#append(entry);
    } catch (error) {
      // The call is never made.
      this.#open.close(entry.seq);
      throw error;
    }
    return entry.seq;
  }

  async note(begin: number, data: JsonObject): Promise<void> {
    if (!this.#open.note(begin, data)) throw new Error(`call ${begin} is not open`);
    await this.#append({ kind: 'note', seq: this.#next(), begin, data });
  }

  async sent(begin: number, sent: Moment): Promise<void> {
    if (!this.#open.sent(begin, sent)) throw new Error(`call ${begin} is not open`);
    await this.#append({ kind: 'sent', seq: this.#next(), begin, sent });
  }

  async settle(begin: number, { object: whole, failed, due = [] }: CallOutcome): Promise<readonly string[]> {
    const ref = this.#open.close(begin);
    if (ref === undefined) throw new Error(`call ${begin} is not open`);
    const { object, left } = this.#fit(whole, ref);
    if (object === null) this.#draft.removeObject(ref);
    else this.#draft.setObject(ref, object);
    for (const action of due) this.#due.set(dueKey(action.trigger), action);
    const seq = this.#next();
    await this.#append({ kind: 'settle', seq, begin, object, failed, ...(due.length === 0 ? {} : { due }) });
    return left;
  }

  #fit(object: ObjectState | null, call?: BeginEntry): { object: ObjectState | null; left: readonly string[] } {
    if (object === null) return { object, left: [] };
    return this.#size.fit(object, this.#draft.live(), this.#open.begun(), call);
  }

  async undue(triggers: readonly LifecycleCause[]): Promise<void> {
    for (const trigger of triggers) this.#due.delete(dueKey(trigger));
    await this.#append({ kind: 'undue', seq: this.#next(), triggers });
  }

  async invoke(action: ActionToInvoke): Promise<number> {
    const entry: InvokeEntry = { kind: 'invoke', seq: this.#next(), ...action };
    this.#openActions.set(entry.seq, entry);
    try {
      await this.#append(entry);
    } catch (error) {
      // It is never invoked.
      this.#openActions.delete(entry.seq);
      throw error;
    }
    if (entry.trigger !== undefined) this.#due.delete(dueKey(entry.trigger));
    return entry.seq;
  }

  async invoked(invoke: number, failed: boolean): Promise<void> {
    if (!this.#openActions.delete(invoke)) throw new Error(`invocation ${invoke} is not open`);
    await this.#append({ kind: 'invoked', seq: this.#next(), invoke, failed });
  }

  async record(ref: ObjectRef, whole: ObjectState, due: readonly DueAction[] = []): Promise<readonly string[]> {
    const { object, left } = this.#size.fit(whole, this.#draft.live(), this.#open.begun());
    this.#draft.setObject(ref, object);
    for (const action of due) this.#due.set(dueKey(action.trigger), action);
    const entry = { kind: 'object' as const, seq: this.#next(), ...onlyRef(ref), object };
    await this.#append(due.length === 0 ? entry : { ...entry, due });
    return left;
  }

  async remove(ref: ObjectRef): Promise<void> {
    this.#draft.removeObject(ref);
    await this.#append({ kind: 'remove', seq: this.#next(), ...onlyRef(ref) });
  }

  async depose(resource: ResourceAddress, key: InstanceKey, deposed: string): Promise<void> {
    const provider = this.#draft.live().resources.get(formatResource(resource))?.provider;
    if (provider !== undefined) this.before.note({ resource, key, provider }, this.#draft.live());
    if (!this.#draft.depose(resource, key, deposed)) throw new Error(`there is no object to depose as ${deposed}`);
    await this.#append({ kind: 'depose', seq: this.#next(), resource, key, deposed });
  }

  async outputs(outputs: Readonly<Record<string, OutputState>>): Promise<void> {
    const plain: Record<string, OutputState> = {};
    for (const [name, output] of Object.entries(outputs)) plain[name] = { ...output, value: unmarkDeep(output.value) };
    if (sameOutputs(this.#draft.live().outputs, plain)) return;
    this.#draft.setOutputs(plain);
    await this.#append({ kind: 'outputs', seq: this.#next(), outputs: plain });
  }

  async checks(results: readonly CheckResult[]): Promise<void> {
    if (sameCheckResults(checkResultsFromJson(this.#draft.live().checkResults), results)) return;
    const json = checkResultsToJson(results);
    this.#draft.setCheckResults(json);
    await this.#append({ kind: 'checks', seq: this.#next(), results: json });
  }

  current(): State {
    return this.#draft.live();
  }

  /** The state so far, as an immutable copy. */
  freeze(): State {
    return this.#draft.freeze();
  }

  /** Continues from a state that has just been stored. */
  restart(base: State): void {
    this.#draft = new StateDraft(base);
  }

  seal(state: State, digest: string): SealRecord {
    return { kind: 'seal', seq: this.#next(), lineage: state.lineage, serial: state.serial, digest };
  }

  /** The initial records of a new journal, in order, so that no open call is lost. */
  openRecords(): JournalRecord[] {
    const calls = this.#open.list();
    const notes = calls.flatMap(({ begin, notes }) => notes.map((data) => ({ begin: begin.seq, data })));
    // Numbers increase from record to record.
    const begun = [...calls.map(({ begin }) => begin), ...this.#openActions.values()];
    return [
      ...begun.sort((left, right) => left.seq - right.seq),
      ...notes.map((note): JournalRecord => ({ kind: 'note', seq: this.#next(), ...note })),
      ...(this.#due.size === 0 ? [] : [{ kind: 'due' as const, seq: this.#next(), actions: [...this.#due.values()] }]),
    ];
  }

  #next(): number {
    this.#seq += 1;
    return this.#seq;
  }
}

function sameOutputs(before: ReadonlyMap<string, OutputState>, after: Readonly<Record<string, OutputState>>): boolean {
  const entries = Object.entries(after);
  return (
    entries.length === before.size &&
    entries.every(([name, output]) => {
      const old = before.get(name);
      return (
        old?.sensitive === output.sensitive && typesEqual(old.type, output.type) && valuesEqual(old.value, output.value)
      );
    })
  );
}

/** A reference may arrive as part of a larger string. */
function onlyRef(ref: ObjectRef): ObjectRef {
  const { resource, key, provider, deposed } = ref;
  return deposed === undefined ? { resource, key, provider } : { resource, key, deposed, provider };
}

/** For read-only sessions: it provides the state, and recording is a bug of the caller. */
export function readOnlyRecorder(state: State): Recorder {
  const refuse = (): Promise<never> => Promise.reject(new Error('the state was opened for reading'));
  return {
    begin: refuse,
    note: refuse,
    sent: refuse,
    settle: refuse,
    undue: refuse,
    invoke: refuse,
    invoked: refuse,
    record: refuse,
    remove: refuse,
    depose: refuse,
    outputs: refuse,
    checks: refuse,
    current: () => state,
  };
}
