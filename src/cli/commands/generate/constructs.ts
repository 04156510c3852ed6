import { hasErrors } from '../../../model/index.js';
import { generateConstructs } from '../../../operations/index.js';
import type { Run } from '../../command.js';
import { DONE } from '../../exit-code.js';
import type { GENERATE_CONSTRUCTS_OPTIONS } from '../../options.js';
import { constructLines, constructsJson } from '../construct-lines.js';

export const run: Run<typeof GENERATE_CONSTRUCTS_OPTIONS> = async (context, { options, arguments: types }) => {
  const { present, globals, environment } = context;
  const made = await generateConstructs(environment, { ...options, types });
  if (!hasErrors(made.diagnostics)) {
    if (globals.json) present.json(constructsJson(made));
    else present.page(constructLines(made));
  }
  return present.diagnostics(made.diagnostics, DONE);
};
