import { hasErrors, type Configuration, type Diagnostic } from '../../model/index.js';
import type { EngineContext } from '../context.js';

declare const checked: unique symbol;

/** A configuration that may be planned and applied. Only the functions of this file can create one. */
export type ValidConfiguration = Configuration & { readonly [checked]: true };

/** The input of planning and applying. */
export interface ValidContext extends EngineContext {
  readonly configuration: ValidConfiguration;
}

export interface Validation {
  /** Absent if there are errors. */
  readonly configuration?: ValidConfiguration;
  readonly diagnostics: readonly Diagnostic[];
}

/** The diagnostics of validation, and the configuration if it may be used. */
export const validated = (configuration: Configuration, diagnostics: readonly Diagnostic[]): Validation =>
  hasErrors(diagnostics) ? { diagnostics } : { configuration: marked(configuration), diagnostics };

/** A configuration that may have errors, because these must not prevent destroying what is in state. */
export const configurationToDestroy = (configuration: Configuration): ValidConfiguration => marked(configuration);

/** The configuration of a saved plan with a verified seal: it was validated for that plan. */
export const sealedConfiguration = (configuration: Configuration): ValidConfiguration => marked(configuration);

/** The mark exists only for the compiler. */
const marked = (configuration: Configuration): ValidConfiguration => configuration as ValidConfiguration;
