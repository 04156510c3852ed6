import type { Diagnostic, JsonObject, Value } from '../../src/model/index.js';
import type { Provider } from '../../src/providers/provider.js';

/** A provider with its own environment for one test. */
export interface World {
  /** Not configured yet. */
  readonly provider: Provider;
  /** The provider's own configuration. */
  readonly config?: JsonObject;
  /** Where relative paths start. */
  readonly directory: string;
  /** The contents of the managed system, to check that reading changes nothing. */
  fingerprint?(): Promise<unknown>;
  /** After the provider was closed. */
  close(): Promise<void>;
}

/** Runs a test in its own environment, with the provider configured. */
export type InWorld<W extends World> = (test: (world: W) => Promise<void>) => Promise<void>;

export const isError = (diagnostic: Diagnostic): boolean => diagnostic.severity === 'error';

/** A value in a form whose differences a test can print: exact, with unknown values. */
export const shown = (kept: { readonly state: Value }): unknown => kept.state;
