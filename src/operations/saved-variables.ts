import { settleVariables } from '../engine/index.js';
import { errorDiagnostic, type Configuration, type Diagnostic, type Plan, type Value } from '../model/index.js';
import type { GivenVariables } from './environment.js';

/** The variables for applying a saved plan: those it stores, and the ephemeral ones, which must be set again. */
export function savedVariables(
  plan: Plan,
  configuration: Configuration,
  given: readonly GivenVariables[],
  now: ReturnType<typeof settleVariables>,
): { readonly values: ReadonlyMap<string, Value>; readonly diagnostics: readonly Diagnostic[] } {
  const { variables } = configuration;
  const ephemeral = [...variables.values()].filter((variable) => variable.ephemeral === true);
  const diagnostics: Diagnostic[] = given
    .filter((one) =>
      'file' in one ? ephemeral.length === 0 : variables.get(one.name)?.ephemeral !== true && variables.has(one.name),
    )
    .map((one) => settledByPlan('file' in one ? '--var-file' : `--var ${one.name}`));
  const stored = new Map(Array.from(plan.variables, ([name, value]) => [name, { value, from: 'the plan' }]));
  const values = new Map([...settleVariables(configuration, stored).values].filter(([name]) => stored.has(name)));
  for (const { name, source } of ephemeral) {
    const address = `var.${name}`;
    const was = plan.ephemeral.includes(name);
    if (was !== now.ephemeral.has(name)) diagnostics.push(notAsPlanned(name, was, { address, source }));
    else diagnostics.push(...now.diagnostics.filter((found) => found.address === address));
    const value = was ? now.values.get(name) : undefined;
    if (value !== undefined) values.set(name, value);
  }
  return { values, diagnostics };
}

const settledByPlan = (what: string): Diagnostic =>
  errorDiagnostic('settled-by-plan', `${what} cannot be given with a saved plan`, {
    detail: 'It is part of the plan. Plan again to change it; only ephemeral variables must be set again.',
  });

const notAsPlanned = (name: string, was: boolean, place: Pick<Diagnostic, 'address' | 'source'>): Diagnostic =>
  was
    ? errorDiagnostic('missing-variable', `The ephemeral variable ${name} has no value`, {
        ...place,
        detail: `It was set when the plan was created, and plans do not store ephemeral values. Set it again with --var '${name}=…' or TF_VAR_${name}.`,
      })
    : errorDiagnostic('settled-by-plan', `The ephemeral variable ${name} was not set when the plan was created`, {
        ...place,
        detail: 'Remove it, or set it and plan again.',
      });
