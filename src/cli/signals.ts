import { setMaxListeners } from 'node:events';

/** How urgently the user asked to stop a run. */
export interface Interruption {
  /** Aborted by the first request: ends waits for a lock or an answer. */
  readonly stop: AbortSignal;
  /** Aborted by the second request: running calls end at once. */
  readonly signal: AbortSignal;
  /** True from the first request on: running calls are finished, no new one is started. */
  readonly stopping: () => boolean;
  /**
   * Starts to listen. To be called before anything is taken that must be given back (a lock, a socket): until then a signal
   * ends the process, as it ends any other, even while a program of the user never yields.
   */
  hold(): void;
  /** Asks the user something that `stop` ends. A signal that arrives meanwhile is the answer: nothing is said about it. */
  asking<T>(question: (stop: AbortSignal) => Promise<T>): Promise<T>;
  /** Stops listening to signals. */
  close(): void;
}

export interface SignalSource {
  on(signal: NodeJS.Signals, listener: (signal: NodeJS.Signals) => void): unknown;
  off(signal: NodeJS.Signals, listener: (signal: NodeJS.Signals) => void): unknown;
}

export interface SignalActions {
  /** Tells the user what a signal does. */
  readonly say: (text: string) => void;
  /** Ends the process as the signal would have done without us. */
  readonly leave: (signal: NodeJS.Signals) => void;
}

const SIGNALS: readonly NodeJS.Signals[] = ['SIGINT', 'SIGTERM', 'SIGHUP'];

/** The first signal lets running calls finish, the second ends them, the third ends the process. */
export function interruptedBy(source: SignalSource, { say, leave }: SignalActions): Interruption {
  const [first, second] = [new AbortController(), new AbortController()];
  // Each running call listens; Node.js takes more than ten for a leak, and says so on stderr.
  setMaxListeners(0, first.signal, second.signal);
  let holding = false;
  let questions = 0;
  const listener = (signal: NodeJS.Signals): void => {
    if (!first.signal.aborted) {
      const again = signal === 'SIGINT' ? 'Press Ctrl-C again' : `Send ${signal} again`;
      if (questions === 0)
        say(`Stopping: finishing running operations; starting no new ones. ${again} to stop at once.`);
      first.abort(new Error('stopped by the user'));
    } else if (!second.signal.aborted) {
      say('Stopping now. The state is saved; the next run recovers unfinished operations.');
      second.abort(new Error('stopped by the user'));
    } else leave(signal);
  };
  const hold = (): void => {
    if (holding) return;
    holding = true;
    for (const signal of SIGNALS) source.on(signal, listener);
  };
  return {
    stop: first.signal,
    signal: second.signal,
    stopping: () => first.signal.aborted,
    hold,
    asking: async (question) => {
      hold();
      questions += 1;
      try {
        return await question(first.signal);
      } finally {
        questions -= 1;
      }
    },
    close: () => {
      if (holding) for (const signal of SIGNALS) source.off(signal, listener);
      holding = false;
    },
  };
}
