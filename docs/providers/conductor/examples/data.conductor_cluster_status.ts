import { Output, type Stack } from 'landform';
import { DataClusterStatus } from 'landform/providers/conductor';

export default (stack: Stack): void => {
  const cluster = new DataClusterStatus(stack, 'cluster', { summary: true });
  new Output(stack, 'how_the_cluster_is', { value: cluster.status });
};
