import { Variable, type Stack } from 'landform';
import { Tenant, TenantUser, User } from 'landform/providers/conductor';

export default (stack: Stack): void => {
  const password = new Variable(stack, 'password', { type: 'string', sensitive: true });
  const tenant = new Tenant(stack, 'shops', { name: 'shops' });
  const ann = new User(stack, 'ann', { username: 'ann', password: password.value });
  new TenantUser(stack, 'ann-in-shops', { tenantName: tenant.name, username: ann.username, role: 'operations' });
};
