import { contentResources } from './conductor/content.js';
import { describeUnderFaults } from './conductor/faults.js';

describeUnderFaults(contentResources);
