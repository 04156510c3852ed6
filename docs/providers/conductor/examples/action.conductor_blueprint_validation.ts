import type { Stack } from 'landform';
import { Blueprint, BlueprintValidation } from 'landform/providers/conductor';

export default (stack: Stack): void => {
  // The manager looks at the blueprint before it is uploaded, and an apply stops where it finds something wrong.
  const check = new BlueprintValidation(stack, 'check', { blueprintId: 'shop', archive: 'blueprints/shop' });
  new Blueprint(stack, 'blueprint', {
    blueprintId: 'shop',
    archive: 'blueprints/shop',
    lifecycle: { actionTriggers: [{ events: ['before_create'], actions: [check] }] },
  });
};
