import type { ProviderSource } from '../../model/index.js';
import { descriptionFolder } from '../descriptions.js';
import type { Provider } from '../provider.js';
import type { RestProviderDefinition } from '../rest/mapping/definition.js';
import { restProvider } from '../rest/provider.js';
import type { Surroundings } from '../rest/session.js';
import { realSurroundings } from '../rest/surroundings.js';
import { configuration } from './configuration.js';
import { dataSources } from './data-sources.js';
import { mesh } from './mesh.js';
import { workshop } from './workshop.js';

const ASM_SOURCE: ProviderSource = 'registry.terraform.io/landform/asm';

export interface AsmOptions {
  /** Version of the program that contains the provider. */
  readonly version?: string;
  /** Environment variables; nothing is read from the process itself. */
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** Replaces the network, the clock or randomness, for tests. */
  readonly surroundings?: Partial<Omit<Surroundings, 'environment'>>;
}

/** Service meshes and their one-click experience tasks (Huawei Cloud Application Service Mesh). */
export function asmProvider(options: AsmOptions): Provider {
  const surroundings = { ...realSurroundings(options.environment), ...options.surroundings };
  return restProvider(
    asmDefinition(options.version ?? '0.1.0', () => surroundings.clock.now()),
    surroundings,
  );
}

/** `now` dates the signatures of requests. */
export function asmDefinition(version: string, now: () => number): RestProviderDefinition {
  return {
    name: 'asm',
    source: ASM_SOURCE,
    version,
    beside: descriptionFolder('asm'),
    configuration: configuration(now),
    resources: { asm_workshop: workshop, asm_mesh: mesh },
    dataSources,
    // The service's error fields, then those of the gateway in front of it. The meaning of an error is decided by its
    // status alone.
    errors: { message: ['/errorMsg', '/error_msg', '/errorCode', '/error_code'] },
  };
}
