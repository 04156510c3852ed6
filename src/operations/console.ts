import { evaluate, rememberResource, Values, type ResourceValues } from '../engine/index.js';
import { parseExpression } from '../language/index.js';
import { errorDiagnostic, hasErrors, type Diagnostic, type Value } from '../model/index.js';
import type { OperationEnvironment, StackOptions, VariableOptions } from './environment.js';
import { guarded } from './guard.js';
import { openProject } from './project.js';
import { openStack } from './stack-session.js';

export interface ConsoleSession {
  /** Evaluates one expression against variables, locals and the state. */
  evaluate(text: string): { readonly value?: Value; readonly diagnostics: readonly Diagnostic[] };
  /** What expressions may speak of, with its marks: a provider that repeats a secret gives it back without one. */
  readonly known: readonly Value[];
  close(): Promise<void>;
}

export interface ConsoleResult {
  readonly session?: ConsoleSession;
  readonly diagnostics: readonly Diagnostic[];
}

export async function consoleSession(
  env: OperationEnvironment,
  options: StackOptions & VariableOptions = {},
): Promise<ConsoleResult> {
  return guarded<ConsoleResult>({}, async (seen) => {
    const project = await openProject(env, options, seen);
    const diagnostics: Diagnostic[] = [...project.diagnostics];
    const stack = project.stacks[0];
    if (stack === undefined || hasErrors(diagnostics)) return { diagnostics };
    const opened = await openStack(env, project, stack, {
      ...options,
      operation: 'console',
      write: false,
      lock: false,
    });
    const context = opened.context();
    const values = new Values(context);
    for (const [key, resource] of stack.configuration.resources) {
      if (resource.count !== undefined) values.resources.set(key, { kind: 'count', values: [] });
      else if (resource.forEach !== undefined) values.resources.set(key, { kind: 'each', values: new Map() });
    }
    for (const key of context.state.resources.keys())
      await rememberResource(context.providers, context.state, key, values);
    values.evaluateLocal = (name) => {
      const local = stack.configuration.locals.get(name);
      return local === undefined ? undefined : evaluate(local.value, values.scope(), local.source).value;
    };
    return {
      diagnostics: [
        ...diagnostics,
        ...opened.diagnostics.filter((diagnostic) => diagnostic.code !== 'missing-variable'),
      ],
      session: {
        known: [...context.variables.values(), ...[...values.resources.values()].flatMap(instancesOf)],
        evaluate: (text) => {
          const parsed = parseExpression(text);
          const problems = parsed.problems.map((problem) =>
            errorDiagnostic('invalid-expression', problem.message, {
              detail: problem.detail ?? 'Correct the expression and try again.',
            }),
          );
          if (problems.length > 0) return { diagnostics: problems };
          const { value, diagnostics: found } = evaluate(parsed.expression, values.scope(), {
            file: '<console>',
            path: [],
          });
          return hasErrors(found) ? { diagnostics: found } : { value, diagnostics: found };
        },
        close: () => opened.close(),
      },
    };
  });
}

function instancesOf(resource: ResourceValues): readonly Value[] {
  if (resource.kind === 'single') return [resource.value];
  return resource.kind === 'unknown' ? [] : [...resource.values.values()];
}
