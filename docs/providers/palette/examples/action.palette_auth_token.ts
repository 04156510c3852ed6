import { Variable, type Stack } from 'landform';
import { AuthToken } from 'landform/providers/palette';

export default (stack: Stack): void => {
  const password = new Variable(stack, 'password', { type: 'string', sensitive: true });
  new AuthToken(stack, 'login', { email: 'janedoe@thefirm.com', password: password.value });
};
