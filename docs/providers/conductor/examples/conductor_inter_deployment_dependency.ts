import type { Stack } from 'landform';
import { Blueprint, Deployment, InterDeploymentDependency } from 'landform/providers/conductor';

export default (stack: Stack): void => {
  const blueprint = new Blueprint(stack, 'blueprint', { blueprintId: 'shop', archive: 'blueprints/shop' });
  const blueprintId = blueprint.blueprintId;
  const shop = new Deployment(stack, 'shop', { id: 'shop', blueprintId });
  const stock = new Deployment(stack, 'stock', { id: 'stock', blueprintId });
  new InterDeploymentDependency(stack, 'shop-needs-stock', {
    dependencyCreator: 'landform',
    sourceDeployment: shop.id,
    targetDeployment: stock.id,
  });
};
