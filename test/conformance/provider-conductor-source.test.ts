import { contentResources } from './conductor/content.js';
import { openBusyManager, runningResources } from './conductor/running.js';
import { describeProvider } from './provider.js';

/** Resources whose replies the public source of the manager forms otherwise than the document says. */
const CONCERNED = [
  'conductor_blueprint',
  'conductor_filter',
  'conductor_plugin',
  'conductor_deployment',
  'conductor_execution_schedule',
];

describeProvider({
  name: 'landform/conductor: as the source answers',
  open: () => openBusyManager('source'),
  resources: [...contentResources, ...runningResources].filter(({ type }) => CONCERNED.includes(type)),
  dataSources: [],
});
