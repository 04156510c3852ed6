import {
  containsSensitive,
  inPlace,
  isKind,
  isNull,
  isTupleValue,
  isUndecided,
  listOf,
  ListValue,
  sensitive,
  SetValue,
  type Splat,
  standAlone,
  tupleOf,
  type Type,
  typeOf,
  unify,
  UNKNOWN,
  Unknown,
  unmark,
  type Value,
  withMarksOf,
} from '../../model/index.js';
import { stepText, takeStep } from './access.js';
import type { Evaluator, Frame } from './contract.js';

/**
 * `target[*].a`: for a list, the list of parts; for anything else, a list with its one part, or an empty list for null.
 */
export function evaluateSplat(evaluator: Evaluator, expression: Splat, frame: Frame | undefined): Value {
  const { value: given, failed, diagnostics } = evaluator.attempt(expression.target, frame);
  evaluator.keep(diagnostics);
  if (failed) return UNKNOWN;
  return withMarksOf(splat(evaluator, expression, unmark(given)), given);
}

function splat(evaluator: Evaluator, expression: Splat, value: Value): Value {
  if (isNull(value)) return splatOfNull(evaluator, expression, typeOf(value));
  const before = evaluator.reported;
  // One error is enough: the steps are the same for every element.
  const each = (item: Value): Value => (evaluator.reported > before ? UNKNOWN : takeSteps(evaluator, expression, item));
  if (isTupleValue(value)) return value.map(each);
  if (value instanceof ListValue || value instanceof SetValue) return listOfParts(expression, value, each);
  if (!(value instanceof Unknown)) return [each(value)];
  const { type } = value;
  if (type === 'dynamic') return UNKNOWN;
  if (typeof type !== 'string' && (type.kind === 'list' || type.kind === 'set')) {
    return new Unknown(listOf(typeOf(each(new Unknown(type.element)))), true);
  }
  if (isKind(type, 'tuple')) {
    return new Unknown(tupleOf(type.items.map((item) => typeOf(each(new Unknown(item))))), true);
  }
  // Until it is known whether the value is null, the result may have one element or none.
  const part = each(value);
  return value.notNull ? [part] : UNKNOWN;
}

/** A null of a collection type cannot have elements; any other null counts as no element. */
function splatOfNull(evaluator: Evaluator, expression: Splat, type: Type): Value {
  if (typeof type === 'string' || type.kind === 'map' || type.kind === 'object') return [];
  return evaluator.fail(
    'null-access',
    `"[*]" is applied to null, which has no elements`,
    expression.span,
    'Use an empty list, or a default with coalesce().',
  );
}

function listOfParts(expression: Splat, value: ListValue | SetValue, each: (item: Value) => Value): Value {
  if (expression.steps.length === 0)
    return value instanceof ListValue ? value : new ListValue(value.element, value.items);
  if (value.items.length === 0) {
    return new ListValue(typeOf(each(new Unknown(value.element))), []);
  }
  const items = value.items.map((item) => each(standAlone(item, value.element)));
  const element: Type | undefined = unify(items.map(typeOf));
  if (element === undefined) return items;
  // While the type is open, only the number of parts is known.
  if (!items.some((item) => isUndecided(item, element))) {
    return new ListValue(
      element,
      items.map((item) => inPlace(item, element)),
    );
  }
  return new ListValue(
    'dynamic',
    items.map((item) => (containsSensitive(item) ? sensitive(UNKNOWN) : UNKNOWN)),
  );
}

function takeSteps(evaluator: Evaluator, expression: Splat, item: Value): Value {
  let value = item;
  let name = 'each element';
  for (const step of expression.steps) {
    value = takeStep(evaluator, value, step, { name, span: expression.span });
    name += stepText(step);
  }
  return value;
}
