import type { AttributeMapping, CallMapping, ResourceMapping } from '../rest/mapping/definition.js';
import { MANAGER_IS_THERE, NAME_LIMITS, reserved } from './protocol.js';

const SYSTEM_ROLE: AttributeMapping = {
  optional: true,
  computed: true,
  description: 'System role: `sys_admin` or `default`. Default: `default`.',
};

/** Each attribute is changed by its own call (Conductor document, section Users). */
export const user: ResourceMapping = {
  noun: 'user',
  label: 'username',
  description: 'A user of the manager.',
  attributes: {
    username: { required: true, constraint: NAME_LIMITS, description: 'Name of the user.' },
    password: { required: true, sensitive: true, writeOnly: true },
    password_version: {
      optional: true,
      local: true,
      versionOf: 'password',
      description:
        'Any string. When it changes, the password is set again; a change of the password itself cannot be detected.',
    },
    role: { ...SYSTEM_ROLE, default: { value: 'default' } },
    show_getting_started: { type: 'bool', optional: true, computed: true },
    active: { type: 'bool', computed: true, description: 'Whether the user may log in.' },
  },
  parameters: { username: 'username' },
  // The time of the last login and a temporary lock are not managed.
  reply: {
    username: '/username',
    role: '/role',
    show_getting_started: '/show_getting_started',
    active: '/active',
  },
  identity: ['username'],
  imports: ['username'],
  create: {
    operation: 'createUser',
    body: { json: { '/username': 'username', '/password': 'password', '/role': 'role' } },
    repeatable: false,
  },
  read: { call: { operation: 'getUser' }, confirmGone: MANAGER_IS_THERE },
  updates: [
    { operation: 'updateUser', body: { json: { '/role': 'role' } }, repeatable: true },
    {
      operation: 'updateUser',
      body: { json: { '/show_getting_started': 'show_getting_started' } },
      repeatable: true,
    },
    { operation: 'updateUser', body: { json: { '/password': 'password' } }, repeatable: true },
  ],
  remove: { operation: 'deleteUser' },
  locate: { match: ['username'] },
};

/** Names differ between requests and replies, and the role is never shown (Conductor document, section User Groups). */
export const userGroup: ResourceMapping = {
  noun: 'user group',
  label: 'name',
  description: 'A user group.',
  attributes: {
    name: { required: true, constraint: NAME_LIMITS, description: 'Name of the group.' },
    ldap_group_dn: { optional: true },
    role: {
      ...SYSTEM_ROLE,
      default: { value: 'default', onlyNew: true },
      description: 'System role of its members. The API never shows it. Default: `default`.',
    },
  },
  parameters: { group_name: 'name' },
  reply: { name: '/name', ldap_group_dn: '/ldap_dn' },
  identity: ['name'],
  imports: ['name'],
  create: {
    operation: 'createUserGroup',
    body: { json: { '/group_name': 'name', '/ldap_group_dn': 'ldap_group_dn', '/role': 'role' } },
    repeatable: false,
  },
  read: { call: { operation: 'getUserGroup' }, confirmGone: MANAGER_IS_THERE },
  remove: { operation: 'deleteUserGroup' },
  locate: { match: ['name'] },
  check: reserved('name', 'user group', ['users']),
};

const MEMBER: CallMapping['object'] = { at: '/users', member: 'username' };
const MEMBER_KEYS = { json: { '/username': 'username', '/group_name': 'group_name' } };

export const userGroupMember: ResourceMapping = {
  noun: 'member of a user group',
  label: 'username',
  description: 'A user in a user group.',
  attributes: {
    group_name: { required: true, description: 'Name of the user group.' },
    username: { required: true, description: 'Name of the user.' },
  },
  parameters: { group_name: 'group_name', _get_data: { value: true } },
  reply: {},
  identity: ['group_name', 'username'],
  imports: ['group_name/username'],
  create: { operation: 'addUserGroupMember', body: MEMBER_KEYS, object: MEMBER, repeatable: false },
  read: { call: { operation: 'getUserGroup', object: MEMBER }, confirmGone: MANAGER_IS_THERE },
  remove: { operation: 'removeUserGroupMember', body: MEMBER_KEYS },
  removedWith: [
    { type: 'conductor_user_group', by: { group_name: 'name' } },
    { type: 'conductor_user', by: { username: 'username' } },
  ],
  locate: { match: [] },
};
