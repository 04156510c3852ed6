import { isJsonList, type Json, objectIn } from '../../model/index.js';
import type { DataSourceMapping, FieldMapping } from '../rest/mapping/definition.js';
import { ALL_TENANTS, IN_TENANT, PAGES, TENANT } from './protocol.js';

const WITH_DATA = { _get_data: { value: true } } as const;

/** Data sources about users, roles and tenants. */
export const identityData: Readonly<Record<string, DataSourceMapping>> = {
  conductor_tenants: {
    noun: 'list of tenants',
    description: 'The tenants of the manager, with their users and groups.',
    attributes: { name: { optional: true, description: 'Only the tenant with this name.' } },
    parameters: { ...WITH_DATA, name: 'name' },
    many: {
      list: { operation: 'listTenants', paging: PAGES },
      into: 'tenants',
      item: '#/components/schemas/TenantDetails',
    },
  },
  conductor_users: {
    noun: 'list of users',
    description: 'The users of the manager, with their groups and tenants.',
    attributes: {
      username: { optional: true, description: 'Only the user with this name.' },
      role: { optional: true, description: 'Only users with this system role.' },
    },
    parameters: { ...WITH_DATA, username: 'username', role: 'role' },
    many: { list: { operation: 'listUsers', paging: PAGES }, into: 'users', item: '#/components/schemas/UserDetails' },
  },
  conductor_user_groups: {
    noun: 'list of groups of users',
    description: 'The user groups, with their users and tenants.',
    attributes: { name: { optional: true, description: 'Only the group with this name.' } },
    parameters: { ...WITH_DATA, name: 'name' },
    many: {
      list: { operation: 'listUserGroups', paging: PAGES },
      into: 'user_groups',
      item: '#/components/schemas/UserGroupDetails',
    },
  },
  conductor_permissions: {
    noun: 'list of permissions',
    description: 'The permissions of every role, or of one role.',
    attributes: { role: { optional: true, description: 'Only permissions of this role.' } },
    parameters: { role_name: 'role' },
    many: {
      list: { operation: 'listPermissions', paging: PAGES },
      instead: [{ when: 'role', list: { operation: 'listRolePermissions', paging: PAGES } }],
      into: 'permissions',
      item: '#/components/schemas/Permission',
    },
  },
  conductor_sites: {
    noun: 'list of sites',
    description: 'The sites of a tenant, and the global ones.',
    attributes: {
      tenant: TENANT,
      all_tenants: ALL_TENANTS,
      name: { optional: true, description: 'Only sites with this name.' },
      visibility: { optional: true, description: 'Only sites with this visibility.' },
    },
    parameters: { ...IN_TENANT, _all_tenants: 'all_tenants', name: 'name', visibility: 'visibility' },
    many: { list: { operation: 'listSites', paging: PAGES }, into: 'sites', item: '#/components/schemas/Site' },
  },
  conductor_token: {
    noun: 'token',
    description: 'A token for the user of the provider.',
    attributes: {
      value: { computed: true, sensitive: true },
      role: { computed: true, description: 'Role of the user.' },
    },
    parameters: {},
    one: { call: { operation: 'getToken' }, reply: { value: ofToken('value'), role: ofToken('role') } },
  },
};

/** Version 7 of the manager returns a list of one token, earlier ones the token itself. */
function ofToken(name: string): FieldMapping {
  return {
    at: '',
    decode: (reply: Json) => {
      const { items } = objectIn(reply);
      const token = isJsonList(items) ? items[0] : reply;
      return objectIn(token)[name];
    },
  };
}
