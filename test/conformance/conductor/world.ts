import type { JsonObject } from '../../../src/model/index.js';
import { conductorProvider } from '../../../src/providers/conductor/index.js';
import type { Answers, Sandbox } from '../../../src/sandbox/index.js';
import { freshManager } from '../../units/providers/conductor/manager.js';
import { configValue } from '../provider-driver.js';
import type { World } from '../provider.js';

export interface ManagerWorld extends World {
  readonly sandbox: Sandbox;
}

/** An emulated manager as at its start, which answers as the document says or as the public source does. */
export async function openManager(answers: Answers = 'documented'): Promise<ManagerWorld> {
  const sandbox = await freshManager();
  sandbox.answers.change(answers);
  return {
    provider: conductorProvider({ version: '1.2.3', environment: sandbox.environment }),
    directory: '.',
    sandbox,
    fingerprint: async () => JSON.stringify(sandbox.store.snapshot()),
    close: async () => {},
  };
}

export async function configureManager({ provider, directory, config = {} }: ManagerWorld): Promise<void> {
  const value = configValue(provider.schemas.provider().block, config);
  const { diagnostics } = await provider.configure({ config: value, planning: false, directory });
  if (diagnostics.length > 0) throw new Error(diagnostics.map(({ summary }) => summary).join('; '));
}

/** Creates an object past the provider, and returns its identity. */
export async function added(world: ManagerWorld, collection: string, values: JsonObject): Promise<string> {
  const [entry] = await world.sandbox.drift({ action: 'add', system: 'conductor', collection, values });
  return entry!.identity;
}

/** Changes, behind our back, what somebody made. */
export function changed(
  collection: string,
  identity: string,
  values: JsonObject,
): (world: ManagerWorld) => Promise<void> {
  return async ({ sandbox }) => {
    await sandbox.drift({ action: 'change', system: 'conductor', collection, identity, values });
  };
}

/** Deletes, behind our back, what somebody made. */
export function deleted(collection: string, identity: string): (world: ManagerWorld) => Promise<void> {
  return async ({ sandbox }) => {
    await sandbox.drift({ action: 'delete', system: 'conductor', collection, identity });
  };
}
