/**
 * All steps that apply can execute. A replacement is two steps (create-first: `depose`-create, then delete of the
 * deposed object). Steps are plain records in a list; `needs` holds indexes into that list.
 */
export type Step = ObjectStep | InvokeStep | GatherStep;

export type StepKind =
  /** Ask the provider to create the object. */
  | 'create'
  /** Move the current object aside under a new deposed key, then create the new one (first half of create-delete). */
  | 'create-deposing'
  | 'update'
  /** Delete the current object. */
  | 'delete'
  /** Delete a deposed object; in a create-delete replacement the key is known only when the first half has run. */
  | 'delete-deposed'
  /** Read a data resource whose configuration was not known at plan time. */
  | 'read'
  /** Remove from state only. */
  | 'forget'
  /** No provider call; only marks, dependencies or sensitivity in state change. */
  | 'refresh-state';

export interface ObjectStep {
  readonly index: number;
  readonly kind: StepKind;
  /** Instance address. */
  readonly address: string;
  /** Index into `plan.changes`. */
  readonly change: number;
  /** Set on `delete-deposed` when the key is known at plan time. */
  readonly deposed?: string;
  readonly needs: readonly number[];
}

/** Invokes an action. */
export interface InvokeStep {
  readonly index: number;
  readonly kind: 'invoke';
  /** Of the action's instance. */
  readonly address: string;
  /** Index into `plan.invocations`. */
  readonly invocation: number;
  readonly needs: readonly number[];
}

/** Does nothing; joins many steps with many that wait for them, to reduce edges. */
export interface GatherStep {
  readonly index: number;
  readonly kind: 'gather';
  /** Represents this resource, which has pending actions but no change. */
  readonly resource?: string;
  readonly needs: readonly number[];
}
