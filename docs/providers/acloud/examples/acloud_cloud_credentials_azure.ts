import { Variable, type Stack } from 'landform';
import { CloudAccount, CloudCredentialsAzure } from 'landform/providers/acloud';

export default (stack: Stack): void => {
  const secret = new Variable(stack, 'secret', { type: 'string', sensitive: true });
  const account = new CloudAccount(stack, 'azure', { displayName: 'Production', cloudProfile: 'azure' });
  new CloudCredentialsAzure(stack, 'key', {
    cloudAccountIdentity: account.identity,
    tenantId: 'contoso',
    subscriptionId: 'main',
    clientId: 'landform',
    clientSecret: secret.value,
  });
};
