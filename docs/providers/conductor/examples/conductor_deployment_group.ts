import type { Stack } from 'landform';
import { Blueprint, Deployment, DeploymentGroup } from 'landform/providers/conductor';

export default (stack: Stack): void => {
  const blueprint = new Blueprint(stack, 'blueprint', { blueprintId: 'shop', archive: 'blueprints/shop' });
  const blueprintId = blueprint.blueprintId;
  const london = new Deployment(stack, 'shop-london', { id: 'shop-london', blueprintId });
  const paris = new Deployment(stack, 'shop-paris', { id: 'shop-paris', blueprintId });
  new DeploymentGroup(stack, 'shops', {
    id: 'shops',
    description: 'All shops',
    labels: { team: ['shops'] },
    deploymentIds: [london.id, paris.id],
  });
};
