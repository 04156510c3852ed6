import { workspaceSelect } from '../../../operations/index.js';
import type { Run } from '../../command.js';
import type { WORKSPACE_SELECT_OPTIONS } from '../../options.js';
import { created, reportWorkspace } from './report.js';

export const run: Run<typeof WORKSPACE_SELECT_OPTIONS> = async (context, { options, arguments: [name = ''] }) => {
  const { isCreated, diagnostics } = await workspaceSelect(context.environment, {
    name,
    orCreate: options['or-create'],
    variables: options.var,
  });
  return reportWorkspace(context, diagnostics, isCreated ? created(name) : `Selected the workspace ${name}.`);
};
