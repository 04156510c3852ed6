import type { Json, JsonObject } from './json.js';
import type { DueAction, LifecycleCause } from './action.js';
import type { InstanceKey, ResourceAddress } from './address.js';
import type { Moment } from './moment.js';
import type { ObjectState, OutputState } from './state.js';

/**
 * All journal entries. State = base snapshot + entries, in order. `seq` rises from entry to entry (with gaps, when open
 * calls are carried into a new journal); a `settle` names the `begin` it answers.
 */
export type JournalEntry =
  | JournalHeader
  | BeginEntry
  | NoteEntry
  | SentEntry
  | SettleEntry
  | InvokeEntry
  | InvokedEntry
  | DueEntry
  | UndueEntry
  | ObjectEntry
  | RemoveEntry
  | DeposeEntry
  | OutputsEntry
  | ChecksEntry;

/** First line: the snapshot that the entries build on. */
export interface JournalHeader {
  readonly kind: 'header';
  readonly version: 1;
  readonly lineage: string;
  readonly serial: number;
  /** The fencing number of the lock under which the journal was begun. */
  readonly fence: number;
}

export interface ObjectRef {
  readonly resource: ResourceAddress;
  readonly key: InstanceKey;
  readonly deposed?: string;
  /** `provider["…"]` as state has it. */
  readonly provider: string;
}

/** Durable before the provider is asked to change anything. */
export interface BeginEntry extends ObjectRef {
  readonly kind: 'begin';
  readonly seq: number;
  readonly action: 'create' | 'update' | 'delete';
  readonly intent: Intent;
  /** When the call last sent a request that changes something. Absent in older journals. */
  readonly sent?: Moment;
}

/** Data for recovery to determine the outcome of a call without a recorded answer. */
export interface Intent {
  /** The planned object as the journal's value encoding (json/value.ts, types and unknowns marked); null for delete. Secrets that are write-only are null. */
  readonly planned: Json;
  /** The provider's own evidence, taken before the call (for instance what a list held). */
  readonly evidence?: unknown;
  readonly private?: string;
  readonly schemaVersion: number;
  readonly dependencies: readonly string[];
  readonly createBeforeDestroy: boolean;
  readonly requestKey: string;
}

/** Learned during a call and needed if it never ends, such as an identity that the server assigned. */
export interface NoteEntry {
  readonly kind: 'note';
  readonly seq: number;
  readonly begin: number;
  readonly data: JsonObject;
}

/** A later request of an open call. Durable before it is sent, since it may take effect from then on. */
export interface SentEntry {
  readonly kind: 'sent';
  readonly seq: number;
  readonly begin: number;
  readonly sent: Moment;
}

/** Durable before anything that depends on the result starts. `object` is null if none exists (any more). */
export interface SettleEntry {
  readonly kind: 'settle';
  readonly seq: number;
  readonly begin: number;
  readonly object: ObjectState | null;
  readonly failed: boolean;
  /** Actions that are to be invoked now that this is done. */
  readonly due?: readonly DueAction[];
}

/** Durable before an action is invoked. The outcome of an action cannot be read back, so this is its only record. */
export interface InvokeEntry {
  readonly kind: 'invoke';
  readonly seq: number;
  /** Of the action's instance. */
  readonly address: string;
  /** The trigger, which is then no longer due; absent for an action invoked on request. */
  readonly trigger?: LifecycleCause;
  readonly requestKey: string;
}

/** The end of an invocation, however it ended. */
export interface InvokedEntry {
  readonly kind: 'invoked';
  readonly seq: number;
  readonly invoke: number;
  readonly failed: boolean;
}

/** Actions still due when a new journal was started. */
export interface DueEntry {
  readonly kind: 'due';
  readonly seq: number;
  readonly actions: readonly DueAction[];
}

/** Actions that will not be invoked after all. */
export interface UndueEntry {
  readonly kind: 'undue';
  readonly seq: number;
  readonly triggers: readonly LifecycleCause[];
}

/** The new state of an object without a provider call: refreshed, imported, data read, moved, tainted. */
export interface ObjectEntry extends ObjectRef {
  readonly kind: 'object';
  readonly seq: number;
  readonly object: ObjectState;
  /** Actions that are to be invoked now that its provisioners have succeeded. */
  readonly due?: readonly DueAction[];
}

export interface RemoveEntry extends ObjectRef {
  readonly kind: 'remove';
  readonly seq: number;
}

/** The current object of an instance becomes a deposed one. */
export interface DeposeEntry {
  readonly kind: 'depose';
  readonly seq: number;
  readonly resource: ResourceAddress;
  readonly key: InstanceKey;
  readonly deposed: string;
}

export interface OutputsEntry {
  readonly kind: 'outputs';
  readonly seq: number;
  readonly outputs: Readonly<Record<string, OutputState>>;
}

/** The results of conditions, as the `check_results` of a state. */
export interface ChecksEntry {
  readonly kind: 'checks';
  readonly seq: number;
  readonly results: Json;
}

/** An invoke without an invoked, found when a journal is replayed: it may have run completely or in part. */
export type InterruptedAction = Pick<InvokeEntry, 'seq' | 'address' | 'trigger' | 'requestKey'>;

/** A begin without a settle, found when a journal is replayed: a call without a recorded outcome. */
export interface Interrupted {
  readonly begin: BeginEntry;
  readonly notes: readonly JsonObject[];
}
