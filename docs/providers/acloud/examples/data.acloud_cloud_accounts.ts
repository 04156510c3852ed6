import { Output, type Stack } from 'landform';
import { DataCloudAccounts } from 'landform/providers/acloud';

export default (stack: Stack): void => {
  const accounts = new DataCloudAccounts(stack, 'aws', { displayName: 'prod', cloudProviderSlug: 'aws' });
  new Output(stack, 'accounts', { value: accounts.cloudAccounts });
};
