import { ObjectNames } from '../objects/names.js';
import { DEFAULT_NAME, type S3Settings } from './settings.js';

/** The keys of the state of a workspace. */
export function s3Names({ key, workspacePrefix }: S3Settings, workspace: string): ObjectNames {
  const state = workspace === DEFAULT_NAME ? key : `${workspacePrefix}/${workspace}/${key}`;
  const head = `${state}.landform`;
  return new ObjectNames({ state, head, journals: `${head}/`, history: `${head}-history` });
}

/** The workspace whose state has a key; undefined if it is another object. */
export const s3WorkspaceOf =
  ({ key, workspacePrefix }: S3Settings) =>
  (name: string): string | undefined =>
    name.endsWith(`/${key}`) ? name.slice(workspacePrefix.length + 1, -key.length - 1) : undefined;
