import {
  type Call,
  isNull,
  isTupleValue,
  containsSensitive,
  type Expression,
  isWhollyKnown,
  ListValue,
  nearest,
  Sensitive,
  sensitive,
  SetValue,
  type Span,
  standAlone,
  typeName,
  typeOf,
  UNKNOWN,
  Unknown,
  unmark,
  valueArguments,
  type Value,
} from '../../model/index.js';
import { article } from './access.js';
import type { Evaluator, Frame } from './contract.js';
import { withoutEphemeral } from './ephemeral.js';
import { BUILT_IN_FUNCTIONS, SPECIAL_FUNCTIONS } from './functions.js';
import { conversionTo } from './functions/conversion.js';
import { boundedResult } from './functions/bounds.js';
import {
  applyFunction,
  ArgumentError,
  type FunctionDefinition,
  FunctionError,
  parameterAt,
} from './functions/definition.js';

export function evaluateCall(evaluator: Evaluator, expression: Call, frame: Frame | undefined): Value {
  const name = expression.name.startsWith('core::') ? expression.name.slice('core::'.length) : expression.name;
  if (name === 'try') return evaluateTry(evaluator, expression, frame);
  if (name === 'can') return evaluateCan(evaluator, expression, frame);
  if (name === 'ephemeralasnull') return evaluateWithoutEphemeral(evaluator, expression, frame);
  if (expression.type !== undefined)
    return applyTo(
      evaluator,
      { ...expression, args: valueArguments(expression) },
      conversionTo(expression.type, 'value'),
      frame,
    );
  const definition = evaluator.scope.functions?.get(expression.name) ?? BUILT_IN_FUNCTIONS.get(name);
  if (definition === undefined) return unknownFunction(evaluator, expression);
  if (definition.isTemplate === true && evaluator.scope.isTemplate === true)
    return templateInside(evaluator, expression);
  if (!areReferences(evaluator, expression, definition)) return UNKNOWN;
  return applyTo(evaluator, expression, definition, frame);
}

/** The result of a function for the values of its arguments. */
function applyTo(
  evaluator: Evaluator,
  expression: Call,
  definition: FunctionDefinition,
  frame: Frame | undefined,
): Value {
  const { args, failed } = evaluateArguments(evaluator, expression, frame);
  // A failure keeps the marks of its arguments, because it may depend on a secret.
  if (failed) return args.some(containsSensitive) ? sensitive(UNKNOWN) : UNKNOWN;
  if (!isCountRight(evaluator, expression, definition, args.length)) return UNKNOWN;
  try {
    return boundedResult(applyFunction(definition, args, evaluator));
  } catch (error) {
    if (!(error instanceof FunctionError)) throw error;
    const marked = args.some(containsSensitive);
    const result = callFailed(evaluator, expression, definition, error, marked);
    return marked ? sensitive(result) : result;
  }
}

function unknownFunction(evaluator: Evaluator, expression: Call): Unknown {
  const { summary, detail } = evaluator.scope.functions?.missing?.(expression.name) ?? noSuchFunction(expression.name);
  return evaluator.fail('unknown-function', summary, expression.span, detail);
}

/** Whether a function of this name exists. */
export function isFunction(name: string): boolean {
  const plain = name.startsWith('core::') ? name.slice('core::'.length) : name;
  return SPECIAL_FUNCTIONS.has(plain) || BUILT_IN_FUNCTIONS.has(plain);
}

function templateInside(evaluator: Evaluator, { name, span }: Call): Unknown {
  return evaluator.fail(
    'function-failed',
    `${name}() cannot be called in a template`,
    span,
    'Render the inner template outside this one, and pass its text as a variable.',
  );
}

/** The message about a function that does not exist. */
export function noSuchFunction(name: string): { readonly summary: string; readonly detail: string } {
  const summary = `There is no function ${name}`;
  const near = nearest(name, [...BUILT_IN_FUNCTIONS.keys(), ...SPECIAL_FUNCTIONS]);
  const meant = near.length === 0 ? '' : ` Did you mean ${near.join(' or ')}?`;
  return { summary, detail: `Only the functions of the language can be called.${meant}` };
}

/** Rejects anything but a reference for parameters that require one. Nothing is evaluated for this. */
function areReferences(evaluator: Evaluator, expression: Call, { parameters }: FunctionDefinition): boolean {
  for (const [index, { name, reference }] of parameters.entries()) {
    const argument = expression.args[index];
    if (reference !== true || argument === undefined || isReference(argument)) continue;
    evaluator.fail(
      'invalid-argument',
      `${expression.name}(): the argument "${name}" must be a reference`,
      argument.span ?? expression.span,
      'The function renders a template from elsewhere, such as local.text. Write a template of your own in place of the call.',
    );
    return false;
  }
  return true;
}

/** A name with steps, whose keys may be computed. */
const isReference = (expression: Expression): boolean =>
  expression.kind === 'traversal' ||
  ((expression.kind === 'attribute' || expression.kind === 'index') && isReference(expression.target));

interface Arguments {
  readonly args: readonly Value[];
  /** The arguments have errors or are not available yet; `args` then holds those that were evaluated. */
  readonly failed: boolean;
}

/** The values of the arguments; the last one is expanded if `...` follows it. */
function evaluateArguments(evaluator: Evaluator, expression: Call, frame: Frame | undefined): Arguments {
  let failed = false;
  const args: Value[] = [];
  const last = expression.args.length - 1;
  for (const [index, argument] of expression.args.entries()) {
    const given = evaluator.attempt(argument, frame);
    evaluator.keep(given.diagnostics);
    failed ||= given.failed;
    if (failed || index < last || !expression.expand) {
      args.push(given.value);
      continue;
    }
    const items = spread(evaluator, expression, given.value, argument.span);
    failed = items === undefined;
    for (const item of items ?? [given.value]) args.push(item);
  }
  return { args, failed };
}

function spread(
  evaluator: Evaluator,
  expression: Call,
  given: Value,
  span: Span | undefined,
): readonly Value[] | undefined {
  const value = unmark(given);
  const items = isTupleValue(value)
    ? value
    : value instanceof ListValue || value instanceof SetValue
      ? value.items.map((item) => standAlone(item, value.element))
      : undefined;
  if (items !== undefined) return given instanceof Sensitive ? items.map(sensitive) : items;
  const type = typeOf(value);
  const spreadable = type === 'dynamic' || (typeof type !== 'string' && ['list', 'set', 'tuple'].includes(type.kind));
  if (value instanceof Unknown && spreadable) return undefined;
  const what = isNull(value) ? 'null' : article(typeName(type));
  evaluator.fail(
    'invalid-argument',
    `${expression.name}(): "..." cannot expand ${what}`,
    span ?? expression.span,
    'Only a list, a set or a tuple can be expanded into arguments.',
  );
  return undefined;
}

function isCountRight(evaluator: Evaluator, expression: Call, definition: FunctionDefinition, count: number): boolean {
  const { parameters, rest } = definition;
  const missing = parameters[count];
  if (missing === undefined && (rest !== undefined || count <= parameters.length)) return true;
  const wanted = `${parameters.length} argument${parameters.length === 1 ? '' : 's'}`;
  evaluator.fail(
    'wrong-argument-count',
    missing === undefined
      ? `${expression.name}() takes ${wanted}, not ${count}`
      : `${expression.name}() needs the argument "${missing.name}"`,
    expression.span,
    missing === undefined ? undefined : `It takes ${rest === undefined ? '' : 'at least '}${wanted}.`,
  );
  return false;
}

function callFailed(
  evaluator: Evaluator,
  expression: Call,
  definition: FunctionDefinition,
  error: FunctionError,
  marked: boolean,
): Unknown {
  const { revealing, revealingAdvice, ...details } = error.details;
  const message = marked ? error.message : (revealing ?? error.message);
  const advice = marked ? details.advice : (revealingAdvice ?? details.advice);
  if (!(error instanceof ArgumentError)) {
    return evaluator.fail('function-failed', `${expression.name}(): ${message}`, expression.span, advice);
  }
  const span = expression.args[Math.min(error.index, expression.args.length - 1)]?.span ?? expression.span;
  const name = parameterAt(definition, error.index)?.name ?? String(error.index + 1);
  return evaluator.fail('invalid-argument', `${expression.name}(): the argument "${name}" ${message}`, span, advice);
}

/**
 * Returns the first argument without errors. The result is unknown while an argument that is not wholly known might
 * still fail.
 */
function evaluateTry(evaluator: Evaluator, expression: Call, frame: Frame | undefined): Value {
  const reasons: string[] = [];
  for (const argument of expression.args) {
    const result = evaluator.attempt(argument, frame);
    if (!result.failed) {
      if (!isWhollyKnown(result.value)) return UNKNOWN;
      evaluator.keep(result.diagnostics);
      return result.value;
    }
    reasons.push(result.diagnostics.map(({ summary }) => summary).join('; '));
  }
  const detail = reasons.map((reason, index) => `${index + 1}. ${reason}`).join('\n');
  return evaluator.fail('function-failed', 'try(): none of the arguments has a value', expression.span, detail);
}

/** The argument of a function that takes exactly one expression. */
function onlyArgument(evaluator: Evaluator, { name, args, span }: Call): Expression | undefined {
  if (args.length === 1) return args[0];
  evaluator.fail('wrong-argument-count', `${name}() takes 1 argument, not ${args.length}`, span);
  return undefined;
}

function evaluateWithoutEphemeral(evaluator: Evaluator, expression: Call, frame: Frame | undefined): Value {
  const argument = onlyArgument(evaluator, expression);
  return argument === undefined ? UNKNOWN : withoutEphemeral(evaluator, argument, frame);
}

function evaluateCan(evaluator: Evaluator, expression: Call, frame: Frame | undefined): Value {
  const argument = onlyArgument(evaluator, expression);
  if (argument === undefined) return UNKNOWN;
  const { failed, value } = evaluator.attempt(argument, frame);
  return failed || isWhollyKnown(value) ? !failed : new Unknown('bool', true);
}
