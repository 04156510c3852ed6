import { parameter, bodyOf } from '../asked.js';
import { SandboxError } from '../error.js';
import { flag, object, text } from '../shape.js';
import type { Store } from '../store.js';
import { ofManager } from './domain.js';
import type { Ask, Domain } from './domain.js';
import { fingerprint, identityOf, members, tenantUserGroups, tenantUsers, userGroups, users } from './entries.js';
import type { UserEntry, UserGroupEntry } from './entries.js';
import { listed, shown } from './list.js';
import { noContent, Refused } from './refusal.js';
import { tenantUserShown } from './tenants.js';

const USER_FIELDS: readonly string[] = [
  'username',
  'active',
  'role',
  'first_login_at',
  'last_login_at',
  'is_locked',
  'show_getting_started',
  'group_system_roles',
  'groups',
  'tenants',
  'tenant_roles',
];

const GROUP_FIELDS: readonly string[] = ['id', 'name', 'ldap_dn', 'users', 'tenants'];

const groupBody = object({ group_name: text }, { ldap_group_dn: text, role: text });
const userBody = object({}, { username: text, password: text, role: text, show_getting_started: flag });

export const usersDomain: Domain = {
  operations: {
    listUsers: ofManager('user_list', (ask) =>
      listed(ask, {
        items: users(ask.store).all(),
        show: (user) => showUser(ask, user),
        fields: USER_FIELDS,
        searched: 'username',
      }),
    ),
    getUser: ofManager('user_get', (ask) => shown(ask, showUser(ask, ownUser(ask)), USER_FIELDS)),
    createUser: ofManager('user_create', (ask) => {
      const { username = '', password = '', role = 'default' } = bodyOf(ask, userBody);
      if (users(ask.store).get(username) !== undefined) throw new Refused(409, `User \`${username}\` already exists`);
      const made = newUser({ username, role, passwordFingerprint: fingerprint(password) });
      users(ask.store).put(made);
      return shown(ask, showUser(ask, made), USER_FIELDS);
    }),
    updateUser: ofManager('user_update', (ask) => {
      const { password, ...rest } = bodyOf(ask, userBody);
      const changed = {
        ...ownUser(ask),
        ...rest,
        ...(password === undefined ? {} : { passwordFingerprint: fingerprint(password) }),
      };
      users(ask.store).put(changed);
      return shown(ask, showUser(ask, changed), USER_FIELDS);
    }),
    deleteUser: ofManager('user_delete', (ask) => {
      const { username } = ownUser(ask);
      if (username === ask.user.username) throw new Refused(405, 'Users cannot delete themselves');
      users(ask.store).remove(username);
      forgetUser(ask.store, username);
      return noContent;
    }),
    listUserGroups: ofManager('user_group_list', (ask) =>
      listed(ask, {
        items: userGroups(ask.store).all(),
        show: (group) => showGroup(ask, group),
        fields: GROUP_FIELDS,
        searched: 'name',
      }),
    ),
    getUserGroup: ofManager('user_group_get', (ask) =>
      shown(ask, showGroup(ask, groupNamed(ask, parameter(ask, 'group_name'))), GROUP_FIELDS),
    ),
    createUserGroup: ofManager('user_group_create', (ask) => {
      const { group_name: name, ldap_group_dn: dn = null, role = 'default' } = bodyOf(ask, groupBody);
      if (userGroups(ask.store).get(name) !== undefined) throw new Refused(409, `Group \`${name}\` already exists`);
      const made = { identity: name, name, ldap_dn: dn, role };
      userGroups(ask.store).put(made);
      return shown(ask, showGroup(ask, made), GROUP_FIELDS);
    }),
    deleteUserGroup: ofManager('user_group_delete', (ask) => {
      const { name } = groupNamed(ask, parameter(ask, 'group_name'));
      userGroups(ask.store).remove(name);
      forgetGroup(ask.store, name);
      return noContent;
    }),
    addUserGroupMember: ofManager('user_group_add_user', (ask) => {
      const { group, username, identity } = memberAsked(ask);
      if (members(ask.store).get(identity) !== undefined)
        throw new Refused(409, `The user ${username} is already in the group ${group.name}`);
      members(ask.store).put({ identity, group_name: group.name, username });
      return shown(ask, showGroup(ask, group), GROUP_FIELDS);
    }),
    removeUserGroupMember: ofManager('user_group_remove_user', (ask) => {
      const { group, username, identity } = memberAsked(ask);
      if (members(ask.store).remove(identity) === undefined)
        throw new Refused(404, `The user ${username} is not in the group ${group.name}`);
      return noContent;
    }),
  },
  kinds: {
    users: {
      complete: ({ username = 'made-elsewhere', ...values }) => ({
        ...newUser({ username: String(username), role: 'default', passwordFingerprint: '' }),
        ...values,
      }),
      removed: ({ identity }, store) => forgetUser(store, identity),
    },
    userGroups: {
      complete: ({ name = 'made-elsewhere', ...values }) => ({
        ldap_dn: null,
        role: 'default',
        ...values,
        identity: String(name),
        name,
      }),
      removed: ({ identity }, store) => forgetGroup(store, identity),
    },
    members: {
      complete: ({ group_name: group, username }) => {
        if (typeof group === 'string' && typeof username === 'string')
          return { identity: identityOf(group, username), group_name: group, username };
        throw new SandboxError('sandbox_bad_drift', 'A member needs `group_name` and `username`.');
      },
    },
  },
};

function newUser(given: Pick<UserEntry, 'username' | 'role' | 'passwordFingerprint'>): UserEntry {
  return { ...given, identity: given.username, active: true, show_getting_started: true, first_login_at: null };
}

function ownUser(ask: Ask): UserEntry {
  const name = parameter(ask, 'username');
  const found = users(ask.store).get(name);
  if (found === undefined) throw new Refused(404, `Requested \`User\` with username \`${name}\` was not found`);
  return found;
}

function groupNamed({ store }: Ask, name: string): UserGroupEntry {
  const found = userGroups(store).get(name);
  if (found === undefined) throw new Refused(404, `Requested \`Group\` with ID \`${name}\` was not found`);
  return found;
}

function memberAsked(ask: Ask): { group: UserGroupEntry; username: string; identity: string } {
  const { username, group_name: name } = bodyOf(ask, object({ username: text, group_name: text }));
  const group = groupNamed(ask, name);
  if (users(ask.store).get(username) === undefined)
    throw new Refused(404, `Requested \`User\` with username \`${username}\` was not found`);
  return { group, username, identity: identityOf(name, username) };
}

function forgetUser(store: Store, name: string): void {
  for (const { identity } of members(store).where('username', name)) members(store).remove(identity);
  for (const { identity } of tenantUsers(store).where('member', name)) tenantUsers(store).remove(identity);
}

function forgetGroup(store: Store, name: string): void {
  for (const { identity } of members(store).where('group_name', name)) members(store).remove(identity);
  for (const { identity } of tenantUserGroups(store).where('member', name)) tenantUserGroups(store).remove(identity);
}

/** Every user was just active: the time of the last login differs in every reply. */
function showUser({ store, query, now }: Ask, user: UserEntry): Readonly<Record<string, unknown>> {
  const { username, active, role, first_login_at, show_getting_started } = user;
  const groups = members(store)
    .where('username', username)
    .map(({ group_name: name }) => name);
  const direct = tenantUsers(store).where('member', username);
  const byGroup = groups.flatMap((name) => tenantUserGroups(store).where('member', name));
  const tenants = [...new Set([...direct, ...byGroup].map(({ tenant_name: name }) => name))];
  const common = {
    username,
    active,
    role,
    first_login_at,
    last_login_at: now.toISOString(),
    is_locked: false,
    show_getting_started,
    group_system_roles: systemRolesOf(store, groups),
  };
  if (query['_get_data'] !== true) {
    return { ...common, groups: groups.length, tenants: tenants.length, tenant_roles: null };
  }
  return {
    ...common,
    groups,
    tenants: Object.fromEntries(tenants.map((name) => [name, tenantUserShown(store, name, username)])),
    tenant_roles: {
      direct: Object.fromEntries(direct.map(({ tenant_name: name, role: own }) => [name, own])),
      groups: Object.fromEntries(byGroup.map(({ tenant_name: name, role: own }) => [name, { [own]: groups }])),
    },
  };
}

function systemRolesOf(store: Store, groups: readonly string[]): Readonly<Record<string, readonly string[]>> {
  const roles: Record<string, string[]> = {};
  for (const name of groups) (roles[userGroups(store).get(name)?.role ?? 'default'] ??= []).push(name);
  return roles;
}

function showGroup({ store, query }: Ask, { name, ldap_dn }: UserGroupEntry): Readonly<Record<string, unknown>> {
  const inside = members(store).where('group_name', name);
  const tenants = tenantUserGroups(store).where('member', name);
  if (query['_get_data'] !== true) return { name, ldap_dn, users: inside.length, tenants: tenants.length };
  return {
    name,
    ldap_dn,
    users: inside.map(({ username }) => username),
    tenants: Object.fromEntries(tenants.map(({ tenant_name: tenant, role }) => [tenant, role])),
  };
}
