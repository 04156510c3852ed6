import { Variable, type Stack } from 'landform';
import { Secret } from 'landform/providers/conductor';

export default (stack: Stack): void => {
  const password = new Variable(stack, 'database_password', { type: 'string', sensitive: true });
  new Secret(stack, 'database', {
    key: 'database-password',
    value: password.value,
    isHiddenValue: true,
    lifecycle: { preventDestroy: true },
  });
};
