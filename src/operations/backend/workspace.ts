import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { errorDiagnostic, type Diagnostic } from '../../model/index.js';
import type { OperationEnvironment } from '../environment.js';

/** The workspace that every project has. Its state is where the backend's settings say. */
export const DEFAULT_WORKSPACE = 'default';

/** The workspace in use, and what selected it. */
export interface SelectedWorkspace {
  readonly name: string;
  /** Whether `TF_WORKSPACE` selects it, so that the selection cannot be changed. */
  readonly isOverridden: boolean;
  readonly diagnostics: readonly Diagnostic[];
}

/** The selection is `TF_WORKSPACE`, or else a file that Terraform reads and writes too; without either it is the default workspace. */
export async function selectedWorkspace(env: OperationEnvironment): Promise<SelectedWorkspace> {
  const named = env.environment['TF_WORKSPACE'] ?? '';
  if (named !== '') return { name: named, isOverridden: true, diagnostics: nameProblems(named, 'TF_WORKSPACE') };
  const file = selectionFile(env);
  const name = (await textIfThere(file)).trim() || DEFAULT_WORKSPACE;
  return { name, isOverridden: false, diagnostics: nameProblems(name, path.relative(env.directory, file)) };
}

/** `.terraform/environment`: the name alone, as Terraform writes it. */
export function selectionFile({ environment, directory }: OperationEnvironment): string {
  return path.resolve(directory, environment['TF_DATA_DIR'] || '.terraform', 'environment');
}

/**
 * Errors of a name that cannot be used. Terraform accepts what a URL can hold without escapes; `.` and `..`, which it accepts too,
 * would be other folders.
 */
export function nameProblems(name: string, from: string): readonly Diagnostic[] {
  if (/^[\w$&+:=@.~-]+$/.test(name) && !/^\.\.?$/.test(name)) return [];
  return [
    errorDiagnostic('invalid-workspace', `${JSON.stringify(name)} cannot be the name of a workspace`, {
      detail: `${from} names it. Use letters, digits and any of $ & + - . : = @ _ ~.`,
    }),
  ];
}

async function textIfThere(file: string): Promise<string> {
  try {
    return await readFile(file, 'utf8');
  } catch {
    return '';
  }
}
