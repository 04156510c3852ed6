import { Variable, type Stack } from 'landform';
import { User, UserGroup, UserGroupMember } from 'landform/providers/conductor';

export default (stack: Stack): void => {
  const password = new Variable(stack, 'password', { type: 'string', sensitive: true });
  const operators = new UserGroup(stack, 'operators', { name: 'operators' });
  const ann = new User(stack, 'ann', { username: 'ann', password: password.value });
  new UserGroupMember(stack, 'ann-operates', { groupName: operators.name, username: ann.username });
};
