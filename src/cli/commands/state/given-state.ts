import { reasonOf } from '../../../model/index.js';
import { readFile } from 'node:fs/promises';
import { text as readAll } from 'node:stream/consumers';
import type { Context } from '../../context.js';
import { UsageError } from '../../usage-error.js';

/** The text of a state that the user names, and where it is from; `-` is standard input. */
export async function givenState({ terminal }: Context, file: string): Promise<{ text: string; from: string }> {
  if (file === '-') return { text: await readAll(terminal.input), from: 'standard input' };
  try {
    return { text: await readFile(file, 'utf8'), from: file };
  } catch (error) {
    throw new UsageError('unreadable-file', `The state ${file} cannot be read`, reasonOf(error));
  }
}
