import { stateShow, TERRAFORM_VERSION } from '../../../operations/index.js';
import { stateJson, statePage } from '../../../render/index.js';
import type { Run } from '../../command.js';
import { DONE } from '../../exit-code.js';
import type { STATE_SHOW_OPTIONS } from '../../options.js';
import { stackOptions } from '../stacks.js';

export const run: Run<typeof STATE_SHOW_OPTIONS, [address: string]> = async (
  context,
  { options, arguments: [address] },
) => {
  const { present } = context;
  const { shown, diagnostics } = await stateShow(context.environment, { ...stackOptions(options), address });
  if (shown !== undefined) {
    if (context.globals.json) present.document(stateJson(shown.state, shown.schemaOf, TERRAFORM_VERSION));
    else present.page(statePage(shown.state, shown.schemaOf));
  }
  return present.diagnostics(diagnostics, DONE);
};
