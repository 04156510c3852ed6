import type { ResourceMapping } from '../rest/mapping/definition.js';
import { MANAGER_IS_THERE, PAGES } from './protocol.js';

/** Roles cannot be created or deleted, but their permissions can be changed. */
export const rolePermission: ResourceMapping = {
  noun: 'permission of a role',
  label: 'permission',
  description: 'A permission that all users with a role have.',
  attributes: {
    role: { required: true, description: 'Name of the role, such as `viewer`.' },
    permission: { required: true, description: 'The permission, such as `blueprint_list`.' },
  },
  parameters: { role_name: 'role', permission_name: 'permission' },
  reply: { role: '/role', permission: '/permission' },
  identity: ['role', 'permission'],
  imports: ['role/permission'],
  create: { operation: 'addRolePermission', repeatable: false },
  read: {
    list: { operation: 'listRolePermissions', paging: PAGES, by: { permission: '/permission' } },
    confirmGone: MANAGER_IS_THERE,
  },
  remove: { operation: 'removeRolePermission' },
  locate: { match: ['role', 'permission'] },
};
