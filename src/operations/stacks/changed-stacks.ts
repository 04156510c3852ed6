import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, rm, symlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import {
  DiagnosticError,
  errorDiagnostic,
  hasErrors,
  isJsonList,
  isJsonObject,
  parseJson,
  stringifyJson,
  type ConfigurationFile,
  type Json,
} from '../../model/index.js';
import type { WrittenStack } from '../written-stack.js';

/** Reads the stacks of a project in a folder. */
export type ReadStacks = (directory: string) => Promise<readonly WrittenStack[]>;

/**
 * The names of the stacks that are not the same at a commit of the Git repository: what is synthesized there differs, or a file
 * does in a folder that their configuration is read from. The commit is checked out into a temporary folder.
 */
export async function changedSince(
  directory: string,
  reference: string,
  stacks: readonly (WrittenStack & { readonly configurationFiles: readonly ConfigurationFile[] })[],
  readStacks: ReadStacks,
): Promise<ReadonlySet<string>> {
  const top = (await git(directory, reference, 'rev-parse', '--show-toplevel')).trim();
  const commit = (
    await git(directory, reference, 'rev-parse', '--verify', '--end-of-options', `${reference}^{commit}`)
  ).trim();
  const files = await git(directory, reference, 'diff', '--name-only', '-z', '--relative', commit, '--', '.');
  const added = await git(directory, reference, 'ls-files', '--others', '--exclude-standard', '-z', '--', '.');
  const folders = new Set(
    `${files}${added}`
      .split('\0')
      .filter(Boolean)
      .map((name) => path.posix.dirname(name)),
  );
  const before = await stacksAt(directory, { top, commit, reference }, readStacks);
  return new Set(
    stacks.flatMap((stack) => {
      const isSame = before.get(stack.name) === hashOf(stack);
      const isRead = stack.configurationFiles
        .slice(stack.files.length)
        .some(({ name }) => folders.has(path.posix.dirname(path.posix.normalize(name))));
      return isSame && !isRead ? [] : stack.name;
    }),
  );
}

interface Commit {
  readonly top: string;
  readonly commit: string;
  readonly reference: string;
}

/** Hashes of the stacks at a commit, by name. Empty if the project did not exist. */
async function stacksAt(
  directory: string,
  { top, commit, reference }: Commit,
  readStacks: ReadStacks,
): Promise<ReadonlyMap<string, string>> {
  const temporary = await mkdtemp(path.join(tmpdir(), 'landform-since-'));
  const tree = path.join(temporary, 'tree');
  try {
    await git(directory, reference, 'worktree', 'add', '--quiet', '--detach', tree, commit);
    const inside = path.relative(top, directory);
    await linkPackages(top, tree, inside);
    const there = path.join(tree, inside);
    const stacks = existsSync(there) ? await readStacks(there) : [];
    return new Map(stacks.map((stack) => [stack.name, hashOf(stack)]));
  } finally {
    await rm(temporary, { recursive: true, force: true });
    await git(directory, reference, 'worktree', 'prune').catch(() => '');
  }
}

/** What is installed is in no commit: programs there use the packages of here. */
async function linkPackages(top: string, tree: string, inside: string): Promise<void> {
  const parts = inside === '' ? [] : inside.split(path.sep);
  for (let depth = 0; depth <= parts.length; depth += 1) {
    const folder = path.join('', ...parts.slice(0, depth), 'node_modules');
    const [from, to] = [path.join(top, folder), path.join(tree, folder)];
    if (!existsSync(from) || existsSync(to)) continue;
    await mkdir(path.dirname(to), { recursive: true });
    await symlink(from, to);
  }
}

/** What decides a stack's plan, without the lines of the program that its documents name. */
function hashOf({ files, variableFiles, variables, kind }: WrittenStack): string {
  const hash = createHash('sha256');
  for (const { name, text } of [...files, ...variableFiles])
    hash.update(`${JSON.stringify([name, kind === 'folder' ? text : withoutComments(text)])}\n`);
  return hash.update(stringifyJson(variables)).digest('hex');
}

const withoutComments = (text: string): string => stringifyJson(stripped(parseJson(text)));

function stripped(json: Json): Json {
  if (isJsonList(json)) return json.map(stripped);
  if (!isJsonObject(json)) return json;
  return Object.fromEntries(
    Object.entries(json).flatMap(([name, value]) => (name === '//' ? [] : [[name, stripped(value)]])),
  );
}

/** Runs Git in the project. Throws a DiagnosticError if it fails. */
function git(directory: string, reference: string, ...args: readonly string[]): Promise<string> {
  return new Promise((resolve, reject) => {
    execFile('git', [...args], { cwd: directory, maxBuffer: 1 << 28 }, (error, stdout, stderr) => {
      if (error === null) resolve(stdout);
      else reject(new DiagnosticError([notCompared(reference, stderr.trim() || error.message)]));
    });
  });
}

const notCompared = (reference: string, why: string): ReturnType<typeof errorDiagnostic> =>
  errorDiagnostic('commit-not-read', `The stacks cannot be compared with ${reference}`, {
    detail: `${why}. --changed-since takes a commit, branch or tag of the Git repository that the project is in.`,
  });

/** The stacks, unless reading them failed: then they are not known, and all of today's have changed. */
export const orNone = <T>(stacks: readonly T[], diagnostics: Parameters<typeof hasErrors>[0]): readonly T[] =>
  hasErrors(diagnostics) ? [] : stacks;
