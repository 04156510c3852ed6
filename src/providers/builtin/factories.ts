import type { ProviderSource } from '../../model/index.js';
import type { ProviderFactory } from '../catalog.js';
import { DataProvider, TERRAFORM_SOURCE, type DataProviderOptions } from './data.js';
import type { RandomBytes } from './randomness.js';

export interface BuiltinOptions extends DataProviderOptions {
  readonly randomBytes: RandomBytes;
}

/** The providers that come with Landform and need no network, for the catalog; loaded on demand. */
export function builtinProviders(options: BuiltinOptions): [ProviderSource, ProviderFactory][] {
  return [
    [TERRAFORM_SOURCE, { create: () => new DataProvider(options) }],
    [
      'registry.terraform.io/landform/local',
      { create: async () => (await import('./file.js')).localProvider(options.version).create() },
    ],
    [
      'registry.terraform.io/landform/random',
      { create: async () => (await import('./random.js')).randomProvider(options).create() },
    ],
  ];
}
