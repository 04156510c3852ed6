import type { ProviderSource } from '../../model/index.js';
import type { ProviderFactory } from '../catalog.js';
import { DataProvider, TERRAFORM_SOURCE } from './data.js';
import { localProvider } from './file.js';
import { randomProvider } from './random.js';
import type { RandomBytes } from './randomness.js';
import type { StackOutputs } from './remote-state.js';

export interface BuiltinOptions {
  readonly version: string;
  /** A random UUID. */
  readonly uuid: () => string;
  readonly randomBytes: RandomBytes;
  readonly stackOutputs?: StackOutputs | undefined;
}

/** What comes with Landform and needs no network, for the catalog. */
export function builtinProviders(options: BuiltinOptions): [ProviderSource, ProviderFactory][] {
  const local = localProvider(options.version);
  const random = randomProvider(options);
  return [
    [TERRAFORM_SOURCE, { create: () => new DataProvider(options) }],
    [local.source, local],
    [random.source, random],
  ];
}
