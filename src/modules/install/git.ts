import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, rmSync } from 'node:fs';
import path from 'node:path';
import { codeOf, nearest } from '../../model/index.js';
import { withoutCredentials } from '../../packages/index.js';
import { ModuleError } from '../problem.js';
import type { GitSource } from '../source.js';

export interface GitOptions {
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly signal: AbortSignal;
}

/** The commit that a source means. */
export interface GitCommit {
  /** The full name of the branch or tag; undefined if the source names the commit itself. */
  readonly name: string | undefined;
  /** Maybe abbreviated if `name` is undefined. */
  readonly commit: string;
}

/** Settings that no configuration of the user can change: no hooks, no commands as addresses, the same bytes on every machine. */
const SETTINGS = [
  'core.hooksPath=/dev/null',
  'core.fsmonitor=false',
  'core.autocrlf=false',
  'protocol.ext.allow=never',
  'init.templateDir=',
  'advice.detachedHead=false',
].flatMap((setting) => ['-c', setting]);

/** Variables that point Git to another repository, as in a hook that runs Landform. */
const ELSEWHERE =
  /^GIT_(?:DIR|WORK_TREE|INDEX_FILE|OBJECT_DIRECTORY|COMMON_DIR|NAMESPACE|PREFIX|ALTERNATE_OBJECT_DIRECTORIES|SHALLOW_FILE)$/;

/** Asks a repository for the commit that a source means now. */
export async function findCommit({ url, ref, text }: GitSource, options: GitOptions): Promise<GitCommit> {
  const listed = await git(['ls-remote', '--', url], undefined, options, text);
  const refs = new Map(
    listed.split('\n').flatMap((line): [string, string][] => {
      const [commit = '', name = ''] = line.split('\t');
      return /^[0-9a-f]{40,64}$/.test(commit) ? [[name, commit]] : [];
    }),
  );
  // The order in which Git looks for a short name.
  const names = ref === undefined ? ['HEAD'] : [ref, `refs/${ref}`, `refs/tags/${ref}`, `refs/heads/${ref}`];
  for (const name of names) {
    const commit = refs.get(`${name}^{}`) ?? refs.get(name);
    if (commit !== undefined) return { name, commit };
  }
  if (ref !== undefined && /^[0-9a-f]{7,64}$/i.test(ref)) return { name: undefined, commit: ref.toLowerCase() };
  throw noSuchRef(text, ref, [...refs.keys()]);
}

function noSuchRef(text: string, ref: string | undefined, refs: readonly string[]): ModuleError {
  const address = withoutCredentials(text);
  if (ref === undefined)
    return new ModuleError('module-not-found', 'The repository of this module is empty', `Its source is ${address}.`);
  const tags = refs
    .filter((name) => name.startsWith('refs/tags/') && !name.endsWith('^{}'))
    .map((name) => name.slice(10));
  const branches = refs.filter((name) => name.startsWith('refs/heads/')).map((name) => name.slice(11));
  const near = nearest(ref, [...tags, ...branches]);
  const hint =
    near.length > 0
      ? `Did you mean ${near.join(' or ')}?`
      : `Its tags: ${listed(tags)}. Its branches: ${listed(branches)}.`;
  return new ModuleError(
    'module-version-not-found',
    `The repository has no branch, tag or commit ${ref}`,
    `Its source is ${address}. ${hint}`,
  );
}

const listed = (names: readonly string[]): string =>
  names.length === 0 ? 'none' : `${names.slice(-10).join(', ')}${names.length > 10 ? ' and others' : ''}`;

/** Fetches the files of a commit into an empty folder, without history. Returns the full hash of the commit. */
export async function fetchCommit(
  { url, text }: GitSource,
  { name, commit }: GitCommit,
  folder: string,
  options: GitOptions,
): Promise<string> {
  const run = (args: readonly string[]): Promise<string> => git(args, folder, options, text);
  await run(['init', '--quiet']);
  await run(['remote', 'add', 'origin', '--', url]);
  const fetch = ['fetch', '--quiet', '--no-tags', '--no-recurse-submodules', '--force'];
  const wanted = `${name ?? commit}:refs/landform/module`;
  try {
    await run([...fetch, '--depth=1', '--', url, wanted]);
  } catch (error) {
    if (options.signal.aborted || !(error instanceof ModuleError)) throw error;
    // Some servers have no shallow history, or give no commits that have no name: then all is fetched.
    await run([...fetch, '--', url, name === undefined ? '+refs/*:refs/landform/*' : wanted]);
  }
  const place = name === undefined ? commit : 'refs/landform/module';
  const found = await run(['rev-parse', '--verify', '--quiet', '--end-of-options', `${place}^{commit}`]).catch(
    () => '',
  );
  if (found.trim() === '') throw noSuchRef(text, commit, []);
  await run(['checkout', '--quiet', '--detach', found.trim()]);
  if (existsSync(path.join(folder, '.gitmodules')))
    await run(['submodule', '--quiet', 'update', '--init', '--recursive']);
  rmSync(path.join(folder, '.git'), { recursive: true, force: true });
  return found.trim();
}

/** The name under which the cache knows the files of a commit. */
export const commitKey = ({ url }: GitSource, commit: string): string =>
  createHash('sha256')
    .update(`git ${withoutCredentials(url)} ${commit}`)
    .digest('hex');

function git(args: readonly string[], cwd: string | undefined, options: GitOptions, source: string): Promise<string> {
  const { environment, signal } = options;
  const kept = Object.entries(environment).filter(([name]) => !ELSEWHERE.test(name));
  const ssh = environment['GIT_SSH_COMMAND'] ?? environment['GIT_SSH'];
  return new Promise((resolve, reject) => {
    const child = spawn('git', [...SETTINGS, ...args], {
      cwd,
      stdio: ['ignore', 'pipe', 'pipe'],
      signal,
      env: {
        ...Object.fromEntries(kept),
        LC_ALL: 'C',
        GIT_TERMINAL_PROMPT: '0',
        GCM_INTERACTIVE: 'never',
        ...(ssh === undefined && { GIT_SSH_COMMAND: 'ssh -oBatchMode=yes' }),
      },
    });
    const [output, errors]: [Buffer[], Buffer[]] = [[], []];
    child.stdout.on('data', (chunk: Buffer) => output.push(chunk));
    child.stderr.on('data', (chunk: Buffer) => errors.push(chunk));
    child.on('error', (error) => reject(codeOf(error) === 'ENOENT' ? noGit() : error));
    child.on('close', (code) => {
      if (code === 0) resolve(Buffer.concat(output).toString('utf8'));
      else reject(refusal(source, Buffer.concat(errors).toString('utf8'), code));
    });
  });
}

const noGit = (): ModuleError =>
  new ModuleError(
    'git-not-found',
    'Git is not installed, or not on PATH',
    'This module is in a Git repository. Install Git, and run the command again.',
  );

const DENIED =
  /Authentication failed|could not read (?:Username|Password)|Permission denied|terminal prompts disabled|Host key verification failed|\b(?:401|403)\b/i;
const UNKNOWN = /not found|does not exist|does not appear to be a git repository|\b404\b/i;

function refusal(source: string, output: string, code: number | null): ModuleError {
  const said = withoutCredentials(output).trim().split('\n').slice(-6).join('\n');
  const detail = `Source: ${withoutCredentials(source)}\nGit ended with ${code ?? 'a signal'}:\n${said}`;
  if (DENIED.test(said)) {
    return new ModuleError(
      'module-access-denied',
      'Git has no access to the repository of this module',
      `${detail}\nGive Git credentials that it need not ask for: a credential helper, an SSH agent, or "insteadOf" in its configuration.`,
    );
  }
  if (UNKNOWN.test(said)) {
    return new ModuleError(
      'module-not-found',
      'The repository of this module was not found',
      `${detail}\nCorrect the source, or get access: many services hide private repositories.`,
    );
  }
  return new ModuleError(
    'module-fetch-failed',
    'Git cannot fetch this module',
    `${detail}\nCheck the address and the network, and run the command again.`,
  );
}
