import {
  convert,
  type Expression,
  isIdentifier,
  isNull,
  isObjectValue,
  MapValue,
  standAlone,
  typeName,
  typeOf,
  unmark,
  type Value,
  walkExpression,
} from '../../../model/index.js';
import {
  anyParameter,
  ArgumentError,
  type Caller,
  define,
  type FunctionDefinition,
  FunctionError,
  surroundingsOf,
  textParameter,
} from './definition.js';
import { readText } from './files.js';

/**
 * The variables by name; rejects the argument if it is not a map or an object, or if a name cannot be used in a
 * template.
 */
function variablesOf(value: Value): Readonly<Record<string, Value>> {
  const entries =
    value instanceof MapValue
      ? Object.fromEntries(Object.entries(value.entries).map(([name, part]) => [name, standAlone(part, value.element)]))
      : isObjectValue(value)
        ? value
        : undefined;
  if (entries === undefined) throw new ArgumentError(1, `must be an object or a map, not ${typeName(typeOf(value))}`);
  const wrong = Object.keys(entries).find((name) => !isIdentifier(name));
  if (wrong !== undefined)
    throw new ArgumentError(1, 'has a key that is not a valid variable name', {
      revealing: `has the key ${JSON.stringify(wrong)}, which is not a valid variable name`,
      advice: 'Names begin with a letter, followed by letters, digits, "_" or "-".',
    });
  return entries;
}

/** Converts an offset into line and column, counted from 1: `3:14`. */
function placeIn(text: string, offset: number): string {
  const before = text.slice(0, offset);
  const line = before.split('\n').length;
  return `${line}:${offset - before.lastIndexOf('\n')}`;
}

/** Renders a template with its variables. `name` is the file it is from. */
function render(text: string, name: string | undefined, given: Value, caller: Caller): Value {
  const at = (offset: number): string => (name === undefined ? '' : `${name}:`) + `${placeIn(text, offset)}: `;
  const fail = (offset: number, message: string, revealing: string, advice: string | undefined): never => {
    throw new FunctionError(`in the template, ${message}`, {
      revealing: `${at(offset)}${revealing}`,
      ...(advice === undefined ? {} : { revealingAdvice: advice }),
    });
  };
  const variables = variablesOf(given);
  const { expression, problems } = surroundingsOf(caller).parseTemplate(text);
  for (const { message, detail, span } of problems)
    fail(span.start, 'an expression is not valid', message, detail ?? 'Correct the template.');
  const missing = firstMissing(expression, variables);
  if (missing !== undefined) {
    const known = Object.keys(variables);
    fail(
      missing.offset,
      'a name is not among the variables',
      `${JSON.stringify(missing.name)} is not among the variables`,
      `A template can only refer to the variables it is given${known.length === 0 ? '; there are none' : `: ${known.join(', ')}`}.`,
    );
  }
  const { value, diagnostics } = caller.render(expression, variables);
  const [error] = diagnostics;
  if (error !== undefined)
    fail(error.source?.span?.start ?? 0, 'an expression has no value', error.summary, error.detail);
  if (isNull(unmark(value))) throw new FunctionError('the template has no value: its only expression is null');
  return value;
}

/** The first name that is neither a variable nor bound by `for`. */
function firstMissing(
  template: Expression,
  variables: Readonly<Record<string, Value>>,
): { readonly name: string; readonly offset: number } | undefined {
  let found: { readonly name: string; readonly offset: number } | undefined;
  walkExpression(template, (part, bound) => {
    if (found !== undefined || part.kind !== 'traversal' || part.root === '*') return;
    if (!bound.includes(part.root) && !Object.hasOwn(variables, part.root))
      found = { name: part.root, offset: part.span?.start ?? 0 };
  });
  return found;
}

function templateFile([given, variables]: readonly [string, Value], caller: Caller): Value {
  return render(readText(given, caller), given, variables, caller);
}

function templateString([text, variables]: readonly [string, Value], caller: Caller): Value {
  const result = convert(render(text, undefined, variables, caller), 'string');
  if (!result.ok || isNull(result.value)) throw new ArgumentError(0, 'is a template whose result is not a string');
  return result.value;
}

export const TEMPLATE_FUNCTIONS: Readonly<Record<string, FunctionDefinition>> = {
  templatefile: define([textParameter('path'), anyParameter('vars')], 'dynamic', templateFile, { isTemplate: true }),
  templatestring: define(
    [{ ...textParameter('template'), reference: true }, anyParameter('vars')],
    'string',
    templateString,
    { isTemplate: true },
  ),
};
