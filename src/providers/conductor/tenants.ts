import { errorDiagnostic, type Diagnostic, type Json, type Value, objectIn } from '../../model/index.js';
import type { AttributeMapping, CallMapping, ResourceMapping } from '../rest/mapping/definition.js';
import { MANAGER_IS_THERE, NAME_LIMITS, reserved } from './protocol.js';

const DEFAULT_TENANT = 'default_tenant';

export const tenant: ResourceMapping = {
  noun: 'tenant',
  label: 'name',
  description: 'A tenant: an isolated environment with its own resources and members.',
  attributes: {
    name: { required: true, constraint: NAME_LIMITS, description: 'Name of the tenant.' },
  },
  parameters: { tenant_name: 'name' },
  // Its numbers of users and groups follow from their memberships.
  reply: { name: '/name' },
  identity: ['name'],
  imports: ['name'],
  create: { operation: 'createTenant', repeatable: false },
  read: { call: { operation: 'getTenant' }, confirmGone: MANAGER_IS_THERE },
  remove: { operation: 'deleteTenant' },
  locate: { match: ['name'] },
  check: (config) => [...notTheDefault(config), ...isNoCallOfItsOwn(config)],
};

const isNoCallOfItsOwn = reserved('name', 'tenant', ['users', 'user-groups']);

/** It always exists and cannot be deleted. */
function notTheDefault({ name }: Readonly<Record<string, Value>>): readonly Diagnostic[] {
  if (name !== DEFAULT_TENANT) return [];
  return [
    errorDiagnostic('reserved-name', `The tenant ${DEFAULT_TENANT} can be neither created nor deleted`, {
      detail: 'Every manager has it. Refer to it by its name, or read it with the data source conductor_tenants.',
      path: ['name'],
    }),
  ];
}

const WITH_DATA = { _get_data: { value: true } } as const;

const IN_WHICH_TENANT: AttributeMapping = { required: true, description: 'Name of the tenant.' };

const IN_TENANT_ITSELF = { type: 'conductor_tenant', by: { tenant_name: 'name' } } as const;

const ROLE: AttributeMapping = {
  optional: true,
  computed: true,
  description: "Role in the tenant: `manager`, `operations`, `user` or `viewer`. Default: the manager's default role.",
};

/**
 * A user in a tenant. The role assigned directly to the user is the managed one: `roles` also contains those from
 * groups (Conductor document, section Tenants).
 */
export const tenantUser: ResourceMapping = {
  noun: 'membership of a user in a tenant',
  label: 'username',
  description: "A user of a tenant, with the user's role in it.",
  attributes: {
    tenant_name: IN_WHICH_TENANT,
    username: { required: true, description: 'Name of the user.' },
    role: ROLE,
  },
  parameters: { tenant_name: 'tenant_name', ...WITH_DATA },
  reply: { role: '/tenant-role' },
  ...membership('username', 'User', '/users'),
  removedWith: [IN_TENANT_ITSELF, { type: 'conductor_user', by: { username: 'username' } }],
  read: {
    ...membership('username', 'User', '/users').read,
    // A user who is only a member through a group has no membership of their own.
    absent: (member: Json) => (objectIn(member)['tenant-role'] ?? null) === null,
  },
};

/** A user group in a tenant: its role is a plain string. */
export const tenantUserGroup: ResourceMapping = {
  noun: 'membership of a user group in a tenant',
  label: 'group_name',
  description: 'A user group in a tenant, with the role of its members.',
  attributes: {
    tenant_name: IN_WHICH_TENANT,
    group_name: { required: true, description: 'Name of the user group.' },
    role: ROLE,
  },
  parameters: { tenant_name: 'tenant_name', ...WITH_DATA },
  reply: { role: '' },
  ...membership('group_name', 'UserGroup', '/groups'),
  removedWith: [IN_TENANT_ITSELF, { type: 'conductor_user_group', by: { group_name: 'name' } }],
};

/** All calls of a membership: its keys are in the body, even of the DELETE. */
function membership(
  member: string,
  noun: 'User' | 'UserGroup',
  at: string,
): Pick<ResourceMapping, 'identity' | 'imports' | 'create' | 'read' | 'updates' | 'remove' | 'locate'> {
  const keys = { [`/${member}`]: member, '/tenant_name': 'tenant_name' };
  const body = { json: { ...keys, '/role': 'role' } };
  const object: CallMapping['object'] = { at, member };
  return {
    identity: ['tenant_name', member],
    imports: [`tenant_name/${member}`],
    create: { operation: `addTenant${noun}`, body, object, repeatable: false },
    read: { call: { operation: 'getTenant', object }, confirmGone: MANAGER_IS_THERE },
    updates: [{ operation: `updateTenant${noun}`, body, object, send: 'all', carries: ['role'], repeatable: true }],
    remove: { operation: `removeTenant${noun}`, body: { json: keys } },
    locate: { match: ['role'] },
  };
}
