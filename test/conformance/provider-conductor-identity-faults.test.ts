import { describeUnderFaults } from './conductor/faults.js';
import { identityResources } from './conductor/identity.js';

describeUnderFaults(identityResources);
