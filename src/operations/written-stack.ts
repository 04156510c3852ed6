import path from 'node:path';
import type { ConfigurationFile, EncryptionSettings, Json } from '../model/index.js';

/** One stack as written: its documents and settings. */
export interface WrittenStack {
  /** Where it comes from: a program of Landform, an app of CDKTF, or a folder of Terraform files. */
  readonly kind: 'program' | 'cdktf' | 'folder';
  /** Empty for a plain folder. */
  readonly name: string;
  /** Relative to the project: where relative paths of the configuration start. Empty for the project itself. */
  readonly folder: string;
  readonly files: readonly ConfigurationFile[];
  /** Automatic variable files, weakest first. */
  readonly variableFiles: readonly ConfigurationFile[];
  /** Values from `landform.json`. */
  readonly variables: Readonly<Record<string, Json>>;
  /** From `landform.json`. */
  readonly encryption?: EncryptionSettings | undefined;
  /** The stacks whose outputs this one reads. */
  readonly dependencies: readonly string[];
}

/** Where relative paths of a stack's configuration start. */
export const stackDirectory = (
  { directory }: { readonly directory: string },
  { folder }: Pick<WrittenStack, 'folder'>,
): string => path.resolve(directory, folder);
