import { openBusyManager, runningDataSources, runningResources } from './conductor/running.js';
import { describeProvider } from './provider.js';

describeProvider({
  name: 'landform/conductor: deployments and executions',
  open: openBusyManager,
  resources: runningResources,
  dataSources: runningDataSources,
});
