import { stateInFile, stateInMemory, type GivenState } from '../../../operations/index.js';
import type { Context } from '../../context.js';

/** A state that the user names; `-` is standard input. Throws a DiagnosticError (`unreadable-file`). */
export async function givenState({ terminal, environment }: Context, file: string): Promise<GivenState> {
  if (file !== '-') return stateInFile(environment.directory, file);
  const chunks: Uint8Array[] = [];
  for await (const chunk of terminal.input) chunks.push(Buffer.from(chunk));
  return stateInMemory('standard input', chunks);
}
