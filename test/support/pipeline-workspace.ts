import { spawn } from 'node:child_process';
import { cp, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { MAIN } from './run-landform.js';

const VERSION = '0.0.0-test';

/** What `npm ci` installs: a package whose command is the built one. Its folder is beside that of each job. */
const LOCK = {
  lockfileVersion: 3,
  packages: {
    '': { dependencies: { landform: 'file:../tool' } },
    '../tool': { name: 'landform', version: VERSION, bin: { landform: 'main.js' } },
    'node_modules/landform': { resolved: '../tool', link: true },
  },
};

/** Whether npm has installed the package in a job of this test file: once is enough to show that it does. */
let installed = false;

export interface ShellResult {
  readonly code: number | null;
  readonly output: string;
}

/** A repository with a project, and a folder for each job in which a pipeline checks it out. */
export class PipelineWorkspaces {
  readonly root: string;
  #jobs = 0;

  private constructor(root: string) {
    this.root = root;
  }

  static async make(files: Readonly<Record<string, string>>): Promise<PipelineWorkspaces> {
    const made = new PipelineWorkspaces(await mkdtemp(path.join(tmpdir(), 'landform-pipeline-')));
    const all = {
      'package.json': JSON.stringify({ private: true, dependencies: { landform: 'file:../tool' } }),
      'package-lock.json': JSON.stringify(LOCK),
      ...files,
    };
    for (const [name, text] of Object.entries(all)) await made.write(name, text);
    await mkdir(path.join(made.root, 'tool'));
    await writeFile(
      path.join(made.root, 'tool/package.json'),
      JSON.stringify({ name: 'landform', version: VERSION, bin: { landform: 'main.js' } }),
    );
    await writeFile(path.join(made.root, 'tool/main.js'), `#!/usr/bin/env node\nimport(${JSON.stringify(MAIN)});\n`, {
      mode: 0o755,
    });
    await made.#shortcut('npm', '');
    await made.#shortcut('npx', `shift\nexec node ${made.root}/tool/main.js "$@"`);
    return made;
  }

  async #shortcut(name: string, text: string): Promise<void> {
    await mkdir(path.join(this.root, 'bin'), { recursive: true });
    await writeFile(path.join(this.root, 'bin', name), `#!/bin/sh\n${text}\n`, { mode: 0o755 });
  }

  get repository(): string {
    return path.join(this.root, 'repository');
  }

  async write(name: string, text: string): Promise<void> {
    const file = path.join(this.repository, name);
    await mkdir(path.dirname(file), { recursive: true });
    await writeFile(file, text);
  }

  read(name: string): Promise<string> {
    return readFile(path.join(this.repository, name), 'utf8');
  }

  /** A new folder with what the repository contains now, and the PATH of the job. After the first, npm and npx take a shortcut. */
  async checkout(): Promise<{ readonly folder: string; readonly PATH: string }> {
    const bin = installed ? `${path.join(this.root, 'bin')}:` : '';
    installed = true;
    const folder = path.join(this.root, `job-${(this.#jobs += 1)}`);
    await cp(this.repository, folder, { recursive: true });
    return { folder, PATH: `${bin}${process.env['PATH'] ?? ''}` };
  }

  async remove(): Promise<void> {
    await rm(this.root, { recursive: true, force: true });
  }
}

/** Runs lines as a pipeline does: a failing one ends the shell. */
export function runShell(text: string, cwd: string, env: Readonly<Record<string, string>>): Promise<ShellResult> {
  return new Promise((resolve, reject) => {
    const child = spawn('sh', ['-e', '-c', text], {
      cwd,
      env: {
        HOME: path.dirname(cwd),
        npm_config_offline: 'true',
        npm_config_audit: 'false',
        npm_config_update_notifier: 'false',
        NO_COLOR: '1',
        ...env,
      },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let output = '';
    for (const stream of [child.stdout, child.stderr])
      stream.setEncoding('utf8').on('data', (chunk: string) => (output += chunk));
    child.on('error', reject);
    child.on('close', (code) => resolve({ code, output }));
  });
}
