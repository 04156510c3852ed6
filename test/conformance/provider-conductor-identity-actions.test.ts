import { describeActions } from './conductor/actions.js';
import { identityActions } from './conductor/identity-actions.js';

describeActions(identityActions);
