import type { Stack } from 'landform';
import { CloudAccount, CloudCredentialsDummy } from 'landform/providers/acloud';

export default (stack: Stack): void => {
  const account = new CloudAccount(stack, 'test', { displayName: 'Test', cloudProfile: 'dummy' });
  new CloudCredentialsDummy(stack, 'none', { cloudAccountIdentity: account.identity });
};
