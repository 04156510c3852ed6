import type { Stack } from 'landform';
import { Blueprint, Deployment, Execution } from 'landform/providers/conductor';

export default (stack: Stack): void => {
  const blueprint = new Blueprint(stack, 'blueprint', { blueprintId: 'shop', archive: 'blueprints/shop' });
  // Runs on request, landform apply --invoke=action.conductor_execution.heal, and after each update.
  const heal = new Execution(stack, 'heal', { deploymentId: 'shop', workflowId: 'heal' });
  new Deployment(stack, 'shop', {
    id: 'shop',
    blueprintId: blueprint.blueprintId,
    lifecycle: { actionTriggers: [{ events: ['after_update'], actions: [heal] }] },
  });
};
