import type { Stack } from 'landform';
import { Blueprint, Deployment, ExecutionSchedule } from 'landform/providers/conductor';

export default (stack: Stack): void => {
  const blueprint = new Blueprint(stack, 'blueprint', { blueprintId: 'shop', archive: 'blueprints/shop' });
  const shop = new Deployment(stack, 'shop', { id: 'shop', blueprintId: blueprint.blueprintId });
  new ExecutionSchedule(stack, 'nightly', {
    id: 'nightly-heal',
    deploymentId: shop.id,
    workflowId: 'heal',
    since: '2040-01-01 02:00:00',
    recurrence: '1 day',
    weekdays: ['mo', 'tu', 'we', 'th', 'fr'],
  });
};
