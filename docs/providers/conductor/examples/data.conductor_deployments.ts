import { Output, type Stack } from 'landform';
import { DataDeployments } from 'landform/providers/conductor';

export default (stack: Stack): void => {
  const shops = new DataDeployments(stack, 'shops', { blueprintId: 'shop' });
  new Output(stack, 'deployments', { value: shops.deployments, sensitive: true });
};
