import { describeUnderFaults } from './conductor/faults.js';
import { runningResources } from './conductor/running.js';

describeUnderFaults(runningResources);
