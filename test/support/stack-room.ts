import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { App } from 'landform';
import { hasErrors, type Event } from '../../src/model/index.js';
import {
  apply,
  plan,
  type ApplyOptions,
  type ApplyResult,
  type OperationEnvironment,
  type PlanFileOptions,
  type PlanningOptions,
  type PlanResult,
} from '../../src/operations/index.js';
import { testEnvironment } from '../../src/testing/harness.js';

/** A project of several stacks inside the process of the test: its program is a function. */
export class StackRoom {
  readonly directory: string;
  readonly events: Event[] = [];
  environment: Readonly<Record<string, string | undefined>> = {};
  stopping = (): boolean => false;
  build: ((app: App) => void) | undefined;

  private constructor(directory: string) {
    this.directory = directory;
  }

  static async make(build?: (app: App) => void, files: Readonly<Record<string, string>> = {}): Promise<StackRoom> {
    const room = new StackRoom(await mkdtemp(path.join(tmpdir(), 'landform-stacks-')));
    room.build = build;
    for (const [name, text] of Object.entries(files)) await room.write(name, text);
    return room;
  }

  async write(name: string, text: string): Promise<void> {
    const file = path.join(this.directory, name);
    await mkdir(path.dirname(file), { recursive: true });
    await writeFile(file, text);
  }

  read(name: string): Promise<string> {
    return readFile(path.join(this.directory, name), 'utf8');
  }

  remove(): Promise<void> {
    return rm(this.directory, { recursive: true, force: true });
  }

  get env(): OperationEnvironment {
    const { directory, environment, build } = this;
    const program = (): App => {
      const app = new App();
      build?.(app);
      return app;
    };
    return {
      ...testEnvironment({ directory, environment }, (event) => void this.events.push(event)),
      stopping: () => this.stopping(),
      ...(build === undefined ? {} : { program }),
    };
  }

  plan(options: PlanningOptions & PlanFileOptions = {}): Promise<PlanResult> {
    this.events.length = 0;
    return plan(this.env, options);
  }

  apply(options: Partial<ApplyOptions> = {}): Promise<ApplyResult> {
    this.events.length = 0;
    return apply(this.env, { approve: () => Promise.resolve(true), ...options });
  }

  /** Actions and addresses of the planned changes, each with its stack. */
  async changes(options: PlanningOptions = {}): Promise<readonly string[]> {
    const { stacks, diagnostics } = await this.plan(options);
    if (hasErrors(diagnostics)) throw new Error(diagnostics.map(({ summary }) => summary).join('; '));
    return stacks.flatMap(({ name, plan: { changes } }) =>
      changes.flatMap(({ action, address }) => (action === 'no-op' ? [] : [`${action} ${name}:${address}`])),
    );
  }
}
