import { hasErrors } from '../../../model/index.js';
import { generateModule } from '../../../operations/index.js';
import { countOf, lines, toned } from '../../../render/index.js';
import type { Run } from '../../command.js';
import { DONE } from '../../exit-code.js';
import type { GENERATE_MODULE_OPTIONS } from '../../options.js';

export const run: Run<typeof GENERATE_MODULE_OPTIONS, readonly [string]> = async (context, given) => {
  const { present, globals, environment } = context;
  const [source] = given.arguments;
  const { constraint: version, ...options } = given.options;
  const { diagnostics, ...result } = await generateModule(environment, { source, version, ...options });
  if (!hasErrors(diagnostics)) {
    const { file, variables, outputs } = result;
    if (globals.json) present.json({ ...result });
    else {
      const counts = `: ${countOf(variables.length, 'variable')}, ${countOf(outputs.length, 'output')}.`;
      present.page([lines([toned('success', `Made ${file}`), counts])]);
    }
  }
  return present.diagnostics(diagnostics, DONE);
};
