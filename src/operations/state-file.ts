import { closeSync, openSync, readSync } from 'node:fs';
import path from 'node:path';
import { readConfiguration } from '../language/index.js';
import { findProject } from '../program/index.js';
import { readGivenState, type StateBytes } from '../state/index.js';
import { composeProviders, decryptWith } from './compose/index.js';
import type { OperationEnvironment } from './environment.js';
import { stateInFile, stateInMemory, type GivenState } from './given-state.js';
import { guarded } from './guard.js';
import { stateSecrets } from './known-secrets.js';
import { schemasOf } from './schemas.js';
import type { ShowStateResult } from './show.js';

/** The possible first keys of a state, however a tool sorted it. Plans begin with `format_version`. */
const STATE_START = /^\uFEFF?\s*\{\s*"(?:version|terraform_version|serial|lineage|outputs|resources|check_results)"/;

const START_LENGTH = 256;

/** Whether a file looks like a state and not like a plan; also false if it cannot be read. */
export function isStateFile(env: OperationEnvironment, name: string): boolean {
  const start = Buffer.alloc(START_LENGTH);
  let descriptor: number | undefined;
  try {
    descriptor = openSync(path.resolve(env.directory, name), 'r');
    const length = readSync(descriptor, start, 0, START_LENGTH, 0);
    return STATE_START.test(start.toString('utf8', 0, length));
  } catch {
    return false;
  } finally {
    if (descriptor !== undefined) closeSync(descriptor);
  }
}

/** Shows a state file without its journal. Needs no project; the providers in `landform.json`, if any, supply schemas. */
export async function showStateFile(env: OperationEnvironment, name: string): Promise<ShowStateResult> {
  return guarded<ShowStateResult>({ stacks: [] }, async () => {
    const state = readGivenState(await decrypted(env, stateInFile(env.directory, name)), name);
    env.learn?.(() => stateSecrets(state));
    const { project } = await findProject(env.directory);
    const providers = composeProviders(env, { directory: env.directory, providers: project?.providers ?? {} });
    try {
      const { schemaOf } = await schemasOf(providers, readConfiguration([]).configuration, state);
      return { stacks: [{ name: '', state, schemaOf }], diagnostics: [] };
    } finally {
      await providers.close();
    }
  });
}

/** Decrypts a state with the keys of the project if it is encrypted. */
async function decrypted(env: OperationEnvironment, given: GivenState): Promise<StateBytes> {
  const [first = new Uint8Array()] = given.chunks();
  const start = Buffer.from(first.subarray(0, ENCRYPTED_LENGTH)).toString('utf8');
  if (!ENCRYPTED.test(start) || !(await isProject(env))) return given;
  return stateInMemory(given.from, [await decryptWith(env, 'state')(given.from, given.chunks)]);
}

const isProject = async ({ directory }: OperationEnvironment): Promise<boolean> =>
  (await findProject(directory)).project !== undefined;

/** How an encrypted state begins. */
const ENCRYPTED = /^\s*\{\s*(?:"serial":\s*\d+,\s*"lineage":\s*"[^"]*",\s*)?"meta"\s*:/;
const ENCRYPTED_LENGTH = 512;
