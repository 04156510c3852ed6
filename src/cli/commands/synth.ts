import { hasErrors } from '../../model/index.js';
import { synth } from '../../operations/index.js';
import { lines, toned, type Line } from '../../render/index.js';
import type { Run } from '../command.js';
import { DONE } from '../exit-code.js';
import type { STACK_OPTIONS } from '../options.js';

export const run: Run<typeof STACK_OPTIONS> = async (context, { options }) => {
  const { present } = context;
  const { stacks, diagnostics } = await synth(context.environment, { stacks: options.stack });
  const rows = stacks.map(({ name, file }): Line => [toned('strong', name), `  ${file}`]);
  if (context.globals.json) {
    if (!hasErrors(diagnostics)) present.json({ stacks: stacks.map((stack) => ({ ...stack })) });
  } else if (rows.length > 0) present.page([lines(...rows)]);
  else if (!hasErrors(diagnostics))
    present.say(['This project has no program; its *.tf.json files are the configuration.']);
  return present.diagnostics(diagnostics, DONE);
};
