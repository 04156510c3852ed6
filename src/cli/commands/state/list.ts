import { hasErrors } from '../../../model/index.js';
import { stateList } from '../../../operations/index.js';
import { lines } from '../../../render/index.js';
import type { Run } from '../../command.js';
import { DONE } from '../../exit-code.js';
import type { STATE_LIST_OPTIONS } from '../../options.js';
import { stackOptions } from '../stacks.js';

export const run: Run<typeof STATE_LIST_OPTIONS> = async (context, { options, arguments: addresses }) => {
  const { present } = context;
  const { stacks, diagnostics } = await stateList(context.environment, {
    ...stackOptions(options),
    ...(addresses.length === 0 ? {} : { addresses }),
    ...(options.id === undefined ? {} : { id: options.id }),
  });
  const code = present.diagnostics(diagnostics, DONE);
  if (hasErrors(diagnostics)) return code;
  if (context.globals.json) {
    const lists = stacks.map((stack) => [stack.name, [...stack.addresses]] as const);
    const [only, ...others] = lists;
    present.json(only !== undefined && others.length === 0 ? only[1] : Object.fromEntries(lists));
    return code;
  }
  // With several stacks each line says of which it is, so that lines can be filtered.
  const prefix = (name: string): string => (stacks.length > 1 ? `${name}: ` : '');
  const rows = stacks.flatMap(({ name, addresses: found }) => found.map((address) => [`${prefix(name)}${address}`]));
  if (rows.length > 0) present.page([lines(...rows)]);
  return code;
};
