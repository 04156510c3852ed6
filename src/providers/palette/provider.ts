import type { ProviderSource } from '../../model/index.js';
import { descriptionFolder } from '../descriptions.js';
import type { Provider } from '../provider.js';
import type { RestProviderDefinition } from '../rest/mapping/definition.js';
import { restProvider } from '../rest/provider.js';
import type { Surroundings } from '../rest/session.js';
import { realSurroundings } from '../rest/surroundings.js';
import { cloudAccountVsphere } from './account.js';
import { actions } from './actions.js';
import { apiKey } from './api-key.js';
import { currentCluster } from './cluster-current.js';
import { documentedCluster } from './cluster-documented.js';
import { configuration } from './configuration.js';
import { dataSources } from './data-sources.js';
import { currentClusterProfile, documentedClusterProfile } from './profile.js';

const PALETTE_SOURCE: ProviderSource = 'registry.terraform.io/landform/palette';

export interface PaletteOptions {
  /** Version of the program that contains the provider. */
  readonly version?: string;
  /** Environment variables; nothing is read from the process itself. */
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** Replaces the network, the clock or randomness, for tests. */
  readonly surroundings?: Partial<Omit<Surroundings, 'environment'>>;
}

/** Spectro Cloud Palette. */
export function paletteProvider(options: PaletteOptions): Provider {
  const surroundings = { ...realSurroundings(options.environment), ...options.surroundings };
  return restProvider(paletteDefinition(options.version ?? '0.1.0'), surroundings);
}

/** The parts of the provider; its guide is generated from them. */
export function paletteDefinition(version: string): RestProviderDefinition {
  return {
    name: 'palette',
    source: PALETTE_SOURCE,
    version,
    beside: descriptionFolder('palette'),
    configuration,
    resources: {
      palette_api_key: apiKey,
      palette_cloud_account_vsphere: cloudAccountVsphere,
      palette_cluster_profile: documentedClusterProfile,
      palette_cluster_vsphere: documentedCluster,
    },
    editions: {
      setting: 'api',
      of: { current: { palette_cluster_profile: currentClusterProfile, palette_cluster_vsphere: currentCluster } },
    },
    dataSources,
    actions,
    errors: { message: ['/message'], details: '/details', code: '/code', missing: ['ResourceNotFound'] },
  };
}
