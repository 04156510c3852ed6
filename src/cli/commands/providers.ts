import { hasErrors, type Json } from '../../model/index.js';
import { providersRequired } from '../../operations/index.js';
import { providersPage } from '../../render/index.js';
import type { Run } from '../command.js';
import { DONE } from '../exit-code.js';
import type { STACK_OPTIONS } from '../options.js';

export const run: Run<typeof STACK_OPTIONS> = async (context, { options }) => {
  const { present } = context;
  const { stacks, diagnostics } = await providersRequired(context.environment, { stacks: options.stack });
  const code = present.diagnostics(diagnostics, DONE);
  if (hasErrors(diagnostics)) return code;
  if (context.globals.json) {
    const documents = stacks.map(({ name, configuration, state }): [string, Json] => [
      name,
      { configuration: configuration.map((one) => ({ ...one })), state: [...state] },
    ]);
    const [only, ...others] = documents;
    present.json(only !== undefined && others.length === 0 ? only[1] : Object.fromEntries(documents));
    return code;
  }
  stacks.forEach((stack, index) => {
    if (index > 0) present.text('\n');
    present.page(providersPage(stack));
  });
  return code;
};
