import { Output, type Stack } from 'landform';
import { DataCloudAccount } from 'landform/providers/acloud';

export default (stack: Stack): void => {
  const shared = new DataCloudAccount(stack, 'shared', { displayName: 'Shared services' });
  new Output(stack, 'shared_account', { value: shared.identity });
};
