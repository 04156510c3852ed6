import { statSync } from 'node:fs';
import path from 'node:path';
import { MAIN } from './run-landform.js';

/** Root may write everywhere, so another user runs the command if the tests run as root. */
const AS_ROOT = process.getuid?.() === 0;

/** Options of a run by a user that file modes restrict: the user of the tests, or another one if that is root. */
export const STOPPED_BY_MODES = AS_ROOT ? { user: 65_534 } : {};

/** Whether such a user can run the command: Windows has no modes, and the other user must reach Node and the program. */
export const CAN_BE_STOPPED =
  process.platform !== 'win32' && (!AS_ROOT || (isOpenToAll(MAIN) && isOpenToAll(process.execPath)));

if (!CAN_BE_STOPPED) console.log('skipped: no user who can run the program and cannot write');

/** Whether everyone may enter all folders of the path. */
function isOpenToAll(file: string): boolean {
  for (let folder = path.dirname(file); ; folder = path.dirname(folder)) {
    if ((statSync(folder).mode & 0o005) !== 0o005) return false;
    if (folder === path.dirname(folder)) return true;
  }
}
