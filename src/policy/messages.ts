import type { JsonObject, PolicyLevel } from '../model/index.js';
import type { ParameterDefinitions } from './parameters.js';

/** The key of an object in the place of a value that is not shown. No attribute begins with this character. */
export const HIDDEN_KEY = '\u0000hidden';

/** What the thread of the policies is asked, one thing after another. */
export type PolicyRequest = { readonly load: string } | { readonly check: string; readonly parameters: JsonObject };

/** A place in a file, absolute. */
export interface CodePlace {
  readonly file: string;
  readonly line: number;
}

/** A policy as its module defines it. */
export interface LoadedPolicy {
  /** False if another policy of its name was loaded before. */
  readonly isFirst: boolean;
  readonly name: string;
  readonly description: string;
  readonly level: PolicyLevel;
  readonly parameters: ParameterDefinitions;
  readonly place?: CodePlace;
}

/** Why a module or a policy could not do its part. */
export interface PolicyFailure {
  readonly kind: 'threw' | 'impure' | 'invalid' | 'missing' | 'syntax';
  readonly message: string;
  readonly place?: CodePlace;
}

export interface RawFinding {
  readonly stack?: string;
  readonly address?: string;
  readonly message: string;
  readonly remediation?: string;
}

export type PolicyReply =
  | { readonly policies: readonly LoadedPolicy[]; readonly version?: string }
  | { readonly findings: readonly RawFinding[] }
  | { readonly failure: PolicyFailure };

export interface PolicyWork {
  /** Where packages are looked for. Absolute. */
  readonly directory: string;
  /** JSON. */
  readonly input: string;
  /** `landform/policy`: the file with its code. */
  readonly library: string;
}
