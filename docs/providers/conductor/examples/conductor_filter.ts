import type { Stack } from 'landform';
import { Filter } from 'landform/providers/conductor';

export default (stack: Stack): void => {
  new Filter(stack, 'shops', {
    filterId: 'shops',
    resourceType: 'deployments',
    filterRules: [
      { key: 'team', values: ['shops'], operator: 'any_of', type: 'label' },
      { key: 'blueprint_id', values: ['shop'], operator: 'any_of', type: 'attribute' },
    ],
  });
};
