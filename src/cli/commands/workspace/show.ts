import { hasErrors } from '../../../model/index.js';
import { workspaceShow } from '../../../operations/index.js';
import type { Run } from '../../command.js';
import { DONE } from '../../exit-code.js';

export const run: Run<Record<string, never>> = async (context) => {
  const { present } = context;
  const { name, diagnostics } = await workspaceShow(context.environment);
  const code = present.diagnostics(diagnostics, DONE);
  if (hasErrors(diagnostics)) return code;
  if (context.globals.json) present.json({ selected: name });
  else present.text(`${name}\n`);
  return code;
};
