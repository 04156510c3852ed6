import { Variable, type Stack } from 'landform';
import { CloudAccount, CloudCredentialsAws } from 'landform/providers/acloud';

export default (stack: Stack): void => {
  const secret = new Variable(stack, 'secret', { type: 'string', sensitive: true });
  const account = new CloudAccount(stack, 'aws', { displayName: 'Production', cloudProfile: 'aws' });
  new CloudCredentialsAws(stack, 'key', {
    cloudAccountIdentity: account.identity,
    displayName: 'deploy key',
    accessKeyId: 'AKIAEXAMPLE',
    accessKeySecret: secret.value,
    secretVersion: '1',
    lifecycle: { createBeforeDestroy: true },
  });
};
