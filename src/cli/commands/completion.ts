import type { Run } from '../command.js';
import { completionScript, SHELLS } from '../completion-scripts.js';
import { DONE } from '../exit-code.js';
import { UsageError } from '../usage-error.js';

export const run: Run<Record<string, never>> = (context, { arguments: [name] }) => {
  const shell = SHELLS.find((candidate) => candidate === name);
  if (shell === undefined) {
    throw new UsageError(
      'unknown-shell',
      `No completion is available for ${name}`,
      `Completion is available for ${SHELLS.join(', ')}.`,
    );
  }
  context.present.text(completionScript(shell));
  return Promise.resolve(DONE);
};
