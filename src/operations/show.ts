import { hasErrors, planToJson, type Diagnostic, type Plan, type SchemaOf, type State } from '../model/index.js';
import { composeProviders } from './compose.js';
import type { OperationEnvironment, StackOptions } from './environment.js';
import { guarded } from './guard.js';
import { PlanFile } from './plan-file/read.js';
import { readStates } from './read-states.js';
import { schemasOf } from './schemas.js';

export interface ShownState {
  readonly name: string;
  readonly state: State;
  readonly schemaOf: SchemaOf;
}

export interface ShowStateResult {
  readonly stacks: readonly ShownState[];
  readonly diagnostics: readonly Diagnostic[];
}

export async function showState(env: OperationEnvironment, options: StackOptions = {}): Promise<ShowStateResult> {
  return guarded<ShowStateResult>({ stacks: [] }, async (seen) => {
    const { project, states, diagnostics } = await readStates(env, options, seen);
    if (hasErrors(diagnostics)) return { stacks: [], diagnostics };
    const providers = composeProviders(env, project);
    try {
      const stacks: ShownState[] = [];
      for (const { stack, state } of states) {
        const schemas = await schemasOf(providers, stack.configuration, state);
        stacks.push({ name: stack.name, state, schemaOf: schemas.schemaOf });
      }
      return { stacks, diagnostics };
    } finally {
      await providers.close();
    }
  });
}

export interface ShowPlanOptions {
  readonly file: string;
  /** Called with chunks of Terraform's part of the file, unchanged, instead of the plan. */
  readonly copyTo?: (bytes: Uint8Array) => void;
}

export interface ShowPlanResult {
  readonly name?: string;
  readonly plan?: Plan;
  readonly diagnostics: readonly Diagnostic[];
}

/**
 * Shows a saved plan, or the output of `terraform show -json`. Needs no project, provider or state, since everything it shows is
 * in the file.
 */
export async function showPlan(
  env: OperationEnvironment,
  { file: name, copyTo }: ShowPlanOptions,
): Promise<ShowPlanResult> {
  return guarded<ShowPlanResult>({}, async () =>
    PlanFile.open(env.directory, name, (file) => {
      const read = file.read();
      const { plan, seal } = read;
      if (seal !== undefined) file.check(read, planToJson(plan));
      if (copyTo === undefined) return { name: seal?.stack ?? '', plan, diagnostics: [] };
      file.copy(read, copyTo);
      return { diagnostics: [] };
    }),
  );
}
