import type { Stack } from 'landform';
import { Tenant, TenantUserGroup, UserGroup } from 'landform/providers/conductor';

export default (stack: Stack): void => {
  const tenant = new Tenant(stack, 'shops', { name: 'shops' });
  const operators = new UserGroup(stack, 'operators', { name: 'operators' });
  new TenantUserGroup(stack, 'operators-in-shops', {
    tenantName: tenant.name,
    groupName: operators.name,
    role: 'operations',
  });
};
