import { createInterface } from 'node:readline';
import type { Readable, Writable } from 'node:stream';

/**
 * Asks at a terminal; undefined when the user left with Ctrl-D, the terminal closed, or `stop` ended the question, as Ctrl-C
 * does. The terminal edits the line itself: in raw mode Node.js crashes when the terminal closes.
 */
export function ask(
  question: string,
  { input, output }: { readonly input: Readable; readonly output: Writable },
  stop: AbortSignal,
): Promise<string | undefined> {
  return new Promise((resolve) => {
    if (stop.aborted) {
      resolve(undefined);
      return;
    }
    output.write(question);
    const reader = createInterface({ input, terminal: false });
    const end = (answer: string | undefined): void => {
      stop.removeEventListener('abort', left);
      reader.off('close', left);
      resolve(answer);
      reader.close();
    };
    const left = (): void => {
      // What follows begins on a line of its own.
      output.write('\n');
      end(undefined);
    };
    reader.once('line', end);
    reader.once('close', left);
    stop.addEventListener('abort', left, { once: true });
  });
}

/** Only the whole word is a yes: what follows cannot be undone. */
export const isYes = (answer: string | undefined): boolean => answer?.trim().toLowerCase() === 'yes';
