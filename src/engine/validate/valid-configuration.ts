import { hasErrors, type Configuration, type Diagnostic } from '../../model/index.js';
import type { EngineContext } from '../context.js';

declare const checked: unique symbol;

/** A configuration that may be planned and applied. The functions of this file make one; nothing else can. */
export type ValidConfiguration = Configuration & { readonly [checked]: true };

/** What planning and applying demand. */
export interface ValidContext extends EngineContext {
  readonly configuration: ValidConfiguration;
}

export interface Validation {
  /** Absent where there are errors. */
  readonly configuration?: ValidConfiguration;
  readonly diagnostics: readonly Diagnostic[];
}

/** What validation found, and the configuration if that may be used. */
export const validated = (configuration: Configuration, diagnostics: readonly Diagnostic[]): Validation =>
  hasErrors(diagnostics) ? { diagnostics } : { configuration: marked(configuration), diagnostics };

/** A configuration with errors, which do not keep from destroying what is in state. */
export const configurationToDestroy = (configuration: Configuration): ValidConfiguration => marked(configuration);

/** The configuration of a saved plan whose seal was verified: it is the one that was validated for the plan. */
export const sealedConfiguration = (configuration: Configuration): ValidConfiguration => marked(configuration);

/** The mark exists for the compiler only. */
const marked = (configuration: Configuration): ValidConfiguration => configuration as ValidConfiguration;
