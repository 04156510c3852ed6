import {
  type Conditional,
  convert,
  isUndecided,
  isNull,
  type ObjectType,
  ownEntry,
  sortedEntries,
  sortedTexts,
  type Type,
  typeName,
  typeOf,
  typesEqual,
  unify,
  Unknown,
  unmark,
  type Value,
  withMarksOf,
  nullOf,
} from '../../model/index.js';
import { article } from './access.js';
import type { Attempt, Evaluator, Frame } from './contract.js';
import { eitherOf, isNeverNull } from './refined.js';

/**
 * Both results are evaluated, because the type of the conditional depends on both; only errors in the chosen one count.
 */
export function evaluateConditional(evaluator: Evaluator, expression: Conditional, frame: Frame | undefined): Value {
  const then = evaluator.attempt(expression.then, frame);
  const otherwise = evaluator.attempt(expression.otherwise, frame);
  const type = resultType(then, otherwise);
  if (type === undefined) {
    return evaluator.fail(
      'inconsistent-types',
      'The results of this conditional have incompatible types',
      expression.span,
      `${difference(typeOf(then.value), typeOf(otherwise.value))}. Convert one of them, or use the same structure for both.`,
    );
  }
  const given = evaluator.evaluate(expression.condition, frame);
  const condition = convert(given, 'bool');
  const span = expression.condition.span ?? expression.span;
  if (!condition.ok) {
    evaluator.fail('invalid-condition', 'A condition must be true or false', span, `It ${condition.message}.`);
    return new Unknown(type);
  }
  const decided = unmark(condition.value);
  if (isNull(decided)) {
    evaluator.fail('invalid-condition', 'This condition is null', span, 'A condition must be true or false.');
    return new Unknown(type);
  }
  const marks = [given, then.value, otherwise.value];
  if (decided instanceof Unknown) return withMarksOf(either(then.value, otherwise.value, type), ...marks);
  const [taken, other] = decided === true ? [then, otherwise] : [otherwise, then];
  const result = chosen(evaluator, expression, taken, decided === true, type);
  // A failed result that was not chosen does not affect the value.
  return other.failed ? withMarksOf(result, given, taken.value) : withMarksOf(result, ...marks);
}

/** An untyped null is compatible with any type; an unknown of unknown type leaves the result type open. */
function resultType(then: Attempt, otherwise: Attempt): Type | undefined {
  if (then.value === null) return typeOf(otherwise.value);
  if (otherwise.value === null) return typeOf(then.value);
  const [left, right] = [typeOf(then.value), typeOf(otherwise.value)];
  if (left === 'dynamic' || right === 'dynamic') return 'dynamic';
  if (typesEqual(left, right)) return left;
  const type = unify([left, right]);
  if (type === undefined) return undefined;
  // A result that failed will never become known.
  const isOpen = ({ value, failed }: Attempt): boolean => !failed && isUndecided(value, type);
  return isOpen(then) || isOpen(otherwise) ? 'dynamic' : type;
}

function either(then: Value, otherwise: Value, type: Type): Value {
  const [left, right] = [unmark(then), unmark(otherwise)];
  if (isNull(left) && isNull(right)) return nullOf(type);
  const isSomething = type !== 'dynamic' && isNeverNull(left) && isNeverNull(right);
  return isSomething ? eitherOf(left, right, type) : new Unknown(type);
}

function chosen(evaluator: Evaluator, expression: Conditional, taken: Attempt, first: boolean, type: Type): Value {
  evaluator.keep(taken.diagnostics);
  const result = convert(taken.value, type);
  if (result.ok) return result.value;
  const span = (first ? expression.then : expression.otherwise).span ?? expression.span;
  evaluator.fail(
    'inconsistent-types',
    'The results of this conditional have different types',
    span,
    `It ${result.message}.`,
  );
  return new Unknown(type);
}

/** Describes, at the deepest possible place, how two types without a common type differ. */
function difference(left: Type, right: Type): string {
  if (typeof left !== 'string' && typeof right !== 'string') {
    if (left.kind === 'object' && right.kind === 'object') return objectDifference(left, right);
    if (left.kind === 'tuple' && right.kind === 'tuple' && left.items.length === right.items.length) {
      for (const [index, item] of left.items.entries()) {
        const other = right.items[index] ?? 'dynamic';
        if (!typesEqual(item, other)) return `In element ${index}: ${lowerFirst(difference(item, other))}`;
      }
    }
    if ('element' in left && 'element' in right && left.kind === right.kind) {
      return `In the elements: ${lowerFirst(difference(left.element, right.element))}`;
    }
  }
  const [one, two] = [typeName(left), typeName(right)];
  return one === two ? 'They differ in a nested part' : `The first is ${article(one)}, the second is ${article(two)}`;
}

const lowerFirst = (text: string): string => text.charAt(0).toLowerCase() + text.slice(1);

function objectDifference(left: ObjectType, right: ObjectType): string {
  for (const [name, attribute] of sortedEntries(left.attributes)) {
    const other = ownEntry(right.attributes, name);
    if (other === undefined) return `Only the first has an attribute "${name}"`;
    if (!typesEqual(attribute, other)) return `In attribute "${name}": ${lowerFirst(difference(attribute, other))}`;
  }
  const extra = sortedTexts(Object.keys(right.attributes)).find((name) => !Object.hasOwn(left.attributes, name));
  return extra === undefined ? 'They differ in a nested part' : `Only the second has an attribute "${extra}"`;
}
