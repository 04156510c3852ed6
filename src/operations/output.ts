import { hasErrors, type Diagnostic, type OutputState } from '../model/index.js';
import type { OperationEnvironment, StackOptions } from './environment.js';
import { guarded } from './guard.js';
import { readStates } from './read-states.js';

export interface OutputResult {
  readonly stacks: readonly { readonly name: string; readonly outputs: Readonly<Record<string, OutputState>> }[];
  readonly diagnostics: readonly Diagnostic[];
}

/** The outputs in state. */
export async function output(env: OperationEnvironment, options: StackOptions = {}): Promise<OutputResult> {
  return guarded<OutputResult>({ stacks: [] }, async (seen) => {
    const { states, diagnostics } = await readStates(env, options, seen);
    if (hasErrors(diagnostics)) return { stacks: [], diagnostics };
    return {
      stacks: states.map(({ stack, state }) => ({ name: stack.name, outputs: Object.fromEntries(state.outputs) })),
      diagnostics,
    };
  });
}
