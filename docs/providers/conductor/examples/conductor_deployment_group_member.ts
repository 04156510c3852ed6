import type { Stack } from 'landform';
import { Blueprint, Deployment, DeploymentGroup, DeploymentGroupMember } from 'landform/providers/conductor';

export default (stack: Stack): void => {
  const blueprint = new Blueprint(stack, 'blueprint', { blueprintId: 'shop', archive: 'blueprints/shop' });
  const shops = new DeploymentGroup(stack, 'shops', { id: 'shops' });
  const london = new Deployment(stack, 'shop-london', { id: 'shop-london', blueprintId: blueprint.blueprintId });
  new DeploymentGroupMember(stack, 'london-is-a-shop', { groupId: shops.id, deploymentId: london.id });
};
