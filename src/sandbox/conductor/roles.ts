/** Roles of a tenant and of the manager, each with what it may do from the start (Conductor document, sections Tenants and Users). */
export const TENANT_ROLES: readonly string[] = ['manager', 'user', 'operations', 'viewer'];
export const SYSTEM_ROLES: readonly string[] = ['sys_admin', 'default'];

/** Permissions about the manager as a whole: only administrators have them. */
const OF_ADMINISTRATORS = /^(tenant|user|license|ldap|snapshot)_/;

/** What everybody may look at, and only administrators change. */
const CHANGED_BY_ADMINISTRATORS = /^(permission|manager|cluster_node|cluster_status)_(?!list$|get$)/;

/** Nouns of the permissions a role that runs things, and makes none, lacks. */
const OF_MAKERS = /^(blueprint|plugin|secret|secrets_provider|site|filter)_/;

/** The roles that have a permission from the start. */
export function rolesWith(permission: string): readonly string[] {
  if (OF_ADMINISTRATORS.test(permission) || CHANGED_BY_ADMINISTRATORS.test(permission)) return ['sys_admin'];
  if (/_(list|get|download)$/.test(permission)) return ['sys_admin', ...TENANT_ROLES];
  if (OF_MAKERS.test(permission)) return ['sys_admin', 'manager', 'user'];
  return ['sys_admin', 'manager', 'user', 'operations'];
}
