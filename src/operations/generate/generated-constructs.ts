import type { Diagnostic } from '../../model/index.js';
import type { WrittenFiles } from './write-generated.js';

export interface GenerateConstructsOptions {
  /** Types to generate besides those that are used: `aws_vpc`, `data.aws_ami`. */
  readonly types?: readonly string[] | undefined;
  /** Every type of every provider. */
  readonly all?: boolean | undefined;
  /** The folder to write to. Default: `.gen`. */
  readonly out?: string | undefined;
  /** For Landform's library, or for CDKTF's. By default, that of the project. */
  readonly style?: 'landform' | 'cdktf' | undefined;
  /** Selects new versions of providers. */
  readonly upgrade?: boolean | undefined;
}

export interface TypedProvider {
  readonly name: string;
  readonly source: string;
  readonly version: string;
  /** The number of classes for it. */
  readonly classes: number;
}

export interface GeneratedConstructs extends WrittenFiles {
  /** Relative to the project. */
  readonly folder: string;
  readonly providers: readonly TypedProvider[];
  readonly diagnostics: readonly Diagnostic[];
}
