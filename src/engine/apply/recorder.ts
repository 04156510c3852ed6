import type {
  BeginEntry,
  CheckResult,
  DueAction,
  InstanceKey,
  JsonObject,
  LifecycleCause,
  Moment,
  ObjectRef,
  ObjectState,
  OutputState,
  ResourceAddress,
} from '../../model/index.js';

/**
 * What apply needs from a journal. Every promise resolves when the record is durable; until then nothing that depends on it
 * may start. A rejection (full disk, lost lock) stops the run: nothing more is begun.
 */
export interface Recorder {
  /** Before the provider is asked to change anything; gives the number that notes and the settle refer to. */
  begin(entry: Omit<BeginEntry, 'kind' | 'seq'>): Promise<number>;
  note(begin: number, data: JsonObject): Promise<void>;
  /** The call is about to send another request that changes something. */
  sent(begin: number, sent: Moment): Promise<void>;
  /** Returns the names of attributes stored as null because the state has no room for them, as `record` does. */
  settle(
    begin: number,
    outcome: {
      readonly object: ObjectState | null;
      readonly failed: boolean;
      /** Actions that are to be invoked now. */
      readonly due?: readonly DueAction[];
    },
  ): Promise<readonly string[]>;
  /** These will not be invoked, though they were due. */
  undue(triggers: readonly LifecycleCause[]): Promise<void>;
  /** Before an action is invoked; gives the number its end is told with. */
  invoke(action: {
    readonly address: string;
    readonly trigger?: LifecycleCause;
    readonly requestKey: string;
  }): Promise<number>;
  invoked(invoke: number, failed: boolean): Promise<void>;
  record(ref: ObjectRef, object: ObjectState): Promise<readonly string[]>;
  remove(ref: ObjectRef): Promise<void>;
  /** The current object of an instance becomes a deposed one. */
  depose(resource: ResourceAddress, key: InstanceKey, deposed: string): Promise<void>;
  outputs(outputs: Readonly<Record<string, OutputState>>): Promise<void>;
  checks(results: readonly CheckResult[]): Promise<void>;
}
