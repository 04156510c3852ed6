import { readdir } from 'node:fs/promises';
import path from 'node:path';
import { isOverride } from '../language/index.js';
import { type ConfigurationFile, type Diagnostic, DiagnosticError, errorDiagnostic } from '../model/index.js';
import { readConfigurationFile } from './configuration-file.js';

/** The files of a folder in HCL and in Terraform's JSON syntax. */
export interface Folder {
  /** Sorted by name, override files last. */
  readonly files: readonly ConfigurationFile[];
  /** Files with values for variables that are read without being named; later ones win. */
  readonly variableFiles: readonly ConfigurationFile[];
  readonly diagnostics: readonly Diagnostic[];
}

const DEFAULT_VARIABLES = ['terraform.tfvars', 'terraform.tfvars.json'];

/** Whether a file of this name is part of a configuration. */
export const isConfiguration = (name: string): boolean => /\.(?:tf|tofu)(?:\.json)?$/.test(name);

/** Reads the files of a folder that Terraform would read, and `*.tofu`. Their names are as seen from where the folder has this `name`. */
export async function readFolder(directory: string, folder = ''): Promise<Folder> {
  const diagnostics: Diagnostic[] = [];
  const names = await fileNames(directory, diagnostics);
  const read = reader(directory, folder, diagnostics);
  const variableFiles = variableNames(names).flatMap(read);
  return { files: configurationNames(names).flatMap(read), variableFiles, diagnostics };
}

/** Reads the files with values for variables of a folder that need not exist. */
export async function readVariableFiles(directory: string, folder: string): Promise<Omit<Folder, 'files'>> {
  const diagnostics: Diagnostic[] = [];
  const names = await fileNames(directory, []);
  return { variableFiles: variableNames(names).flatMap(reader(directory, folder, diagnostics)), diagnostics };
}

/** Reads files by their names in a folder. */
function reader(
  directory: string,
  folder: string,
  diagnostics: Diagnostic[],
): (name: string) => readonly ConfigurationFile[] {
  return (name) => {
    const shown = folder === '' ? name : `${folder}/${name}`;
    try {
      return [readConfigurationFile(path.join(directory, name), shown)];
    } catch (error) {
      diagnostics.push(...problemsOf(shown, error));
      return [];
    }
  };
}

/** Those that are read without being named, the first ones first. */
const variableNames = (names: readonly string[]): readonly string[] => [
  ...DEFAULT_VARIABLES.filter((name) => names.includes(name)),
  ...names.filter((name) => /\.auto\.tfvars(?:\.json)?$/.test(name)),
];

/** The names of files with configuration, override files last. */
export function configurationNames(names: readonly string[]): readonly string[] {
  const known = new Set(names);
  const configuration = names
    .filter((name) => isConfiguration(name) && !isIgnored(name) && !isReplaced(name, known))
    .toSorted();
  return [...configuration.filter((name) => !isOverride(name)), ...configuration.filter(isOverride)];
}

/** As in OpenTofu, `main.tofu` is read in place of `main.tf`. */
const isReplaced = (name: string, names: ReadonlySet<string>): boolean =>
  /\.tf(?:\.json)?$/.test(name) && names.has(name.replace(/\.tf(?=(?:\.json)?$)/, '.tofu'));

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

const problemsOf = (name: string, error: unknown): readonly Diagnostic[] =>
  error instanceof DiagnosticError ? error.diagnostics : [unreadable(name, error)];

function unreadable(name: string, error: unknown): Diagnostic {
  const reason = error instanceof Error ? error.message : String(error);
  return errorDiagnostic('unreadable-file', `${name} cannot be read`, { detail: reason });
}
