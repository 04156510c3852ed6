import type { Store } from '../store.js';
import type { Arrival, Headers, Reply } from '../system.js';
import type { Served } from './domain.js';
import {
  fingerprint,
  members,
  rolePermissions,
  tenants,
  tenantUserGroups,
  tenantUsers,
  userGroups,
  users,
  identityOf,
} from './entries.js';
import type { UserEntry } from './entries.js';
import { refusal } from './refusal.js';
import { tokenOwner } from './tokens.js';

export const ADMIN_ROLE = 'sys_admin';

/** Undefined if the user may do this there. */
export function refuseEntry({ headers }: Arrival, served: Served, store: Store): Reply | undefined {
  if (served.scope === 'open') return undefined;
  const user = whoAsks(headers, store);
  if (user === undefined) return refusal(401, 'User Unauthorized');
  if (!user.active) return refusal(401, 'User Unauthorized');
  const tenant = tenantAsked(headers);
  if (served.scope !== 'manager') {
    if (tenant === '') return refusal(403, 'Authorization failed: no tenant was named in the header Tenant.');
    if (!mayEnter(store, user, tenant)) {
      return refusal(403, `Authorization failed: Tried to authenticate with invalid tenant name: ${tenant}`);
    }
  }
  const { permission } = served;
  if (permission === undefined || mayDo(store, user, tenant, permission)) return undefined;
  const where = served.scope === 'manager' ? '' : ` in the tenant ${tenant}`;
  return refusal(403, `User \`${user.username}\` is not permitted to perform the action ${permission}${where}`);
}

/** The user of a token, or of a name and password. */
export function whoAsks(headers: Headers, store: Store): UserEntry | undefined {
  const token = headers['authentication-token'];
  if (token !== undefined) return tokenOwner(store, token);
  const [, encoded] = /^Basic\s+(\S+)$/i.exec(headers['authorization'] ?? '') ?? [];
  if (encoded === undefined) return undefined;
  const [, name = '', password = ''] = /^([^:]*):(.*)$/s.exec(Buffer.from(encoded, 'base64').toString('utf8')) ?? [];
  const user = users(store).get(name);
  return user?.passwordFingerprint === fingerprint(password) ? user : undefined;
}

export const tenantAsked = (headers: Headers): string => headers['tenant'] ?? '';

export function mayEnter(store: Store, user: UserEntry, tenant: string): boolean {
  if (tenants(store).get(tenant) === undefined) return false;
  return systemRoles(store, user).includes(ADMIN_ROLE) || tenantRoles(store, user, tenant).length > 0;
}

export function mayDo(store: Store, user: UserEntry, tenant: string, permission: string): boolean {
  const roles = [...systemRoles(store, user), ...tenantRoles(store, user, tenant)];
  if (roles.includes(ADMIN_ROLE)) return true;
  return roles.some((role) => rolePermissions(store).get(identityOf(role, permission)) !== undefined);
}

/** Whether the user may see others' private objects there. */
export function isPrivileged(store: Store, user: UserEntry, tenant: string): boolean {
  return systemRoles(store, user).includes(ADMIN_ROLE) || tenantRoles(store, user, tenant).includes('manager');
}

function systemRoles(store: Store, user: UserEntry): string[] {
  const groups = members(store).where('username', user.username);
  return [user.role, ...groups.flatMap(({ group_name: name }) => userGroups(store).get(name)?.role ?? [])];
}

/** Through the user's own membership, and those of the user's groups. */
function tenantRoles(store: Store, user: UserEntry, tenant: string): string[] {
  const own = tenantUsers(store).get(identityOf(tenant, user.username));
  const groups = members(store)
    .where('username', user.username)
    .flatMap(({ group_name: name }) => tenantUserGroups(store).get(identityOf(tenant, name)) ?? []);
  return [...(own === undefined ? [] : [own.role]), ...groups.map(({ role }) => role)];
}
