import type { PolicyLevel } from '../model/index.js';
import type { PolicyContext, PolicySubject } from './context.js';
import { fitsParameter, PARAMETER_TYPES, type ParameterDefinitions, type ParameterValues } from './parameters.js';

/** What a policy returns for each thing it objects to. */
export interface Violation {
  /** What it is about: a change, a resource, an output, a stack. Absent for the whole plan. */
  readonly at?: PolicySubject;
  /** One sentence. */
  readonly message: string;
  /** What to do about it. */
  readonly remediation?: string;
}

export interface PolicyDefinition<P extends ParameterDefinitions> {
  /** Lowercase words joined by `-`, by which settings and reports name it. */
  readonly name: string;
  readonly description: string;
  readonly level: PolicyLevel;
  readonly parameters?: P;
  /** Returns or yields what it objects to. It has only its argument to go by: see docs/policy.md. */
  readonly check: (context: PolicyContext<ParameterValues<P>>) => Iterable<Violation>;
}

/** Registered, so that the host finds policies by it, whichever copy of the library made them. */
const POLICY: unique symbol = Symbol.for('landform.policy');

export interface Policy {
  readonly [POLICY]: true;
  readonly name: string;
  readonly description: string;
  readonly level: PolicyLevel;
  readonly parameters: ParameterDefinitions;
  readonly check: (context: never) => Iterable<Violation>;
  /** The stack of calls that defined it, from which its line is found. */
  readonly definedAt: string;
}

/** Defines a policy. A module that landform.json names under `policies` exports it. */
export function definePolicy<const P extends ParameterDefinitions = Readonly<Record<string, never>>>(
  definition: PolicyDefinition<P>,
): Policy {
  const problem = problemOf(definition);
  if (problem !== undefined) throw new InvalidPolicy(problem);
  const { name, description, level, check } = definition;
  const definedAt = new Error('defined here').stack ?? '';
  const parameters: ParameterDefinitions = definition.parameters ?? {};
  return Object.freeze<Policy>({ [POLICY]: true, name, description, level, parameters, check, definedAt });
}

/** What is wrong with a definition whose types were not checked. */
function problemOf(given: unknown): string | undefined {
  if (typeof given !== 'object' || given === null) return 'definePolicy takes an object';
  const definition: Partial<Record<keyof PolicyDefinition<ParameterDefinitions>, unknown>> = given;
  const { name, description, level, check, parameters = {} } = definition;
  if (typeof name !== 'string' || !/^[a-z][a-z0-9]*(-[a-z0-9]+)*$/.test(name))
    return 'its name must be lowercase words joined by "-", as in "no-public-buckets"';
  if (typeof description !== 'string' || description === '') return `"${name}" has no description`;
  if (level !== 'advisory' && level !== 'needs-approval' && level !== 'mandatory')
    return `the level of "${name}" must be "advisory", "needs-approval" or "mandatory"`;
  if (typeof check !== 'function') return `"${name}" has no function check`;
  if (typeof parameters !== 'object' || parameters === null) return `the parameters of "${name}" must be an object`;
  for (const [parameter, one] of Object.entries(parameters)) {
    const wrong = parameterProblem(one);
    if (wrong !== undefined) return `the parameter "${parameter}" of "${name}" ${wrong}`;
  }
  return undefined;
}

function parameterProblem(given: unknown): string | undefined {
  const { type, default: standard }: { readonly type?: unknown; readonly default?: unknown } =
    typeof given === 'object' && given !== null ? given : {};
  if (typeof type !== 'string' || !PARAMETER_TYPES.includes(type))
    return `must have a type: ${PARAMETER_TYPES.join(', ')}`;
  return standard === undefined || fitsParameter(type, standard) ? undefined : 'has a default of another type';
}

/** Told from other errors by its name. */
class InvalidPolicy extends Error {
  override readonly name = 'InvalidPolicy';
}
