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
 * What apply needs from a journal. Every promise resolves once the record is durable; until then, no dependent may
 * start. A rejection (full disk, lost lock) stops the run: nothing more starts.
 */
export interface Recorder {
  /** Whether each record costs a request to a server, so that other operations should use the provider meanwhile. */
  readonly isRemote?: boolean;
  /** Called before the provider changes anything; returns the number for later notes and for `settle`. */
  begin(entry: Omit<BeginEntry, 'kind' | 'seq'>): Promise<number>;
  note(begin: number, data: JsonObject): Promise<void>;
  /** Records that the call is about to send another request that changes something. */
  sent(begin: number, sent: Moment): Promise<void>;
  /**
   * Returns the names of attributes stored as null because they exceed the size limit of the state, as `record` does.
   */
  settle(
    begin: number,
    outcome: {
      readonly object: ObjectState | null;
      readonly failed: boolean;
      /** Actions that are now due. */
      readonly due?: readonly DueAction[];
    },
  ): Promise<readonly string[]>;
  /** Records that these actions will not be invoked, although they were due. */
  undue(triggers: readonly LifecycleCause[]): Promise<void>;
  /** Called before an action is invoked; returns the number for recording its end. */
  invoke(action: {
    readonly address: string;
    readonly trigger?: LifecycleCause;
    readonly requestKey: string;
  }): Promise<number>;
  invoked(invoke: number, failed: boolean): Promise<void>;
  /** With the actions that are due because of it. */
  record(ref: ObjectRef, object: ObjectState, due?: readonly DueAction[]): Promise<readonly string[]>;
  remove(ref: ObjectRef): Promise<void>;
  /** Turns the current object of an instance into a deposed one. */
  depose(resource: ResourceAddress, key: InstanceKey, deposed: string): Promise<void>;
  outputs(outputs: Readonly<Record<string, OutputState>>): Promise<void>;
  checks(results: readonly CheckResult[]): Promise<void>;
}
