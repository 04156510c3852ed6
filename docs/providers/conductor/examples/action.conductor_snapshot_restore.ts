import type { Stack } from 'landform';
import { SnapshotRestore } from 'landform/providers/conductor';

export default (stack: Stack): void => {
  // Runs when it is asked for: landform apply --invoke=action.conductor_snapshot_restore.back
  new SnapshotRestore(stack, 'back', { snapshotId: 'nightly', force: true });
};
