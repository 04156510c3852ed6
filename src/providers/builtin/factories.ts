import type { ProviderSource } from '../../model/index.js';
import type { ProviderFactory } from '../catalog.js';
import { DataProvider, TERRAFORM_SOURCE } from './data.js';
import type { StackOutputs } from './remote-state.js';

export interface BuiltinOptions {
  readonly version: string;
  /** A random UUID. */
  uuid(): string;
  readonly stackOutputs?: StackOutputs | undefined;
}

/** What comes with Landform and needs no network, for the catalog. */
export function builtinProviders(options: BuiltinOptions): [ProviderSource, ProviderFactory][] {
  return [[TERRAFORM_SOURCE, { create: () => new DataProvider(options) }]];
}
