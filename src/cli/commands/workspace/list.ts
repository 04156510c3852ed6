import { hasErrors } from '../../../model/index.js';
import { workspaceList } from '../../../operations/index.js';
import { lines, toned } from '../../../render/index.js';
import type { Run } from '../../command.js';
import { DONE } from '../../exit-code.js';
import type { WORKSPACE_LIST_OPTIONS } from '../../options.js';

export const run: Run<typeof WORKSPACE_LIST_OPTIONS> = async (context, { options }) => {
  const { present } = context;
  const { names, selected, isOverridden, diagnostics } = await workspaceList(context.environment, {
    variables: options.var,
  });
  const code = present.diagnostics(diagnostics, DONE);
  if (hasErrors(diagnostics)) return code;
  if (context.globals.json) {
    present.json({ workspaces: [...names], selected });
    return code;
  }
  present.page([lines(...names.map((name) => (name === selected ? [toned('strong', `* ${name}`)] : [`  ${name}`])))]);
  if (isOverridden) present.say([`TF_WORKSPACE selects the workspace ${selected}.`]);
  return code;
};
