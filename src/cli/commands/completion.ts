import type { Run } from '../command.js';
import { completionScript, SHELLS } from '../completion.js';
import { DONE } from '../exit-code.js';
import { COMMANDS } from '../registry.js';
import { UsageError } from '../usage-error.js';

export const run: Run<Record<string, never>> = (context, { arguments: [name] }) => {
  const shell = SHELLS.find((candidate) => candidate === name);
  if (shell === undefined)
    throw new UsageError(
      'unknown-shell',
      `There is no completion for ${name}`,
      `It is there for ${SHELLS.join(', ')}.`,
    );
  context.present.text(completionScript(shell, COMMANDS));
  return Promise.resolve(DONE);
};
