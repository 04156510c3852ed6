import { spawnSync } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import type { Step } from './scenario.js';
import { SHORT_LIVED_GO } from '../support/go.js';
import { runProgram } from '../support/programs.js';

/** An isolated environment: no user settings, no plugins, no prompts. */
const environment = (data: string): Record<string, string> => ({
  PATH: process.env['PATH'] ?? '',
  HOME: data,
  TF_CLI_CONFIG_FILE: '/dev/null',
  TF_DATA_DIR: data,
  CHECKPOINT_DISABLE: '1',
  ...SHORT_LIVED_GO,
});

export const hasTerraform = (): boolean =>
  spawnSync('terraform', ['version'], { env: environment('/dev/null'), stdio: 'ignore' }).status === 0;

export interface TerraformRun {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs Terraform in one folder, step by step. */
export class Terraform {
  readonly directory: string;
  readonly #data: string;

  constructor(directory: string, data: string) {
    this.directory = directory;
    this.#data = data;
  }

  async plan(step: Step, more: readonly string[]): Promise<TerraformRun> {
    const files = ['main.tf.json', 'main.tf'].map((name) => path.join(this.directory, name));
    const texts = await Promise.all(files.map((file) => readFile(file, 'utf8').catch(() => '')));
    if (texts.some((text) => /"module"|^module /m.test(text))) await this.get();
    return this.#run(['plan', '-input=false', '-no-color', ...flags(step), ...more], step.environment);
  }

  /** Records the modules in local folders, which Terraform requires. */
  get(): Promise<TerraformRun> {
    return this.#run(['get']);
  }

  show(planFile: string): Promise<TerraformRun> {
    return this.#run(['show', '-json', planFile]);
  }

  apply(planFile: string): Promise<TerraformRun> {
    return this.#run(['apply', '-input=false', '-no-color', planFile]);
  }

  async state(): Promise<string> {
    return readFile(path.join(this.directory, 'terraform.tfstate'), 'utf8');
  }

  #run(given: readonly string[], extra: Readonly<Record<string, string>> = {}): Promise<TerraformRun> {
    return inTurn(async () => {
      const { code, stdout, stderr } = await runProgram({
        command: 'terraform',
        line: given,
        directory: this.directory,
        env: { ...environment(this.#data), ...extra },
      });
      return { code: code ?? 1, stdout, stderr };
    });
  }
}

function flags({ options = {} }: Step): readonly string[] {
  return [
    ...(options.targets ?? []).map((target) => `-target=${target}`),
    ...(options.replace ?? []).map((address) => `-replace=${address}`),
    ...(options.destroy === true ? ['-destroy'] : []),
    ...(options.refreshOnly === true ? ['-refresh-only'] : []),
    ...(options.refresh === false ? ['-refresh=false'] : []),
    ...Object.entries(options.variables ?? {}).flatMap(([name, text]) => ['-var', `${name}=${text}`]),
  ];
}

const WIDTH = 2;
let running = 0;
const waiting: (() => void)[] = [];

/** More processes than cores would slow down every one of them. */
async function inTurn<T>(work: () => Promise<T>): Promise<T> {
  if (running >= WIDTH) await new Promise<void>((resolve) => void waiting.push(resolve));
  running += 1;
  try {
    return await work();
  } finally {
    running -= 1;
    waiting.shift()?.();
  }
}
