import { workspaceDelete } from '../../../operations/index.js';
import type { Run } from '../../command.js';
import type { WORKSPACE_DELETE_OPTIONS } from '../../options.js';
import { reportWorkspace } from './report.js';

export const run: Run<typeof WORKSPACE_DELETE_OPTIONS> = async (context, { options, arguments: [name = ''] }) => {
  const { lock, 'lock-timeout': lockTimeoutMs, force, var: variables } = options;
  const { diagnostics } = await workspaceDelete(context.environment, { name, force, variables, lock, lockTimeoutMs });
  return reportWorkspace(context, diagnostics, `Deleted the workspace ${name}.`);
};
