import { Variable, type Stack } from 'landform';
import { CloudAccount, CloudCredentialsVsphere } from 'landform/providers/acloud';

export default (stack: Stack): void => {
  const secret = new Variable(stack, 'secret', { type: 'string', sensitive: true });
  const account = new CloudAccount(stack, 'vsphere', { displayName: 'Production', cloudProfile: 'vsphere' });
  new CloudCredentialsVsphere(stack, 'key', {
    cloudAccountIdentity: account.identity,
    username: 'landform@vsphere.local',
    password: secret.value,
  });
};
