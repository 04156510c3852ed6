import { parameter, bodyOf } from '../asked.js';
import { SandboxError } from '../error.js';
import { object, text } from '../shape.js';
import type { Store } from '../store.js';
import type { Reply } from '../system.js';
import { ofManager } from './domain.js';
import type { Ask, Domain } from './domain.js';
import {
  CONDUCTOR,
  identityOf,
  members,
  tenants,
  tenantUserGroups,
  tenantUsers,
  userGroups,
  users,
} from './entries.js';
import type { OwnedEntry, TenantEntry, TenantMemberEntry } from './entries.js';
import { listed, shown } from './list.js';
import { noContent, Refused } from './refusal.js';

const DEFAULT_TENANT = 'default_tenant';
const FIELDS: readonly string[] = ['id', 'name', 'users', 'groups'];

/** Objects that prevent deleting their tenant. All others are deleted with it. */
const KEPT_BY: readonly string[] = [
  'blueprints',
  'plugins',
  'secrets',
  'secretsProviders',
  'sites',
  'deploymentFilters',
  'blueprintFilters',
  'deployments',
  'deploymentGroups',
];

export const tenantsDomain: Domain = {
  operations: {
    listTenants: {
      scope: 'manager',
      act: (ask) => {
        const items = tenants(ask.store)
          .all()
          .filter(({ name }) => ask.privileged || isIn(ask, name));
        return listed(ask, { items, show: (tenant) => show(ask, tenant), fields: FIELDS, searched: 'name' });
      },
    },
    getTenant: { scope: 'manager', act: (ask) => shown(ask, show(ask, ownTenant(ask)), FIELDS) },
    createTenant: ofManager('tenant_create', (ask) => {
      const name = parameter(ask, 'tenant_name');
      if (tenants(ask.store).get(name) !== undefined) throw new Refused(409, `Tenant \`${name}\` already exists`);
      const made = { identity: name, name };
      tenants(ask.store).put(made);
      return shown(ask, show(ask, made), FIELDS);
    }),
    deleteTenant: ofManager('tenant_delete', remove),
    addTenantUser: ofManager('tenant_add_user', (ask) => add(ask, USERS)),
    updateTenantUser: ofManager('tenant_update_user', (ask) => update(ask, USERS)),
    removeTenantUser: ofManager('tenant_remove_user', (ask) => take(ask, USERS)),
    addTenantUserGroup: ofManager('tenant_add_group', (ask) => add(ask, GROUPS)),
    updateTenantUserGroup: ofManager('tenant_update_group', (ask) => update(ask, GROUPS)),
    removeTenantUserGroup: ofManager('tenant_remove_group', (ask) => take(ask, GROUPS)),
  },
  kinds: {
    tenants: {
      complete: ({ name }) => ({ identity: nameOr(name), name: nameOr(name) }),
      removed: ({ identity }, store) => forget(store, identity),
    },
    tenantUsers: { complete: member },
    tenantUserGroups: { complete: member },
  },
  seed: (store) => tenants(store).put({ identity: DEFAULT_TENANT, name: DEFAULT_TENANT }),
};

/** Users and groups are members of a tenant in the same way. */
interface Membership {
  readonly key: 'username' | 'group_name';
  readonly noun: string;
  readonly entries: typeof tenantUsers;
  readonly known: (store: Store, name: string) => boolean;
}

const USERS: Membership = {
  key: 'username',
  noun: 'user',
  entries: tenantUsers,
  known: (store, name) => users(store).get(name) !== undefined,
};

const GROUPS: Membership = {
  key: 'group_name',
  noun: 'user group',
  entries: tenantUserGroups,
  known: (store, name) => userGroups(store).get(name) !== undefined,
};

interface Keys {
  readonly tenant: TenantEntry;
  readonly name: string;
  readonly role: string | undefined;
  readonly before: TenantMemberEntry | undefined;
}

const memberBody = object({ tenant_name: text }, { username: text, group_name: text, role: text });

function keysOf(ask: Ask, { key, noun, entries, known }: Membership): Keys {
  const { store } = ask;
  const { tenant_name: tenantName, role, [key]: name = '' } = bodyOf(ask, memberBody);
  const tenant = tenants(store).get(tenantName);
  if (tenant === undefined) throw new Refused(404, `Requested Tenant with name \`${tenantName}\` was not found`);
  if (!known(store, name)) throw new Refused(404, `Requested ${noun} with name \`${name}\` was not found`);
  return { tenant, name, role, before: entries(store).get(identityOf(tenantName, name)) };
}

function add(ask: Ask, kind: Membership): Reply {
  const { tenant, name, role = 'user', before } = keysOf(ask, kind);
  if (before !== undefined) throw new Refused(409, `The ${kind.noun} ${name} is already in the tenant ${tenant.name}`);
  const identity = identityOf(tenant.name, name);
  kind.entries(ask.store).put({ identity, tenant_name: tenant.name, member: name, role });
  return shown(ask, show(ask, tenant), FIELDS);
}

function update(ask: Ask, kind: Membership): Reply {
  const { tenant, name, role = 'user', before } = keysOf(ask, kind);
  kind.entries(ask.store).put({ ...demanded(before, kind, name, tenant), role });
  return shown(ask, show(ask, tenant), FIELDS);
}

function take(ask: Ask, kind: Membership): Reply {
  const { tenant, name, before } = keysOf(ask, kind);
  kind.entries(ask.store).remove(demanded(before, kind, name, tenant).identity);
  return noContent;
}

function demanded(
  found: TenantMemberEntry | undefined,
  { noun }: Membership,
  name: string,
  tenant: TenantEntry,
): TenantMemberEntry {
  if (found !== undefined) return found;
  throw new Refused(404, `The ${noun} ${name} is not in the tenant ${tenant.name}`);
}

function remove(ask: Ask): Reply {
  const { name } = ownTenant(ask);
  if (name === DEFAULT_TENANT) throw new Refused(405, 'The default tenant cannot be deleted');
  const kept = KEPT_BY.filter((kind) => ownedBy(ask.store, kind, name).length > 0);
  if (kept.length > 0) throw new Refused(405, `The tenant ${name} still contains ${kept.join(', ')}`);
  tenants(ask.store).remove(name);
  forget(ask.store, name);
  return noContent;
}

function ownedBy(store: Store, kind: string, tenant: string): OwnedEntry[] {
  return store.collection<OwnedEntry>(CONDUCTOR, kind).where('tenant_name', tenant);
}

/** Deletes the objects of a deleted tenant. */
function forget(store: Store, tenant: string): void {
  for (const kind of Object.keys(store.snapshot()[CONDUCTOR] ?? {}))
    for (const { identity } of ownedBy(store, kind, tenant)) store.collection(CONDUCTOR, kind).remove(identity);
}

function ownTenant(ask: Ask): TenantEntry {
  const name = parameter(ask, 'tenant_name');
  const found = tenants(ask.store).get(name);
  if (found === undefined) throw new Refused(404, `Requested \`Tenant\` with ID \`${name}\` was not found`);
  return found;
}

function isIn({ store, user }: Ask, tenant: string): boolean {
  return peopleOf(store, tenant).has(user.username);
}

/** All users of a tenant, each with the directly assigned role, if any, and all roles, including those from groups. */
function peopleOf(store: Store, tenant: string): Map<string, { own: string | null; roles: string[] }> {
  const people = new Map<string, { own: string | null; roles: string[] }>();
  for (const { member: name, role } of tenantUsers(store).where('tenant_name', tenant))
    people.set(name, { own: role, roles: [role] });
  for (const { member: group, role } of tenantUserGroups(store).where('tenant_name', tenant)) {
    for (const { username } of members(store).where('group_name', group)) {
      const known = people.get(username) ?? { own: null, roles: [] };
      people.set(username, { ...known, roles: [...new Set([...known.roles, role])] });
    }
  }
  return people;
}

/** Users of a tenant in the form of `_get_data`. */
export function tenantUserShown(store: Store, tenant: string, name: string): Readonly<Record<string, unknown>> {
  const { own, roles } = peopleOf(store, tenant).get(name) ?? { own: null, roles: [] };
  return { 'tenant-role': own, roles };
}

function show({ store, query }: Ask, { name }: TenantEntry): Readonly<Record<string, unknown>> {
  const people = peopleOf(store, name);
  const groups = tenantUserGroups(store).where('tenant_name', name);
  if (query['_get_data'] !== true) return { name, groups: groups.length, users: people.size };
  return {
    name,
    groups: Object.fromEntries(groups.map(({ member: group, role }) => [group, role])),
    users: Object.fromEntries(
      [...people].map(([user, { own, roles }]) => [user, { 'tenant-role': own, roles }] as const),
    ),
  };
}

function nameOr(name: unknown): string {
  return typeof name === 'string' ? name : 'made-elsewhere';
}

function member(values: Readonly<Record<string, unknown>>): TenantMemberEntry {
  const { tenant_name: tenant, member: name, role = 'user' } = values;
  if (typeof tenant === 'string' && typeof name === 'string')
    return { identity: identityOf(tenant, name), tenant_name: tenant, member: name, role: String(role) };
  throw new SandboxError('sandbox_bad_drift', 'A membership needs `tenant_name` and `member`.');
}
