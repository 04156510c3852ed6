import { ObjectNames } from '../objects/names.js';

const WORKSPACE = '-env:';

/** The key of the state of a workspace, as Terraform forms it. */
export const consulState = (path: string, workspace: string): string =>
  workspace === 'default' ? path : `${path}${WORKSPACE}${workspace}`;

/** Ours are below the key of the state, where the lock of Terraform is, too. */
export function consulNames(path: string, workspace: string): ObjectNames {
  const state = consulState(path, workspace);
  const own = `${state.replace(/\/+$/, '')}/.landform`;
  return new ObjectNames({ state, head: `${own}/head`, journals: `${own}/journal/`, history: `${own}/history` });
}

export const consulWorkspacePrefix = (path: string): string => `${path}${WORKSPACE}`;
