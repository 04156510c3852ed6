import { type Block, EMPTY_BLOCK } from '../model/index.js';
import { LOCAL_EXEC, localExec, type Surroundings } from './local-exec.js';
import type { Failure, ProvisionerRequest } from './request.js';

interface AvailableProvisioner {
  readonly block: Block;
  readonly isRemote: boolean;
  provision(request: ProvisionerRequest): Promise<Failure | undefined>;
}

/** The provisioners, by the names that configurations have for them. */
export function provisionersIn(surroundings: Surroundings): {
  readonly byType: ReadonlyMap<string, AvailableProvisioner>;
  readonly connection: Block;
} {
  const local: AvailableProvisioner = {
    block: LOCAL_EXEC,
    isRemote: false,
    provision: (request) => localExec(request, surroundings),
  };
  return { byType: new Map([['local-exec', local]]), connection: EMPTY_BLOCK };
}
