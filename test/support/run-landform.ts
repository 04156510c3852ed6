import { spawn, type ChildProcess } from 'node:child_process';
import { mkdir, mkdtemp, readdir, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect } from 'vitest';
import { runProgram, type Ended, type Program } from './programs.js';
import { runWarm } from './warm.js';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));

/** The file that `landform` runs. */
export const MAIN = fileURLToPath(new URL('../../dist/cli/main.cjs', import.meta.url));

export interface Ran {
  readonly code: number | null;
  /** The signal that ended the process. */
  readonly signal?: NodeJS.Signals;
  readonly stdout: string;
  readonly stderr: string;
}

export interface RunOptions {
  readonly env?: Readonly<Record<string, string>>;
  readonly input?: string;
  /** Whether the terminal echoes input, as a real one does. */
  readonly echo?: boolean;
  /** The user (and group) to run as; only root may choose. */
  readonly user?: number;
  /** Called with the process while it runs. */
  readonly during?: (child: ChildProcess) => void;
}

/** Commands that had a process of their own, by test file. */
const ranAlone = new Set<string>();

/** A temporary folder for one test, and `landform` as a process in it, without a terminal. */
export class Folder {
  readonly path: string;

  private constructor(directory: string) {
    this.path = directory;
  }

  static async make(files: Readonly<Record<string, unknown>> = {}): Promise<Folder> {
    const folder = new Folder(await mkdtemp(path.join(tmpdir(), 'landform-cli-')));
    for (const [name, content] of Object.entries(files)) await folder.write(name, content);
    return folder;
  }

  /** Text is written unchanged, anything else as JSON. */
  async write(name: string, content: unknown): Promise<void> {
    const file = path.join(this.path, name);
    await mkdir(path.dirname(file), { recursive: true });
    await writeFile(file, typeof content === 'string' ? content : JSON.stringify(content, undefined, 2));
  }

  /** As after `npm install landform`: programs can import the package. */
  async link(): Promise<void> {
    await mkdir(path.join(this.path, 'node_modules'), { recursive: true });
    await symlink(ROOT, path.join(this.path, 'node_modules/landform'));
    await symlink(path.join(ROOT, 'node_modules/constructs'), path.join(this.path, 'node_modules/constructs'));
  }

  async read(name: string): Promise<string> {
    return readFile(path.join(this.path, name), 'utf8');
  }

  /** Names of files with their contents, except the lock and the cache. */
  async contents(): Promise<Record<string, string>> {
    const names = (await readdir(this.path)).filter((name) => name !== '.landform').sort();
    return Object.fromEntries(await Promise.all(names.map(async (name) => [name, await this.read(name)] as const)));
  }

  /** The holder of the lock according to its record; null if it is free. */
  async lockHolder(): Promise<unknown> {
    const names = await readdir(path.join(this.path, '.landform')).catch((): string[] => []);
    const record = names
      .filter((name) => name.includes('.lock.') && !name.endsWith('.tmp')) // a record still being written
      .sort()
      .at(-1);
    if (record === undefined) return null;
    return (JSON.parse(await this.read(path.join('.landform', record))) as { readonly holder: unknown }).holder;
  }

  landform(line: string | readonly string[], options: RunOptions = {}): Promise<Ran> {
    return this.#run(process.execPath, [MAIN, ...wordsOf(line)], options);
  }

  /**
   * The same in a process that is kept, which takes a tenth of the time: for tests of what commands say and do, where the process
   * itself is not what is tested. Options that only a process of its own can have start one.
   */
  async warm(line: string | readonly string[], options: RunOptions = {}): Promise<Ran> {
    const { env = {}, input = '', user, during } = options;
    const atStart = Object.keys(env).some((name) => name.startsWith('NODE_') && name !== 'NODE_ENV');
    if (atStart || user !== undefined || during !== undefined) return this.landform(line, options);
    const { code, stdout, stderr } = await runWarm({
      line: wordsOf(line),
      directory: this.path,
      env: this.#environment(env),
      input,
    });
    return { code, stdout, stderr };
  }

  /** For the many runs of a file: the first of each command is a process of its own, as a user starts it, the others are warm. */
  async run(line: string | readonly string[], options: RunOptions = {}): Promise<Ran> {
    const command = `${expect.getState().testPath} ${wordsOf(line)[0]}`;
    if (ranAlone.has(command)) return this.warm(line, options);
    ranAlone.add(command);
    return this.landform(line, options);
  }

  /** The same on a terminal, where input and output are one stream. */
  atTerminal(line: string, options: RunOptions = {}): Promise<Ran> {
    const command = `exec ${quote(process.execPath)} ${quote(MAIN)} ${line}`;
    return this.#run(
      'script',
      ['--quiet', '--return', '--echo', options.echo === true ? 'always' : 'never', '--command', command, '/dev/null'],
      options,
    );
  }

  async #run(
    command: string,
    given: readonly string[],
    { env = {}, input = '', user, during }: RunOptions,
  ): Promise<Ran> {
    const program = { command, line: given, directory: this.path, env: this.#environment(env), input, user };
    const { code, signal, stdout, stderr } = await (during === undefined ? runProgram(program) : run(program, during));
    return { code, stdout, stderr, ...(signal === null ? {} : { signal }) };
  }

  #environment(more: Readonly<Record<string, string>>): Record<string, string> {
    return { PATH: process.env['PATH'] ?? '', HOME: this.path, TERM: 'xterm-256color', ...more };
  }

  async remove(): Promise<void> {
    await rm(this.path, { recursive: true, force: true });
  }
}

/** The same for a program that the test wants to act on while it runs. */
function run({ command, line, directory, env, user }: Program, during: (child: ChildProcess) => void): Promise<Ended> {
  return new Promise((resolve, reject) => {
    const identity = user === undefined ? {} : { uid: user, gid: user };
    const child = spawn(command, line, { cwd: directory, env, stdio: 'pipe', ...identity });
    let [stdout, stderr] = ['', ''];
    child.stdout.setEncoding('utf8').on('data', (text: string) => (stdout += text));
    child.stderr.setEncoding('utf8').on('data', (text: string) => (stderr += text));
    child.on('error', reject);
    child.on('close', (code, signal) => resolve({ code, signal, stdout, stderr }));
    during(child);
  });
}

const wordsOf = (line: string | readonly string[]): readonly string[] =>
  typeof line === 'string' ? line.split(' ').filter((word) => word !== '') : line;

const quote = (text: string): string => `'${text.replaceAll("'", "'\\''")}'`;
