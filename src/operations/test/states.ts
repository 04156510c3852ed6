import { createHash } from 'node:crypto';
import { rm, rmdir } from 'node:fs/promises';
import path from 'node:path';
import type { TestRun } from '../../language/index.js';
import { openSession, type Session } from '../../state/index.js';
import { composeBackend } from '../compose/index.js';
import type { OperationEnvironment } from '../environment.js';
import type { OpenProject, Stack } from '../project.js';

/**
 * The states of one test file. They are files with a journal, so that a run of which only the power went finds what an
 * earlier one created; they are removed once everything in them is destroyed.
 */
export class TestStates {
  readonly #env: OperationEnvironment;
  readonly #project: OpenProject;
  readonly #stack: Stack;
  readonly #folder: string;
  readonly #open = new Map<string, Session>();

  constructor(env: OperationEnvironment, project: OpenProject, stack: Stack, testFile: string) {
    this.#env = env;
    this.#project = project;
    this.#stack = stack;
    this.#folder = path.join('.landform', 'test', fileName(testFile));
  }

  /** The state that a run uses: that of its key, of its module, or of the project's own. */
  static keyOf({ stateKey, module }: TestRun): string {
    return stateKey ?? module?.from ?? '';
  }

  /** Where a state is, relative to the project. */
  placeOf(key: string): string {
    return path.join(this.#folder, `${key === '' ? 'main' : fileName(key)}.tfstate`);
  }

  /** Opens a state, and locks it until the end of the test file. */
  async open(key: string): Promise<Session> {
    const known = this.#open.get(key);
    if (known !== undefined) return known;
    const { emit, version } = this.#env;
    const source = {
      ...this.#stack,
      statePath: this.placeOf(key),
      stateOutPath: undefined,
      backupPath: '-',
      backend: undefined,
    };
    this.#env.hold?.();
    const session = await openSession({
      backend: await composeBackend(this.#env, this.#project, source),
      operation: 'test',
      program: `landform ${version}`,
      write: true,
      emit,
    });
    this.#open.set(key, session);
    return session;
  }

  /** Closes all states, and removes those with nothing in them. */
  async close(): Promise<void> {
    let isEmpty = true;
    for (const session of this.#open.values()) {
      isEmpty &&= session.state.resources.size === 0 && session.interrupted.length === 0;
      await session.release();
    }
    if (!isEmpty || this.#open.size === 0) return;
    const folder = path.resolve(this.#project.directory, this.#folder);
    await rm(folder, { recursive: true, force: true });
    // The folder of all tests, unless others are running.
    await rmdir(path.dirname(folder)).catch(() => undefined);
  }
}

/** A name for a file that is readable, and differs for different texts. */
function fileName(text: string): string {
  const plain = text.replaceAll(/[^A-Za-z0-9._-]+/g, '-').replaceAll(/^[.-]+/g, '');
  return plain === text ? text : `${plain}-${createHash('sha256').update(text).digest('hex').slice(0, 8)}`;
}
