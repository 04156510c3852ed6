import type { Stack } from 'landform';
import { RolePermission } from 'landform/providers/conductor';

export default (stack: Stack): void => {
  new RolePermission(stack, 'viewers-list-users', { role: 'viewer', permission: 'user_list' });
};
