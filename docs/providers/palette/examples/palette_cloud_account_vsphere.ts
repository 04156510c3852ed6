import { Variable, type Stack } from 'landform';
import { CloudAccountVsphere } from 'landform/providers/palette';

export default (stack: Stack): void => {
  const password = new Variable(stack, 'vcenter_password', { type: 'string', sensitive: true });
  new CloudAccountVsphere(stack, 'vcenter', {
    name: 'vcenter',
    vcenterServer: 'vcenter.example.com',
    username: 'landform@vsphere.local',
    password: password.value,
    // The password is not stored: change this with it to send it again.
    passwordVersion: '1',
  });
};
