import { hasErrors } from '../../model/index.js';
import { convertConfiguration } from '../../operations/index.js';
import { lines, toned } from '../../render/index.js';
import type { Run } from '../command.js';
import { DONE, FAILED } from '../exit-code.js';
import type { CONVERT_OPTIONS } from '../options.js';

export const run: Run<typeof CONVERT_OPTIONS> = async (
  { present, environment, globals },
  { options, arguments: paths },
) => {
  const { to, out, partial } = options;
  const result = await convertConfiguration(environment, { from: paths[0] ?? '.', to, out, partial });
  const { text, files, diagnostics } = result;
  if (hasErrors(diagnostics)) return present.diagnostics(diagnostics, FAILED);
  if (globals.json) present.json({ files, ...(text !== undefined && { text }) });
  else if (text !== undefined) present.text(text);
  else present.page([lines([toned('success', 'Written'), `: ${files.join(', ')}.`])]);
  return present.diagnostics(diagnostics, DONE);
};
