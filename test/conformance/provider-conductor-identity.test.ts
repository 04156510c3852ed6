import { identityDataSources, identityResources } from './conductor/identity.js';
import { openManager } from './conductor/world.js';
import { describeProvider } from './provider.js';

describeProvider({
  name: 'landform/conductor: identity and system',
  open: openManager,
  resources: identityResources,
  dataSources: identityDataSources,
});
