import { DiagnosticError, errorDiagnostic, hasErrors, type Diagnostic, type State } from '../model/index.js';
import { openSession, sameContent } from '../state/index.js';
import { composeBackend, isEncryptionConfigured } from './compose/index.js';
import type { Encrypting } from './compose/encryption.js';
import type { StateEditResult, StateOptions } from './edit-state.js';
import type { OperationEnvironment } from './environment.js';
import { guarded } from './guard.js';
import { openProject, type OpenProject, type Stack } from './project.js';
import { openStateSession } from './state-session.js';

/** Whether the state is written as the configuration says (`encrypt` also reads plain text), or as plain text. */
export type StateRewrite = 'encrypt' | 'decrypt' | 'rotate';

const MODES: Readonly<Record<StateRewrite, Encrypting['encrypting']>> = {
  encrypt: 'from plain',
  decrypt: 'to plain',
  rotate: 'as configured',
};

/**
 * Writes the states of the selected stacks again: with a new key, or as plain text. Each is read back before the command
 * reports it. The serial increases, as with every change.
 */
export async function rewriteState(
  env: OperationEnvironment,
  options: StateOptions & { readonly rewrite: StateRewrite },
): Promise<StateEditResult> {
  return guarded<StateEditResult>({ done: [] }, async (seen) => {
    const project = await openProject(env, options, seen);
    if (hasErrors(project.diagnostics)) return { done: [], diagnostics: project.diagnostics };
    const done: string[] = [];
    const diagnostics: Diagnostic[] = [...project.diagnostics];
    for (const stack of project.stacks) {
      check(env, stack, options.rewrite);
      const warnings = await rewriteOne(env, project, stack, options, done);
      diagnostics.push(...warnings);
    }
    return { done, diagnostics };
  });
}

async function rewriteOne(
  env: OperationEnvironment,
  project: OpenProject,
  stack: Stack,
  options: StateOptions & { readonly rewrite: StateRewrite },
  done: string[],
): Promise<readonly Diagnostic[]> {
  const encrypting = MODES[options.rewrite];
  const operation = `state ${options.rewrite}`;
  const { session, warnings } = await openStateSession(env, project, stack, {
    ...options,
    operation,
    write: true,
    encrypting,
  });
  try {
    const { state } = session;
    // A state that was never written has nothing to protect.
    if (session.isUnwritten && state.lineage === '') return warnings;
    const written = await session.replace({ ...state, serial: state.serial + 1 });
    const found = await readBack(env, project, stack, encrypting);
    if (found.serial !== written.serial || !sameContent(found, written)) throw notReadBack(stack.statePath);
    done.push(
      stack.backend === undefined ? stack.statePath : `${stack.backend.backend.type} (serial ${written.serial})`,
    );
    return warnings;
  } finally {
    await session.release();
  }
}

async function readBack(
  env: OperationEnvironment,
  project: OpenProject,
  stack: Stack,
  encrypting: Encrypting['encrypting'],
): Promise<State> {
  const backend = await composeBackend(env, project, stack, { encrypting });
  const session = await openSession({ backend, operation: 'read', program: `landform ${env.version}`, write: false });
  await session.release();
  return session.state;
}

function check(env: OperationEnvironment, stack: Stack, rewrite: StateRewrite): void {
  if (!isEncryptionConfigured(env, stack))
    throw new DiagnosticError([
      errorDiagnostic('no-encryption', 'No encryption of state is configured', {
        detail:
          rewrite === 'decrypt'
            ? 'Keep the encryption block until the state is decrypted: it has the key.'
            : 'Add an encryption block to the terraform block or to landform.json, or set TF_ENCRYPTION (see docs/encryption.md).',
      }),
    ]);
}

const notReadBack = (place: string): DiagnosticError =>
  new DiagnosticError([
    errorDiagnostic('state-not-copied', `${place} reads back differently after it was written`, {
      detail: 'Something else changes it. Compare it with its backup, and run the command again.',
    }),
  ]);
