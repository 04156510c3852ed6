import { createHash } from 'node:crypto';
import { lstatSync, readdirSync, readFileSync, readlinkSync } from 'node:fs';
import path from 'node:path';
import { compareText } from '../model/index.js';

/** The content of a package, as far as it is the same on every machine. */
export interface TreeHash {
  readonly hash: string;
  /** Without hidden files and folders. */
  readonly visible: string;
}

/** The folder of Git's own files, which is no part of a module. */
const GIT = '.git';

/**
 * Hashes paths, executable bits, contents, and targets of symbolic links, in the order of the paths. Not part of it:
 * times, owners, other permissions, empty folders, and Git's own files.
 */
export function treeHash(folder: string): TreeHash {
  const [all, visible] = [createHash('sha256'), createHash('sha256')];
  for (const [name, line] of treeFiles(folder)) {
    all.update(line);
    if (!/(?:^|\/)\./.test(name)) visible.update(line);
  }
  return { hash: `sha256:${all.digest('hex')}`, visible: `sha256:${visible.digest('hex')}` };
}

/** Each file by its path, with a line that changes whenever the file does. */
export function treeFiles(folder: string): ReadonlyMap<string, string> {
  const files = new Map<string, string>();
  collect(folder, '', files);
  return new Map([...files].sort(([left], [right]) => compareText(left, right)));
}

function collect(folder: string, inside: string, files: Map<string, string>): void {
  for (const entry of readdirSync(path.join(folder, inside), { withFileTypes: true })) {
    if (entry.name === GIT) continue;
    const name = inside === '' ? entry.name : `${inside}/${entry.name}`;
    if (entry.isDirectory()) collect(folder, name, files);
    else files.set(name, lineOf(path.join(folder, name), name));
  }
}

/** Names are quoted, so that no name can look like the end of a line. */
function lineOf(file: string, name: string): string {
  const stat = lstatSync(file);
  if (stat.isSymbolicLink()) return `link ${digest(readlinkSync(file))} ${JSON.stringify(name)}\n`;
  if (!stat.isFile()) return `other ${JSON.stringify(name)}\n`;
  const kind = (stat.mode & 0o100) === 0 ? 'file' : 'exec';
  return `${kind} ${digest(readFileSync(file))} ${JSON.stringify(name)}\n`;
}

const digest = (content: string | Uint8Array): string => createHash('sha256').update(content).digest('hex');

/** Names of files that differ between two trees, for messages. */
export function treeChanges(before: ReadonlyMap<string, string>, after: ReadonlyMap<string, string>): string[] {
  const names = [...new Set([...before.keys(), ...after.keys()])].sort(compareText);
  return names.flatMap((name) => {
    const [old, now] = [before.get(name), after.get(name)];
    if (old === now) return [];
    return [`${name} (${old === undefined ? 'added' : now === undefined ? 'removed' : 'changed'})`];
  });
}
