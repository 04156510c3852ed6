import type { Diagnostic } from '../model/index.js';
import { checkStacks } from './check.js';
import type { OperationEnvironment, StackOptions } from './environment.js';
import { guarded } from './guard.js';
import { openProject } from './project.js';

export interface ValidateResult {
  readonly stacks: readonly string[];
  readonly diagnostics: readonly Diagnostic[];
}

/** Checks the configuration against the language and the schemas. Uses no state, variables or services. */
export async function validate(env: OperationEnvironment, options: StackOptions = {}): Promise<ValidateResult> {
  return guarded<ValidateResult>({ stacks: [] }, async (seen) => {
    const project = await openProject(env, options, seen);
    const diagnostics = [...project.diagnostics, ...(await checkStacks(env, project))];
    return { stacks: project.stacks.map((stack) => stack.name), diagnostics };
  });
}
