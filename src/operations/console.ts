import { evaluate, prepareCalled, valuesFromState, whileApplying, type ResourceValues } from '../engine/index.js';
import { parseExpression, references } from '../language/index.js';
import {
  errorDiagnostic,
  hasErrors,
  type Configuration,
  type Diagnostic,
  type Expression,
  type Type,
  typeOf,
  unmarkDeep,
  type Value,
} from '../model/index.js';
import type { OperationEnvironment, StackOptions, VariableOptions } from './environment.js';
import { chooseOne } from './stacks/choose-one.js';
import { guarded } from './guard.js';
import { openProject } from './project.js';
import { openStack } from './stacks/stack-session.js';

export interface ConsoleSession {
  /** Evaluates one expression against variables, locals and the state. */
  evaluate(text: string): Promise<ConsoleAnswer>;
  close(): Promise<void>;
}

export interface ConsoleAnswer {
  readonly value?: Value;
  /** Replaces the value: the result of `type(…)`, which is not a string. */
  readonly type?: Type;
  /** The objects that the value may come from. A provider may repeat a secret in a result that is not marked as sensitive. */
  readonly beside?: readonly Value[];
  readonly diagnostics: readonly Diagnostic[];
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
    if (hasErrors(diagnostics)) return { diagnostics };
    const stack = chooseOne(project);
    const opened = await openStack(env, project, stack, {
      ...options,
      operation: 'console',
      write: false,
      lock: false,
    });
    const context = opened.context();
    const values = await valuesFromState(context, {
      withoutInstances: 'empty',
      surroundings: whileApplying(context, context.timestamp),
    });
    return {
      diagnostics: [
        ...diagnostics,
        ...opened.diagnostics.filter((diagnostic) => diagnostic.code !== 'missing-variable'),
      ],
      session: {
        evaluate: async (text) => {
          const parsed = parseExpression(text);
          const problems = parsed.problems.map((problem) =>
            errorDiagnostic('invalid-expression', problem.message, {
              detail: problem.detail ?? 'Correct the expression and try again.',
            }),
          );
          if (problems.length > 0) return { diagnostics: problems };
          const undeclared = undeclaredResources(parsed.expression, stack.configuration);
          if (undeclared.length > 0) return { diagnostics: undeclared };
          const missing = await prepareCalled(context, calledFunctions(parsed.expression));
          if (missing.length > 0) return { diagnostics: missing };
          const asked = typeArgument(parsed.expression);
          const { value, diagnostics: found } = evaluate(asked ?? parsed.expression, values.scope(), {
            file: '<console>',
            path: [],
          });
          if (hasErrors(found)) return { diagnostics: found };
          if (asked !== undefined) return { type: typeOf(unmarkDeep(value)), diagnostics: found };
          return {
            value,
            beside: objectsBehind(parsed.expression, stack.configuration, values.resources),
            diagnostics: found,
          };
        },
        close: () => opened.close(),
      },
    };
  });
}

const calledFunctions = (expression: Expression): readonly string[] =>
  references(expression).flatMap(({ subject }) => (subject.kind === 'function' ? [subject.name] : []));

/** The argument of `type(…)`, if that call is the whole expression. */
const typeArgument = (expression: Expression): Expression | undefined =>
  expression.kind === 'call' && expression.name === 'type' && expression.args.length === 1 && !expression.expand
    ? expression.args[0]
    : undefined;

/** Reports references to undeclared resources and modules. A declared resource that does not exist yet is only unknown. */
function undeclaredResources(expression: Expression, { resources, calls }: Configuration): readonly Diagnostic[] {
  return references(expression).flatMap(({ subject }) => {
    const missing =
      subject.kind === 'resource' && !resources.has(subject.key)
        ? subject.key
        : subject.kind === 'module' && !calls.has(subject.name)
          ? `module.${subject.name}`
          : undefined;
    if (missing === undefined) return [];
    const detail = 'Declare it, or correct the name.';
    return [errorDiagnostic('unknown-reference', `There is no ${missing}`, { detail })];
  });
}

/** The objects that an expression refers to, directly or through locals. Arguments of `nonsensitive` do not count. */
function objectsBehind(
  expression: Expression,
  { locals }: Configuration,
  resources: ReadonlyMap<string, ResourceValues>,
): readonly Value[] {
  const found: Value[] = [];
  const seen = new Set<string>();
  const collect = (part: Expression): void => {
    if (part.kind === 'call' && part.name === 'nonsensitive') return;
    for (const { subject } of references(part)) {
      if (subject.kind !== 'resource' && subject.kind !== 'local') continue;
      const key = subject.kind === 'resource' ? subject.key : `local.${subject.name}`;
      if (seen.has(key)) continue;
      seen.add(key);
      const values = resources.get(key);
      if (values !== undefined) found.push(...instancesOf(values));
      const local = subject.kind === 'local' ? locals.get(subject.name) : undefined;
      if (local !== undefined) collect(local.value);
    }
  };
  collect(expression);
  return found;
}

function instancesOf(resource: ResourceValues): readonly Value[] {
  if (resource.kind === 'single') return [resource.value];
  return resource.kind === 'unknown' ? [] : [...resource.values.values()];
}
