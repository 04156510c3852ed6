import { Output, type Stack } from 'landform';
import { DataCloudAccount, DataCloudAccountClusters } from 'landform/providers/acloud';

export default (stack: Stack): void => {
  const shared = new DataCloudAccount(stack, 'shared', { displayName: 'Shared services' });
  const clusters = new DataCloudAccountClusters(stack, 'clusters', { cloudAccountIdentity: shared.identity });
  new Output(stack, 'cluster_list', { value: clusters.clusters });
};
