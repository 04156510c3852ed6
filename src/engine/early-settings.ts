import {
  append,
  type Body,
  type Configuration,
  type Diagnostic,
  nearest,
  type Subject,
  type TraversalStep,
  UNKNOWN,
  type Value,
} from '../model/index.js';
import { evaluate } from './evaluate/evaluate.js';
import type { Lookup, Scope } from './evaluate/scope.js';
import type { Surroundings } from './evaluate/surroundings.js';
import { missing } from './walk/missing.js';

/** What settings may refer to that are needed before state is read. */
export interface EarlyValues {
  readonly configuration: Pick<Configuration, 'locals'>;
  /** Of the root module. */
  readonly variables: ReadonlyMap<string, Value>;
  readonly paths: Readonly<Record<'module' | 'root' | 'cwd', string>>;
  readonly workspace: string;
  readonly surroundings: Surroundings;
}

/**
 * Evaluates the settings of a block that is needed before state is read. Known are variables, locals, `path` and
 * `terraform.workspace`, and nothing else.
 */
export function earlySettings(
  body: Body,
  { configuration, variables, paths, workspace, surroundings }: EarlyValues,
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
  const lookup = (subject: Subject, steps: readonly TraversalStep[]): Lookup => {
    const member = String(steps[0]?.key ?? '');
    switch (subject.kind) {
      case 'variable':
        return named(variables.get(subject.name), 'var', subject.name, variables.keys());
      case 'local':
        return named(local(subject.name), 'local', subject.name, configuration.locals.keys());
      case 'path':
        return member === 'module' || member === 'root' || member === 'cwd'
          ? { value: paths[member], consumed: 1 }
          : missing(`path.${member}`, 'Use path.module, path.root or path.cwd.');
      case 'terraform':
        return member === 'workspace'
          ? { value: workspace, consumed: 1 }
          : missing(`terraform.${member}`, 'Use terraform.workspace; there are no other values.');
      default:
        return LATE;
    }
  };
  const scope: Scope = { surroundings, lookup };
  const values: Record<string, Value> = {};
  for (const [name, expression] of Object.entries(body.content)) {
    const evaluated = evaluate(expression, scope, { ...body.source, path: [...body.source.path, name] });
    append(diagnostics, evaluated.diagnostics);
    values[name] = evaluated.value;
  }
  return { values, diagnostics };
}

function named(value: Value | undefined, kind: 'var' | 'local', name: string, known: Iterable<string>): Lookup {
  if (value !== undefined) return { value, consumed: 0 };
  const near = nearest(name, known).map((one) => `${kind}.${one}`);
  const detail = near.length > 0 ? `Did you mean ${near.join(' or ')}?` : 'Declare it, or correct the name.';
  return missing(`${kind}.${name}`, detail);
}

const LATE: Lookup = {
  problem: {
    code: 'unknown-reference',
    summary: 'Only variables, locals, path and terraform.workspace are known here',
    detail: 'This value is needed before state and real infrastructure are read.',
  },
};
