import type { ActionReason, InstanceKey, ObjectState, ResourceState } from '../../model/index.js';

/** An object in state to delete. */
export interface Deletion {
  readonly resource: ResourceState;
  readonly at: { readonly key: InstanceKey; readonly deposed?: string };
  readonly stored: ObjectState;
  readonly reason?: ActionReason;
}
