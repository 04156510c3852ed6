import { Output, type Stack } from 'landform';
import { DataCloudAccount, DataCloudCredentials } from 'landform/providers/acloud';

export default (stack: Stack): void => {
  const shared = new DataCloudAccount(stack, 'shared', { displayName: 'Shared services' });
  const credentials = new DataCloudCredentials(stack, 'shared-credentials', { cloudAccountIdentity: shared.identity });
  new Output(stack, 'credentials', { value: credentials.cloudCredentials });
};
