import type { ChildProcess } from 'node:child_process';
import { expect } from 'vitest';
import { startSandbox, type Sandbox } from '../../src/sandbox/index.js';
import { Folder, type Ran } from '../support/run-landform.js';
import type { SharedPlace } from '../support/shared-places.js';
import { configurationOf, identitiesOf, identitiesOfSandbox, linesOf, linesOfSandbox, type Wish } from './wishes.js';

export type Wishes = Readonly<Record<string, Wish>>;

export interface Running {
  readonly child: ChildProcess;
  readonly ended: Promise<Ran>;
}

/** Two folders, as of two people, with one configuration, one state and one sandbox. */
export class Team {
  readonly sandbox: Sandbox;
  readonly place: SharedPlace;
  readonly here: Folder;
  readonly there: Folder;

  private constructor(sandbox: Sandbox, place: SharedPlace, here: Folder, there: Folder) {
    this.sandbox = sandbox;
    this.place = place;
    this.here = here;
    this.there = there;
  }

  static async meet(open: () => Promise<SharedPlace>): Promise<Team> {
    return new Team(...(await Promise.all([startSandbox(), open(), Folder.make(), Folder.make()])));
  }

  async part(): Promise<void> {
    await Promise.all([this.place.stop(), this.sandbox.close(), this.here.remove(), this.there.remove()]);
  }

  /** Changes the configuration. Requests are counted anew. */
  async want(wishes: Wishes): Promise<void> {
    const document = JSON.parse(configurationOf(wishes)) as { terraform: object };
    const terraform = { ...document.terraform, backend: this.place.backend() };
    for (const folder of [this.here, this.there]) await folder.write('main.tf.json', { ...document, terraform });
    this.sandbox.requests.clear();
  }

  /** In a process that is kept: two at a time have one each. */
  apply(folder: Folder, lockTimeout = '0s'): Promise<Ran> {
    return folder.warm(`apply --auto-approve --parallelism=4 --lock-timeout=${lockTimeout}`, {
      env: this.#environment,
    });
  }

  /** In a process of its own, which can be killed. */
  start(folder: Folder): Running {
    let child: ChildProcess | undefined;
    const ended = folder.landform('apply --auto-approve --parallelism=4', {
      env: this.#environment,
      during: (process) => {
        child = process;
        process.stdin?.end();
      },
    });
    if (child === undefined) throw new Error('a process starts at once');
    return { child, ended };
  }

  get #environment(): Record<string, string> {
    return { ...this.sandbox.environment, ...this.place.environment() };
  }

  /** The paths of successful requests that created something, since the last change. */
  get created(): readonly string[] {
    return this.sandbox.requests.records
      .filter(({ method, status }) => method === 'POST' && status < 300)
      .map(({ path }) => path);
  }

  /** The state has what the sandbox has, and that is what was wanted. */
  async expectApplied(wishes: Wishes, where = ''): Promise<void> {
    expect(linesOfSandbox(this.sandbox), where).toEqual(linesOf(wishes));
    expect(identitiesOf((await this.place.stored()) ?? ''), where).toEqual(identitiesOfSandbox(this.sandbox));
  }
}

/** The codes of the errors that a run printed. */
export const codesOf = ({ stderr }: Ran): readonly string[] =>
  [...stderr.matchAll(/\[([a-z]+(?:-[a-z]+)+)\]/g)].map(([, code = '']) => code);
