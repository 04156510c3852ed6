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
  /** Asks at the terminal; undefined after Ctrl-D, Ctrl-C or another signal. The terminal does not show a hidden answer. */
  readonly ask: (question: string, options?: { readonly hidden?: boolean }) => Promise<string | undefined>;
}
