import { Variable, type Stack } from 'landform';
import { CloudAccount, CloudCredentialsDigitalocean } from 'landform/providers/acloud';

export default (stack: Stack): void => {
  const secret = new Variable(stack, 'secret', { type: 'string', sensitive: true });
  const account = new CloudAccount(stack, 'digitalocean', { displayName: 'Production', cloudProfile: 'digitalocean' });
  new CloudCredentialsDigitalocean(stack, 'key', {
    cloudAccountIdentity: account.identity,
    apiKey: secret.value,
  });
};
