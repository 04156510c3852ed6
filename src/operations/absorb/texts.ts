import { readFileSync, realpathSync } from 'node:fs';
import path from 'node:path';
import { decodeText } from '../../program/index.js';

/** Folders whose files are written by installations, and would be replaced by the next one. */
const INSTALLED = /(?:^|\/)(?:node_modules|\.landform|\.terraform|landform\.out)\//;

/** The text of a file that may be edited: one inside the project that was not installed. */
export function editableText(directory: string, file: string): string | undefined {
  const name = file.split(path.sep).join('/');
  if (path.isAbsolute(name) || INSTALLED.test(name)) return undefined;
  try {
    const root = realpathSync(directory);
    const found = realpathSync(path.resolve(directory, name));
    if (!found.startsWith(root + path.sep)) return undefined;
    return decodeText(readFileSync(found), name);
  } catch {
    return undefined;
  }
}
