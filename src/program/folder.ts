import { readdir } from 'node:fs/promises';
import path from 'node:path';
import { isOverride } from '../language/index.js';
import { type ConfigurationFile, type Diagnostic, errorDiagnostic } from '../model/index.js';
import { readConfigurationFile } from './configuration-file.js';

/** The files of a folder in Terraform's JSON syntax. */
export interface Folder {
  /** `*.tf.json`, sorted by name, override files last. */
  readonly files: readonly ConfigurationFile[];
  readonly variableFiles: {
    /** `terraform.tfvars.json`, which has the lowest precedence. */
    readonly default?: ConfigurationFile;
    /** `*.auto.tfvars.json`, sorted by name; later ones win. */
    readonly auto: readonly ConfigurationFile[];
  };
  readonly diagnostics: readonly Diagnostic[];
}

const DEFAULT_VARIABLES = 'terraform.tfvars.json';

/** Reads the files of a folder that Terraform would read, and refuses those that Landform cannot. */
export async function readFolder(directory: string): Promise<Folder> {
  const diagnostics: Diagnostic[] = [];
  const names = await fileNames(directory, diagnostics);
  const read = (name: string): ConfigurationFile[] => {
    try {
      return [readConfigurationFile(path.join(directory, name), name)];
    } catch (error) {
      diagnostics.push(unreadable(name, error));
      return [];
    }
  };

  const files = configurationNames(names).flatMap(read);
  const automatic = names.filter((name) => name.endsWith('.auto.tfvars.json')).flatMap(read);
  const [first] = names.filter((name) => name === DEFAULT_VARIABLES).flatMap(read);
  diagnostics.push(...refuseHcl(names, files.length > 0));
  return { files, variableFiles: { ...(first && { default: first }), auto: automatic }, diagnostics };
}

/** The names of files with configuration, override files last. */
export function configurationNames(names: readonly string[]): readonly string[] {
  const configuration = names.filter((name) => name.endsWith('.tf.json') && !isIgnored(name)).toSorted();
  return [...configuration.filter((name) => !isOverride(name)), ...configuration.filter(isOverride)];
}

/** Sorted file names, without hidden files and files that editors leave behind. */
async function fileNames(directory: string, diagnostics: Diagnostic[]): Promise<string[]> {
  try {
    const entries = await readdir(directory, { withFileTypes: true });
    return entries
      .filter((entry) => !entry.isDirectory() && !isIgnored(entry.name))
      .map((entry) => entry.name)
      .sort();
  } catch (error) {
    diagnostics.push(unreadable(directory, error));
    return [];
  }
}

const isIgnored = (name: string): boolean => name.startsWith('.') || name.endsWith('~') || /^#.*#$/.test(name);

function unreadable(name: string, error: unknown): Diagnostic {
  const reason = error instanceof Error ? error.message : String(error);
  return errorDiagnostic('unreadable-file', `${name} cannot be read`, { detail: reason });
}

function refuseHcl(names: readonly string[], hasJson: boolean): Diagnostic[] {
  const found: Diagnostic[] = [];
  const native = names.filter((name) => name.endsWith('.tf'));
  if (native.length > 0) {
    const beside = hasJson
      ? "Without them, the configuration would differ from Terraform's"
      : 'The directory has no *.tf.json files';
    found.push(
      errorDiagnostic('hcl-not-read', `HCL files are not supported yet: ${listed(native)}`, {
        detail: `${beside}. Rewrite them in Terraform's JSON syntax (*.tf.json), or as a program.`,
      }),
    );
  }
  const variables = names.filter((name) => name === 'terraform.tfvars' || name.endsWith('.auto.tfvars'));
  if (variables.length > 0) {
    found.push(
      errorDiagnostic('hcl-not-read', `HCL variable files are not supported yet: ${listed(variables)}`, {
        detail: 'Rewrite them as *.tfvars.json: an object with a value for each variable.',
      }),
    );
  }
  return found;
}

const SHOWN = 5;

const listed = (names: readonly string[]): string =>
  names.length <= SHOWN ? names.join(', ') : `${names.slice(0, SHOWN).join(', ')} and ${names.length - SHOWN} more`;
