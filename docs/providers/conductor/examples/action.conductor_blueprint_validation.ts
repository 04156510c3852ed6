import type { Stack } from 'landform';
import { Blueprint, BlueprintValidation } from 'landform/providers/conductor';

export default (stack: Stack): void => {
  // The manager validates the blueprint before the upload; a problem stops the apply.
  const check = new BlueprintValidation(stack, 'check', { blueprintId: 'shop', archive: 'blueprints/shop' });
  new Blueprint(stack, 'blueprint', {
    blueprintId: 'shop',
    archive: 'blueprints/shop',
    lifecycle: { actionTriggers: [{ events: ['before_create'], actions: [check] }] },
  });
};
