import { lstatSync, readdirSync, realpathSync, rmSync } from 'node:fs';
import path from 'node:path';
import { codeOf } from '../../model/index.js';
import { Budget, unsafe } from '../../packages/index.js';
import { inWordsOfModules } from '../problem.js';
import { MODULE_LIMITS } from './archive.js';

/**
 * Checks a package before it is used: it consists of files, folders and symbolic links to places inside of it, and is not
 * larger than a package may be. Removes Git's own files.
 */
export const checkTree = (folder: string): Promise<void> =>
  inWordsOfModules(() => visit(realpathSync.native(folder), '', new Budget(MODULE_LIMITS)));

function visit(root: string, inside: string, budget: Budget): void {
  for (const entry of readdirSync(path.join(root, inside), { withFileTypes: true })) {
    const name = inside === '' ? entry.name : `${inside}/${entry.name}`;
    const file = path.join(root, name);
    if (entry.name === '.git') rmSync(file, { recursive: true, force: true });
    else if (entry.isDirectory()) {
      budget.entry(name);
      visit(root, name, budget);
    } else if (entry.isFile()) {
      budget.entry(name);
      budget.bytes(lstatSync(file).size);
    } else if (entry.isSymbolicLink()) {
      budget.entry(name);
      checkLink(root, file, name);
    } else throw unsafe(`${name} is neither a file, a folder nor a symbolic link.`);
  }
}

/** A link to nothing is harmless: it cannot be read. */
function checkLink(root: string, file: string, name: string): void {
  let target: string;
  try {
    // Node's own way resolves `..` in a target before the links in it, which the system does not.
    target = realpathSync.native(file);
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return;
    throw unsafe(`The symbolic link ${name} cannot be followed.`);
  }
  if (target !== root && !target.startsWith(root + path.sep))
    throw unsafe(`The symbolic link ${name} leads out of the package.`);
}
