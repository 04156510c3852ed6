import type { ProviderSource } from '../../model/index.js';
import { descriptionFolder } from '../descriptions.js';
import type { Provider } from '../provider.js';
import type { RestProviderDefinition } from '../rest/mapping/definition.js';
import { restProvider } from '../rest/provider.js';
import type { Surroundings } from '../rest/session.js';
import { realSurroundings } from '../rest/surroundings.js';
import { configuration } from './configuration.js';
import { content } from './content.js';
import { identity } from './identity.js';
import { running } from './running.js';
import { singleDataSources } from './single-data.js';

export const CONDUCTOR_SOURCE: ProviderSource = 'registry.terraform.io/landform/conductor';

export interface ConductorOptions {
  /** Version of the program that contains the provider. */
  readonly version?: string;
  /** Environment variables; nothing is read from the process itself. */
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** Replaces the network, the clock or randomness, for tests. */
  readonly surroundings?: Partial<Omit<Surroundings, 'environment'>>;
}

/**
 * The objects of a Conductor manager (formerly Cloudify Manager): tenants, users, blueprints, deployments and the rest.
 */
export function conductorProvider(options: ConductorOptions): Provider {
  const surroundings = { ...realSurroundings(options.environment), ...options.surroundings };
  return restProvider(conductorDefinition(options.version ?? '0.1.0'), surroundings);
}

export function conductorDefinition(version: string): RestProviderDefinition {
  return {
    name: 'conductor',
    source: CONDUCTOR_SOURCE,
    version,
    beside: descriptionFolder('conductor'),
    configuration,
    resources: { ...identity.resources, ...content.resources, ...running.resources },
    dataSources: { ...identity.dataSources, ...content.dataSources, ...running.dataSources, ...singleDataSources },
    actions: { ...identity.actions, ...content.actions, ...running.actions },
    errors: { message: ['/message'], details: '/error_code' },
  };
}
