import { hasErrors, type Diagnostic } from '../model/index.js';
import { chooseOne } from './stacks/choose-one.js';
import { composeBackend } from './compose/index.js';
import type { OperationEnvironment, StackOptions } from './environment.js';
import { guarded } from './guard.js';
import { openProject } from './project.js';

export interface ForceUnlockResult {
  readonly unlocked: boolean;
  readonly diagnostics: readonly Diagnostic[];
}

/** Releases an abandoned lock. If its holder is still running, all its further writes are refused. */
export async function forceUnlock(
  env: OperationEnvironment,
  options: StackOptions & { readonly id: string },
): Promise<ForceUnlockResult> {
  return guarded<ForceUnlockResult>({ unlocked: false }, async (seen) => {
    const project = await openProject(env, options, seen);
    if (hasErrors(project.diagnostics)) return { unlocked: false, diagnostics: project.diagnostics };
    const backend = await composeBackend(env, project, chooseOne(project));
    await backend.forceUnlock(options.id);
    return { unlocked: true, diagnostics: project.diagnostics };
  });
}
