import { hasErrors, parseJson, type Json } from '../../../model/index.js';
import { statePull } from '../../../operations/index.js';
import type { Run } from '../../command.js';
import { DONE } from '../../exit-code.js';
import type { STATE_READ_OPTIONS } from '../../options.js';
import { stackOptions } from '../stacks.js';

export const run: Run<typeof STATE_READ_OPTIONS> = async (context, { options }) => {
  const { present } = context;
  const { stacks, diagnostics } = await statePull(context.environment, stackOptions(options));
  const code = present.diagnostics(diagnostics, DONE);
  if (hasErrors(diagnostics)) return code;
  const [only] = stacks;
  if (stacks.length === 1 && only !== undefined) for (const piece of only.pieces) present.text(piece);
  else
    present.json(
      Object.fromEntries(stacks.map(({ name, pieces }): [string, Json] => [name, parseJson([...pieces].join(''))])),
    );
  return code;
};
