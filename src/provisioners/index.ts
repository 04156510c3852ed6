import type { Block } from '../model/index.js';
import { CONNECTION } from './connection.js';
import { FILE, uploadFile } from './file.js';
import { LOCAL_EXEC, localExec, type Surroundings } from './local-exec.js';
import { REMOTE_EXEC, remoteExec } from './remote-exec.js';
import type { Failure, ProvisionerRequest } from './request.js';

interface AvailableProvisioner {
  readonly block: Block;
  readonly isRemote: boolean;
  /** Arguments of which exactly one is set. */
  readonly alternatives: readonly string[];
  provision(request: ProvisionerRequest): Promise<Failure | undefined>;
}

/** The provisioners, by the names that configurations have for them. */
export function provisionersIn(surroundings: Surroundings): {
  readonly byType: ReadonlyMap<string, AvailableProvisioner>;
  readonly connection: Block;
} {
  const available = (
    block: Block,
    alternatives: readonly string[],
    provision: (request: ProvisionerRequest, surroundings: Surroundings) => Promise<Failure | undefined>,
  ): AvailableProvisioner => ({
    block,
    isRemote: block !== LOCAL_EXEC,
    alternatives,
    provision: (request) => provision(request, surroundings),
  });
  return {
    byType: new Map([
      ['local-exec', available(LOCAL_EXEC, [], localExec)],
      ['remote-exec', available(REMOTE_EXEC, ['inline', 'script', 'scripts'], remoteExec)],
      ['file', available(FILE, ['source', 'content'], uploadFile)],
    ]),
    connection: CONNECTION,
  };
}
