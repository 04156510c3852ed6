import type { Stack } from 'landform';
import { CloudAccount, CloudCredentialsDummy, PrimaryCloudCredentials } from 'landform/providers/acloud';

export default (stack: Stack): void => {
  const account = new CloudAccount(stack, 'test', { displayName: 'Test', cloudProfile: 'dummy' });
  const credentials = new CloudCredentialsDummy(stack, 'none', { cloudAccountIdentity: account.identity });
  new PrimaryCloudCredentials(stack, 'primary', {
    cloudAccountIdentity: account.identity,
    credentialsIdentity: credentials.identity,
  });
};
