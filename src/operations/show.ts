import path from 'node:path';
import {
  EMPTY_STATE,
  hasErrors,
  type Diagnostic,
  type JsonObject,
  type Plan,
  type SchemaOf,
  type State,
} from '../model/index.js';
import { composeProviders } from './compose.js';
import type { OperationEnvironment, StackOptions } from './environment.js';
import { guarded } from './guard.js';
import { readSavedPlan } from './saved-plan.js';
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

export interface ShowPlanResult {
  readonly name?: string;
  readonly plan?: Plan;
  /** The file's content: Terraform's representation, without Landform's own part. */
  readonly json?: JsonObject;
  readonly diagnostics: readonly Diagnostic[];
}

/** A saved plan. Needs no project, no provider and no state: everything shown is in the file. */
export async function showPlan(env: OperationEnvironment, options: { readonly file: string }): Promise<ShowPlanResult> {
  const saved = await readSavedPlan(path.resolve(env.directory, options.file), options.file);
  if ('summary' in saved) return { diagnostics: [saved] };
  const { landform: _ours, ...json } = saved.json;
  return { name: saved.seal.stack, plan: { ...saved.plan, priorState: EMPTY_STATE }, json, diagnostics: [] };
}
