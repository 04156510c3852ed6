import { hasErrors } from '../../model/index.js';
import { validate } from '../../operations/index.js';
import { lines, Snippets, toned, validationJson } from '../../render/index.js';
import type { Run } from '../command.js';
import { DONE, FAILED } from '../exit-code.js';
import type { STACK_OPTIONS } from '../options.js';
import { sourceReader } from '../present.js';

export const run: Run<typeof STACK_OPTIONS> = async (context, { options }) => {
  const { present, environment } = context;
  const { diagnostics } = await validate(environment, { stacks: options.stack });
  const failed = hasErrors(diagnostics);
  if (context.globals.json) {
    present.json(validationJson(diagnostics, new Snippets(sourceReader(environment.directory))));
    return failed ? FAILED : DONE;
  }
  const code = present.diagnostics(diagnostics, DONE);
  if (!failed) present.page([lines([toned('success', 'The configuration is valid.')])]);
  return code;
};
