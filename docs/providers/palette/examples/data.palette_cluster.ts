import { Output, type Stack } from 'landform';
import { DataCluster } from 'landform/providers/palette';

export default (stack: Stack): void => {
  const production = new DataCluster(stack, 'production', { name: 'production' });
  new Output(stack, 'state', { value: production.state });
};
