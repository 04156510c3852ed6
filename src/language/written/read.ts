import type { ConfigurationFile, Diagnostic } from '../../model/index.js';
import { isJson } from '../names.js';
import { writtenHcl } from './hcl.js';
import { writtenJson } from './json.js';
import type { WrittenBlock } from './tree.js';

/** The blocks of a file with their comments, as Terraform's JSON syntax writes them. Nothing is checked but the syntax. */
export const readWritten = (file: ConfigurationFile, diagnostics: Diagnostic[]): readonly WrittenBlock[] =>
  isJson(file.name) ? writtenJson(file, diagnostics) : writtenHcl(file, diagnostics);
