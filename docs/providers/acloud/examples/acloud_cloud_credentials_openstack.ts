import { Variable, type Stack } from 'landform';
import { CloudAccount, CloudCredentialsOpenstack } from 'landform/providers/acloud';

export default (stack: Stack): void => {
  const secret = new Variable(stack, 'secret', { type: 'string', sensitive: true });
  const account = new CloudAccount(stack, 'openstack', { displayName: 'Production', cloudProfile: 'openstack' });
  new CloudCredentialsOpenstack(stack, 'key', {
    cloudAccountIdentity: account.identity,
    credentialId: 'landform',
    credentialSecret: secret.value,
  });
};
