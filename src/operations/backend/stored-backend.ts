import { randomBytes } from 'node:crypto';
import { mkdir, rename, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { DiagnosticError, errorDiagnostic, reasonOf, stringifyJson, TERRAFORM_VERSION } from '../../model/index.js';
import { storedBackendFile, type StoredBackend } from './backend-choice.js';
import type { OperationEnvironment } from '../environment.js';

/**
 * Stores a backend as Terraform does, for later commands of both programs; undefined removes it. Terraform computes the
 * hash itself when it finds that the settings are those of the configuration.
 */
export async function writeStoredBackend(
  env: OperationEnvironment,
  stack: Parameters<typeof storedBackendFile>[1],
  backend: StoredBackend | undefined,
): Promise<void> {
  const file = storedBackendFile(env, stack);
  const beside = `${file}.${randomBytes(6).toString('hex')}.tmp`;
  try {
    if (backend === undefined) return await rm(file, { force: true });
    const { type, config } = backend;
    const document = { version: 3, terraform_version: TERRAFORM_VERSION, backend: { type, config, hash: 0 } };
    await mkdir(path.dirname(file), { recursive: true });
    // Settings may hold secrets.
    await writeFile(beside, `${stringifyJson(document, 2)}\n`, { mode: 0o600 });
    await rename(beside, file);
  } catch (error) {
    await rm(beside, { force: true });
    throw new DiagnosticError([
      errorDiagnostic('unwritable-file', `The backend cannot be stored: ${reasonOf(error)}`, {
        detail: `Make ${path.relative(env.directory, file)} writable, and run the command again.`,
      }),
    ]);
  }
}
