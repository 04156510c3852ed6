import { describeActions } from './conductor/actions.js';
import { contentActions } from './conductor/content-actions.js';

describeActions(contentActions);
