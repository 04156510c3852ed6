import type { Stack } from 'landform';
import { Site } from 'landform/providers/conductor';

export default (stack: Stack): void => {
  new Site(stack, 'london', { name: 'london', location: '51.509865, -0.118092', visibility: 'global' });
};
