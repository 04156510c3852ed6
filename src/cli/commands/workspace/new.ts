import { workspaceNew } from '../../../operations/index.js';
import type { Run } from '../../command.js';
import type { WORKSPACE_NEW_OPTIONS } from '../../options.js';
import { givenState } from '../state/given-state.js';
import { created, reportWorkspace } from './report.js';

export const run: Run<typeof WORKSPACE_NEW_OPTIONS> = async (context, { options, arguments: [name = ''] }) => {
  const { lock, 'lock-timeout': lockTimeoutMs, state: file, var: variables } = options;
  const state = file === undefined ? undefined : await givenState(context, file);
  const { diagnostics } = await workspaceNew(context.environment, { name, state, variables, lock, lockTimeoutMs });
  return reportWorkspace(context, diagnostics, created(name));
};
