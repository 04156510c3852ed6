import { evaluate, type Scope } from '../../engine/index.js';
import {
  hasErrors,
  isObjectValue,
  type Configuration,
  type Diagnostic,
  type Expression,
  type ObjectValue,
  type SourcePlace,
  type Value,
} from '../../model/index.js';

/** What the expressions of a test file may refer to, besides what a configuration declares. */
export interface TestValues {
  readonly variables: ReadonlyMap<string, Value>;
  /** The outputs of the runs so far, by the names of the runs. */
  readonly runs: ReadonlyMap<string, ObjectValue>;
}

type Lookup = ReturnType<Scope['lookup']>;

/** The scope of values for variables, mocks and overrides. */
export function testScope({ variables, runs }: TestValues, surroundings: Scope['surroundings']): Scope {
  return {
    surroundings,
    lookup: (subject) => {
      if (subject.kind === 'variable') return found(variables.get(subject.name), `var.${subject.name}`);
      if (subject.kind === 'resource' && subject.type === 'run') return outputsOf(runs, subject.name);
      return missing('This reference is not possible here', 'Refer to var.name, or to run.name.output.');
    },
  };
}

/** The scope of assertions: that of the module under test, its outputs and those of earlier runs. */
export function assertionScope(
  inner: Scope,
  { variables, runs }: TestValues,
  configuration: Configuration,
  outputs: ObjectValue,
): Scope {
  return {
    ...inner,
    lookup: (subject, steps, span) => {
      switch (subject.kind) {
        case 'variable':
          if (configuration.variables.has(subject.name)) return inner.lookup(subject, steps, span);
          return found(variables.get(subject.name), `var.${subject.name}`);
        case 'resource':
          if (subject.type === 'run') return outputsOf(runs, subject.name);
          if (subject.type === 'output') return found(outputs[subject.name], `output.${subject.name}`);
          return configuration.resources.has(subject.key)
            ? inner.lookup(subject, steps, span)
            : found(undefined, subject.key);
        case 'module':
          return configuration.calls.has(subject.name)
            ? inner.lookup(subject, steps, span)
            : found(undefined, `module.${subject.name}`);
        default:
          return inner.lookup(subject, steps, span);
      }
    },
  };
}

function outputsOf(runs: TestValues['runs'], name: string): Lookup {
  const value = runs.get(name);
  if (value !== undefined) return { value, consumed: 0 };
  return missing(`There is no earlier run ${name}`, 'Only runs above this one in the same file can be referred to.');
}

const found = (value: Value | undefined, name: string): Lookup =>
  value === undefined ? missing(`There is no ${name}`, 'Declare it, or correct the name.') : { value, consumed: 0 };

const missing = (summary: string, detail: string): Lookup => ({
  problem: { code: 'unknown-reference', summary, detail },
});

/** The object of an expression; undefined, with the reason among the diagnostics, if it is none. */
export function evaluateObject(
  expression: Expression,
  scope: Scope,
  source: SourcePlace,
  diagnostics: Diagnostic[],
): ObjectValue | undefined {
  const { value, diagnostics: problems } = evaluate(expression, scope, source);
  diagnostics.push(...problems);
  return !hasErrors(problems) && isObjectValue(value) ? value : undefined;
}
