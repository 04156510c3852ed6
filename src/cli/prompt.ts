import { spawnSync } from 'node:child_process';
import { createInterface } from 'node:readline';
import type { Readable, Writable } from 'node:stream';
import { UsageError } from './usage-error.js';

/** The prompt before an answer, as in Terraform. */
export const ENTER = '  Enter a value: ';

interface Screen {
  readonly input: Readable;
  readonly output: Writable;
}

/**
 * Asks at a terminal; undefined after Ctrl-D, if the terminal closes, or if `stop` ends the question, as Ctrl-C does. The terminal edits the line itself: in raw mode Node.js crashes when the terminal closes.
 */
export function ask(question: string, { input, output }: Screen, stop: AbortSignal): Promise<string | undefined> {
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
      // Starts a new line for the following output.
      output.write('\n');
      end(undefined);
    };
    reader.once('line', end);
    reader.once('close', left);
    stop.addEventListener('abort', left, { once: true });
  });
}

/** The same for a secret: the terminal does not show it. Throws a UsageError where the terminal would. */
export async function askHidden(question: string, screen: Screen, stop: AbortSignal): Promise<string | undefined> {
  if (!setEcho(false))
    throw new UsageError(
      'cannot-hide-input',
      'This terminal cannot hide what you type',
      'Set sensitive variables with TF_VAR_NAME or a *.tfvars.json file instead.',
    );
  try {
    const answer = await ask(question, screen, stop);
    // The terminal did not show the end of the line either.
    if (answer !== undefined) screen.output.write('\n');
    return answer;
  } finally {
    setEcho(true);
  }
}

/** Node.js hides input only in raw mode; see `ask`. */
const setEcho = (on: boolean): boolean =>
  spawnSync('stty', [on ? 'echo' : '-echo'], { stdio: ['inherit', 'ignore', 'ignore'] }).status === 0;

/** Only the whole word is a yes: the changes cannot be undone. */
export const isYes = (answer: string | undefined): boolean => answer?.trim().toLowerCase() === 'yes';
