import { Output, type Stack } from 'landform';
import { DataBlueprintLabels, DataBlueprints } from 'landform/providers/conductor';

export default (stack: Stack): void => {
  const shops = new DataBlueprints(stack, 'shops', { search: 'shop' });
  new Output(stack, 'blueprints', { value: shops.blueprints });
  const environments = new DataBlueprintLabels(stack, 'environments', { key: 'env' });
  new Output(stack, 'values_of_env', { value: environments.labels });
};
