import { Variable, type Stack } from 'landform';
import { User } from 'landform/providers/conductor';

export default (stack: Stack): void => {
  const password = new Variable(stack, 'password', { type: 'string', sensitive: true });
  // The password is sent and never stored: change its version to set it again.
  new User(stack, 'ann', { username: 'ann', password: password.value, passwordVersion: '1' });
};
