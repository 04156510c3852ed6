import { Output, type Stack } from 'landform';
import { DataSummary } from 'landform/providers/conductor';

export default (stack: Stack): void => {
  const executions = new DataSummary(stack, 'executions', {
    resourceType: 'executions',
    targetField: 'deployment_id',
    subField: 'status',
  });
  new Output(stack, 'by_deployment', { value: executions.groups });
};
