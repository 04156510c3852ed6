import { validateConfiguration } from '../engine/index.js';
import { EMPTY_STATE, hasErrors, type Diagnostic } from '../model/index.js';
import { composeProviders } from './compose.js';
import type { OperationEnvironment, StackOptions } from './environment.js';
import { guarded } from './guard.js';
import { openProject } from './project.js';
import { engineContext } from './stack-session.js';

export interface ValidateResult {
  readonly stacks: readonly string[];
  readonly diagnostics: readonly Diagnostic[];
}

const NOTHING_YET = { state: EMPTY_STATE, interrupted: [], interruptedActions: [], dueActions: [] };

/** Checks configuration against the language and the schemas. Looks at no state, no variables and no world. */
export async function validate(env: OperationEnvironment, options: StackOptions = {}): Promise<ValidateResult> {
  return guarded<ValidateResult>({ stacks: [] }, async (seen) => {
    const project = await openProject(env, options, seen);
    const diagnostics: Diagnostic[] = [...project.diagnostics];
    if (hasErrors(diagnostics)) return { stacks: [], diagnostics };
    for (const stack of project.stacks) {
      const providers = composeProviders(env, project);
      try {
        diagnostics.push(
          ...(await validateConfiguration(engineContext(env, project, stack, providers, NOTHING_YET, new Map(), 1))),
        );
      } finally {
        await providers.close();
      }
    }
    return { stacks: project.stacks.map((stack) => stack.name), diagnostics };
  });
}
