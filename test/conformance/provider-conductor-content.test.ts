import { contentDataSources, contentResources } from './conductor/content.js';
import { openManager } from './conductor/world.js';
import { describeProvider } from './provider.js';

describeProvider({
  name: 'landform/conductor: content',
  open: openManager,
  resources: contentResources,
  dataSources: contentDataSources,
});
