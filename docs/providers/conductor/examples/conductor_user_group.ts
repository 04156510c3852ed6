import type { Stack } from 'landform';
import { UserGroup } from 'landform/providers/conductor';

export default (stack: Stack): void => {
  new UserGroup(stack, 'operators', {
    name: 'operators',
    ldapGroupDn: 'cn=operators,ou=groups,dc=example,dc=org',
  });
};
