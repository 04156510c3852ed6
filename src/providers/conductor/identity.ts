import { identityData } from './identity-data.js';
import { ldapConfiguration } from './ldap.js';
import { license } from './license.js';
import { rolePermission } from './permissions.js';
import type { Domain } from './protocol.js';
import { site } from './sites.js';
import { snapshot, snapshotData } from './snapshots.js';
import { systemActions } from './system-actions.js';
import { systemData } from './system-data.js';
import { tenant, tenantUser, tenantUserGroup } from './tenants.js';
import { user, userGroup, userGroupMember } from './users.js';

/** Users, roles and tenants, and the manager itself. */
export const identity: Domain = {
  resources: {
    conductor_tenant: tenant,
    conductor_tenant_user: tenantUser,
    conductor_tenant_user_group: tenantUserGroup,
    conductor_user: user,
    conductor_user_group: userGroup,
    conductor_user_group_member: userGroupMember,
    conductor_role_permission: rolePermission,
    conductor_site: site,
    conductor_license: license,
    conductor_ldap_configuration: ldapConfiguration,
    conductor_snapshot: snapshot,
  },
  dataSources: { ...identityData, ...systemData, ...snapshotData },
  actions: systemActions,
};
