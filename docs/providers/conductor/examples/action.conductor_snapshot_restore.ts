import type { Stack } from 'landform';
import { SnapshotRestore } from 'landform/providers/conductor';

export default (stack: Stack): void => {
  // Runs on request: landform apply --invoke=action.conductor_snapshot_restore.back
  new SnapshotRestore(stack, 'back', { snapshotId: 'nightly', force: true });
};
