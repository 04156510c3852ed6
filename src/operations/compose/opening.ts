import type { Backend, Clock, Workspaces } from '../../state/index.js';
import type { GivenSettings } from '../../state/backends/settings.js';
import type { StackBackend } from '../backend/backend-choice.js';
import type { OperationEnvironment } from '../environment.js';

/** What opening a backend needs of its run. */
export type Surroundings = Pick<OperationEnvironment, 'environment' | 'version' | 'learn'>;

export interface OpenRemote {
  readonly backend: Backend;
  readonly workspaces: Workspaces;
}

export interface RemoteChoice {
  readonly backend: StackBackend;
  readonly workspace: string;
  readonly clock?: Clock;
}

export interface Opening {
  readonly env: Surroundings;
  readonly directory: string;
  readonly given: GivenSettings;
  readonly choice: RemoteChoice;
}
