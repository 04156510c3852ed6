import {
  hasErrors,
  planToJson,
  type Diagnostic,
  type IgnoredDrift,
  type Plan,
  type SchemaOf,
  type State,
} from '../model/index.js';
import { composeProviders, decryptWith } from './compose/index.js';
import type { OperationEnvironment, StackOptions } from './environment.js';
import { guarded } from './guard.js';
import { planOfNoStack } from './plan-file/diagnostics.js';
import { PlanFile, type PlanPart } from './plan-file/read.js';
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
  /** Called with chunks of Terraform's part of the file, unchanged, instead of the plans; of several, by stack. */
  readonly copyTo?: (bytes: Uint8Array) => void;
}

export interface ShownPlan {
  /** Empty for a plain folder. */
  readonly name: string;
  readonly plan: Plan;
  /** The names of the stacks that are applied before it. */
  readonly needs?: readonly string[];
  /** Drift that rules ignore, which is not in the plan. */
  readonly ignored?: readonly IgnoredDrift[];
}

export interface ShowPlanResult {
  readonly stacks: readonly ShownPlan[];
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
  return guarded<ShowPlanResult>({ stacks: [] }, async () =>
    PlanFile.open(env.directory, name, decryptWith(env, 'plan'), (file) => {
      const { parts } = file.parts();
      const diagnostics = parts.length === 0 ? [planOfNoStack(name)] : [];
      for (const { file: part, read } of parts) if (read.seal !== undefined) part.check(read, planToJson(read.plan));
      if (copyTo !== undefined) {
        copyParts(parts, copyTo);
        return { stacks: [], diagnostics };
      }
      return {
        stacks: parts.map(({ needs, read: { plan, seal } }) => ({ name: seal?.stack ?? '', plan, needs })),
        diagnostics,
      };
    }),
  );
}

function copyParts(parts: readonly PlanPart[], take: (bytes: Uint8Array) => void): void {
  const [only, ...others] = parts;
  if (only !== undefined && others.length === 0) return only.file.copy(only.read, take);
  take(Buffer.from('{'));
  parts.forEach(({ file, read }, index) => {
    take(Buffer.from(`${index === 0 ? '' : ','}${JSON.stringify(read.seal?.stack ?? '')}:`));
    file.copy(read, take);
  });
  take(Buffer.from('}\n'));
}
