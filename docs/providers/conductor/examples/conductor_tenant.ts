import type { Stack } from 'landform';
import { Tenant } from 'landform/providers/conductor';

export default (stack: Stack): void => {
  new Tenant(stack, 'shops', { name: 'shops' });
};
