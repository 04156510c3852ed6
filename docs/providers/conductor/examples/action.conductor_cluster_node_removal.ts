import type { Stack } from 'landform';
import { ClusterNodeRemoval } from 'landform/providers/conductor';

export default (stack: Stack): void => {
  // Runs on request: landform apply --invoke=action.conductor_cluster_node_removal.second
  new ClusterNodeRemoval(stack, 'second', { hostname: 'manager-2.example' });
};
