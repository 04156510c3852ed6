import { hasErrors } from '../../model/index.js';
import { validate } from '../../operations/index.js';
import { lines, toned } from '../../render/index.js';
import type { Run } from '../command.js';
import { DONE } from '../exit-code.js';
import type { STACK_OPTIONS } from '../options.js';

export const run: Run<typeof STACK_OPTIONS> = async (context, { options }) => {
  const { present, environment } = context;
  const { diagnostics } = await validate(environment, { stacks: options.stack });
  if (context.globals.json) return present.validation(diagnostics);
  const code = present.diagnostics(diagnostics, DONE);
  if (!hasErrors(diagnostics)) present.page([lines([toned('success', 'The configuration is valid.')])]);
  return code;
};
