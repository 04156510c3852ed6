/**
 * Roles of a tenant and of the manager, each with its initial permissions (Conductor document, sections Tenants and
 * Users).
 */
export const TENANT_ROLES: readonly string[] = ['manager', 'user', 'operations', 'viewer'];
export const SYSTEM_ROLES: readonly string[] = ['sys_admin', 'default'];

/** Permissions about the whole manager: only administrators have them. */
const OF_ADMINISTRATORS = /^(tenant|user|license|ldap|snapshot)_/;

/** Objects that everyone may read, and only administrators change. */
const CHANGED_BY_ADMINISTRATORS = /^(permission|manager|cluster_node|cluster_status)_(?!list$|get$)/;

/** Nouns of the permissions that an operator role lacks. */
const OF_MAKERS = /^(blueprint|plugin|secret|secrets_provider|site|filter)_/;

/** The roles that initially have a permission. */
export function rolesWith(permission: string): readonly string[] {
  if (OF_ADMINISTRATORS.test(permission) || CHANGED_BY_ADMINISTRATORS.test(permission)) return ['sys_admin'];
  if (/_(list|get|download)$/.test(permission)) return ['sys_admin', ...TENANT_ROLES];
  if (OF_MAKERS.test(permission)) return ['sys_admin', 'manager', 'user'];
  return ['sys_admin', 'manager', 'user', 'operations'];
}
