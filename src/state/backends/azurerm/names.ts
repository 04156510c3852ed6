import { ObjectNames } from '../objects/names.js';

const WORKSPACE = 'env:';

/**
 * The keys of the state of a workspace. Ours do not begin with the key of a state: Terraform would take them for
 * workspaces, and where an account has folders, a blob cannot have the name of one.
 */
export function azureNames(key: string, workspace: string): ObjectNames {
  const state = workspace === 'default' ? key : `${key}${WORKSPACE}${workspace}`;
  const own = `${key}.landform/${workspace}`;
  return new ObjectNames({ state, head: `${own}/head`, journals: `${own}/journal/`, history: `${own}/history` });
}

export const azureWorkspacePrefix = (key: string): string => `${key}${WORKSPACE}`;
