import { Output, type Stack } from 'landform';
import { DataUsers } from 'landform/providers/conductor';

export default (stack: Stack): void => {
  const administrators = new DataUsers(stack, 'administrators', { role: 'sys_admin' });
  new Output(stack, 'who_may_do_everything', { value: administrators.users });
};
