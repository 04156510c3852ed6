import type { OperationEnvironment } from '../operations/index.js';
import type { Globals } from './globals.js';
import type { Presenter } from './present.js';
import type { Interruption } from './signals.js';
import type { Terminal } from './terminal.js';

/** What a command is given. */
export interface Context {
  readonly version: string;
  readonly globals: Globals;
  readonly terminal: Terminal;
  readonly present: Presenter;
  /** For operations: events are shown, signals are heard. */
  readonly environment: OperationEnvironment & Pick<Interruption, 'stop' | 'hold'>;
  /** Asks for approval of what was just shown. False unless the answer is "yes"; a signal is a no. */
  readonly approved: () => Promise<boolean>;
}
