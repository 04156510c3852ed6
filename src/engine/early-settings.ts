import { append, type Body, type Configuration, type Diagnostic, UNKNOWN, type Value } from '../model/index.js';
import { evaluate } from './evaluate/evaluate.js';
import type { Lookup, Scope } from './evaluate/scope.js';
import type { Surroundings } from './evaluate/surroundings.js';

/** What settings may refer to that are needed before state is read. */
export interface EarlyValues {
  readonly configuration: Pick<Configuration, 'locals'>;
  /** Of the root module. */
  readonly variables: ReadonlyMap<string, Value>;
  readonly surroundings: Surroundings;
}

/** Evaluates the settings of a block that is needed before state is read: variables and locals are known, nothing else. */
export function earlySettings(
  body: Body,
  { configuration, variables, surroundings }: EarlyValues,
): { readonly values: Readonly<Record<string, Value>>; readonly diagnostics: readonly Diagnostic[] } {
  const diagnostics: Diagnostic[] = [];
  const locals = new Map<string, Value>();
  const local = (name: string): Value | undefined => {
    const found = configuration.locals.get(name);
    if (found === undefined) return undefined;
    let value = locals.get(name);
    if (value === undefined) {
      // A local that depends on itself is unknown, like what it is computed from.
      locals.set(name, UNKNOWN);
      const evaluated = evaluate(found.value, scope, found.source);
      append(diagnostics, evaluated.diagnostics);
      locals.set(name, (value = evaluated.value));
    }
    return value;
  };
  const scope: Scope = {
    surroundings,
    lookup: (subject): Lookup => {
      const value =
        subject.kind === 'variable'
          ? variables.get(subject.name)
          : subject.kind === 'local'
            ? local(subject.name)
            : undefined;
      return value === undefined ? OTHER : { value, consumed: 0 };
    },
  };
  const values: Record<string, Value> = {};
  for (const [name, expression] of Object.entries(body.content)) {
    const evaluated = evaluate(expression, scope, { ...body.source, path: [...body.source.path, name] });
    append(diagnostics, evaluated.diagnostics);
    values[name] = evaluated.value;
  }
  return { values, diagnostics };
}

const OTHER: Lookup = {
  problem: {
    code: 'unknown-reference',
    summary: 'Only variables and locals can be used here',
    detail: 'These settings are needed before state and real infrastructure are read.',
  },
};
