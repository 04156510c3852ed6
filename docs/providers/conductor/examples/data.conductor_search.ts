import { Output, type Stack } from 'landform';
import { DataSearch } from 'landform/providers/conductor';

export default (stack: Stack): void => {
  const tests = new DataSearch(stack, 'tests', {
    resourceType: 'deployments',
    filterRules: [
      { key: 'env', values: ['test'], operator: 'any_of', type: 'label' },
      { key: 'created_by', values: ['ann', 'bob'], operator: 'starts_with', type: 'attribute' },
    ],
  });
  new Output(stack, 'found', { value: tests.items });
};
