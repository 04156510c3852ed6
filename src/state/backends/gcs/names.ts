import { ObjectNames } from '../objects/names.js';
import type { GcsSettings } from './settings.js';

const ENDING = '.tfstate';

/** The keys of the state of a workspace, which all have the same form. */
export function gcsNames({ prefix }: GcsSettings, workspace: string): ObjectNames {
  const state = `${prefix}${workspace}${ENDING}`;
  const head = `${state}.landform`;
  return new ObjectNames({ state, head, journals: `${head}/`, history: `${head}-history` });
}

export const gcsLock = ({ prefix }: GcsSettings, workspace: string): string => `${prefix}${workspace}.tflock`;

/** The workspace whose state has a key; undefined if it is another object. */
export const gcsWorkspaceOf =
  ({ prefix }: GcsSettings) =>
  (key: string): string | undefined => {
    const name = key.endsWith(ENDING) ? key.slice(prefix.length, -ENDING.length) : undefined;
    return name === 'default' ? undefined : name;
  };
