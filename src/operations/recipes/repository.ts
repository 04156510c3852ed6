import { readFile, stat } from 'node:fs/promises';
import path from 'node:path';
import { codeOf } from '../../model/index.js';

export interface Repository {
  /** Its folder; that of the project if it is in none. */
  readonly root: string;
  /** The project's folder in it, with `/`; empty if it is the root. */
  readonly folder: string;
  /** Its main branch. */
  readonly branch: string;
}

/** The Git repository of a project. */
export async function repositoryOf(directory: string): Promise<Repository> {
  const start = path.resolve(directory);
  for (let root = start; ; root = path.dirname(root)) {
    if (await exists(path.join(root, '.git')))
      return { root, folder: path.relative(root, start).split(path.sep).join('/'), branch: await branchOf(root) };
    if (path.dirname(root) === root) return { root: start, folder: '', branch: 'main' };
  }
}

/** The main branch of the remote repository, as a clone knows it. */
async function branchOf(root: string): Promise<string> {
  const text = await readFile(path.join(root, '.git/refs/remotes/origin/HEAD'), 'utf8').catch(() => '');
  return /^ref: refs\/remotes\/origin\/(\S+)/.exec(text)?.[1] ?? 'main';
}

async function exists(file: string): Promise<boolean> {
  try {
    await stat(file);
    return true;
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return false;
    throw error;
  }
}
