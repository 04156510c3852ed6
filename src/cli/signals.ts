/** How far the user has gone in stopping a run. */
export interface Interruption {
  /** Aborted by the second request: calls under way end at once. */
  readonly signal: AbortSignal;
  /** True from the first request on: what is under way is finished, nothing new is begun. */
  readonly stopping: () => boolean;
  /** Stops listening to signals. */
  close(): void;
}

export interface SignalSource {
  on(signal: NodeJS.Signals, listener: (signal: NodeJS.Signals) => void): unknown;
  off(signal: NodeJS.Signals, listener: (signal: NodeJS.Signals) => void): unknown;
}

const SIGNALS: readonly NodeJS.Signals[] = ['SIGINT', 'SIGTERM', 'SIGHUP'];

/** The first signal finishes what is under way, the second stops it, the third leaves. Each is told to `say`. */
export function listenForSignals(source: SignalSource, say: (text: string) => void, leave: () => void): Interruption {
  const abort = new AbortController();
  let received = 0;
  const listener = (signal: NodeJS.Signals): void => {
    received += 1;
    if (received === 1) {
      const again = signal === 'SIGINT' ? 'Press Ctrl-C again' : `Send ${signal} again`;
      say(`Stopping: what is under way is finished and saved, nothing new is begun. ${again} to stop at once.`);
    } else if (received === 2) {
      say('Stopping at once. What is known is saved; the next run finds out about the rest.');
      abort.abort(new Error('stopped by the user'));
    } else leave();
  };
  for (const signal of SIGNALS) source.on(signal, listener);
  return {
    signal: abort.signal,
    stopping: () => received > 0,
    close: () => {
      for (const signal of SIGNALS) source.off(signal, listener);
    },
  };
}
