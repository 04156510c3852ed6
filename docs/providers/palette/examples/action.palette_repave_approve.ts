import type { Stack } from 'landform';
import { DataCluster, RepaveApprove } from 'landform/providers/palette';

export default (stack: Stack): void => {
  const production = new DataCluster(stack, 'production', { name: 'production' });
  // When an apply shows that a repave waits for approval, run in another terminal:
  // landform apply --invoke=action.palette_repave_approve.approve
  new RepaveApprove(stack, 'approve', { uid: production.uid });
};
