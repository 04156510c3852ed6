import { describeActions } from './conductor/actions.js';
import { runningActions } from './conductor/running-actions.js';

describeActions(runningActions);
