import { Variable, type Stack } from 'landform';
import { CloudAccount, CloudCredentialsHetzner } from 'landform/providers/acloud';

export default (stack: Stack): void => {
  const secret = new Variable(stack, 'secret', { type: 'string', sensitive: true });
  const account = new CloudAccount(stack, 'hetzner', { displayName: 'Production', cloudProfile: 'hetzner' });
  new CloudCredentialsHetzner(stack, 'key', {
    cloudAccountIdentity: account.identity,
    displayName: 'deploy token',
    apiToken: secret.value,
  });
};
