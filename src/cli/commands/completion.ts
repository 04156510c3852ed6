import type { Command, Run } from '../command.js';
import { completionScript, SHELLS } from '../completion.js';
import { DONE } from '../exit-code.js';
import { UsageError } from '../usage-error.js';

/** The command for a table of commands; the table holds this command too, so it is handed in. */
export function completionOf(commands: readonly Command[]): Run<Record<string, never>> {
  return (context, { arguments: [name] }) => {
    const shell = SHELLS.find((candidate) => candidate === name);
    if (shell === undefined) {
      throw new UsageError(
        'unknown-shell',
        `No completion is available for ${name}`,
        `Completion is available for ${SHELLS.join(', ')}.`,
      );
    }
    context.present.text(completionScript(shell, commands));
    return Promise.resolve(DONE);
  };
}
