import { createInterface } from 'node:readline';
import type { Readable, Writable } from 'node:stream';

/** Asks on stderr; undefined when the one who was asked left with Ctrl-C or Ctrl-D. */
export function ask(question: string, input: Readable, output: Writable): Promise<string | undefined> {
  return new Promise((resolve) => {
    const reader = createInterface({ input, output, terminal: true });
    let answered = false;
    const end = (answer: string | undefined): void => {
      if (answered) return;
      answered = true;
      reader.close();
      resolve(answer);
    };
    reader.on('SIGINT', () => end(undefined));
    reader.on('close', () => end(undefined));
    reader.question(question, end);
  });
}

/** Only the whole word is a yes: what follows cannot be undone. */
export const isYes = (answer: string | undefined): boolean => answer?.trim().toLowerCase() === 'yes';
