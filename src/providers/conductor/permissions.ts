import type { ResourceMapping } from '../rest/mapping/definition.js';
import { MANAGER_IS_THERE, PAGES } from './protocol.js';

/** Roles themselves can be neither made nor deleted; what they may do can be changed. */
export const rolePermission: ResourceMapping = {
  noun: 'permission of a role',
  label: 'permission',
  description: 'Something that everybody of a role may do.',
  attributes: {
    role: { required: true, description: 'Name of the role, such as `viewer`.' },
    permission: { required: true, description: 'What it may do, such as `blueprint_list`.' },
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
