import { randomBytes } from 'node:crypto';
import { mkdir, rename, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { DiagnosticError, errorDiagnostic } from '../../model/index.js';
import type { OperationEnvironment } from '../environment.js';
import { selectionFile } from './workspace.js';

/** Selects a workspace for the commands that follow, of Terraform too. The file is replaced atomically. */
export async function writeSelection(env: OperationEnvironment, name: string): Promise<void> {
  const file = selectionFile(env);
  const beside = `${file}.${randomBytes(6).toString('hex')}.tmp`;
  try {
    await mkdir(path.dirname(file), { recursive: true });
    await writeFile(beside, name);
    await rename(beside, file);
  } catch (error) {
    await rm(beside, { force: true });
    throw new DiagnosticError([
      errorDiagnostic('unwritable-file', `The selection of the workspace ${name} cannot be stored`, {
        detail: `${error instanceof Error ? error.message : String(error)}. Until it can be, set TF_WORKSPACE=${name}.`,
      }),
    ]);
  }
}
