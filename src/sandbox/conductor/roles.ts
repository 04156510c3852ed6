/** Roles of a tenant and of the manager, each with what it may do from the start (Conductor document, sections Tenants and Users). */
export const TENANT_ROLES: readonly string[] = ['manager', 'user', 'operations', 'viewer'];
export const SYSTEM_ROLES: readonly string[] = ['sys_admin', 'default'];

/** Nouns of the permissions about the manager as a whole: only administrators have them. */
const OF_ADMINISTRATORS =
  /^(tenant|user|user_group|permission|license|ldap|snapshot|manager|cluster|cluster_node)_(?!list$|get$)|^(tenant|user|user_group)_|^license_|^snapshot_/;

/** Nouns of the permissions a role that runs things, and makes none, lacks. */
const OF_MAKERS = /^(blueprint|plugin|secret|secrets_provider|site|filter)_/;

/** The roles that have a permission from the start. */
export function rolesWith(permission: string): readonly string[] {
  if (OF_ADMINISTRATORS.test(permission)) return ['sys_admin'];
  if (/_(list|get|download)$/.test(permission)) return ['sys_admin', ...TENANT_ROLES];
  if (OF_MAKERS.test(permission)) return ['sys_admin', 'manager', 'user'];
  return ['sys_admin', 'manager', 'user', 'operations'];
}
