import {
  convert,
  emptyRecord,
  type Expression,
  type ForObject,
  type ForTuple,
  isNull,
  isTupleValue,
  isObjectValue,
  ListValue,
  MapValue,
  objectValue,
  Sensitive,
  sensitive,
  SetValue,
  sortedEntries,
  type Span,
  standAlone,
  typeName,
  typeOf,
  UNKNOWN,
  Unknown,
  unmark,
  type Value,
} from '../../model/index.js';
import { article } from './access.js';
import { bind, type Evaluator, type Frame } from './contract.js';

type Pair = readonly [key: Value, value: Value];

/** The elements a `for` iterates over: `unknown` if they are not known yet, undefined after an error. */
interface Elements {
  readonly pairs: readonly Pair[] | 'unknown' | undefined;
  readonly marked: boolean;
}

export function elementsOf(
  evaluator: Evaluator,
  collection: Expression,
  frame: Frame | undefined,
  span: Span | undefined,
): Elements {
  const { value: given, failed, diagnostics } = evaluator.attempt(collection, frame);
  evaluator.keep(diagnostics);
  const value = unmark(given);
  const marked = given instanceof Sensitive;
  const where = collection.span ?? span;
  if (isNull(value)) {
    evaluator.fail(
      'not-iterable',
      'A for expression cannot iterate over null',
      where,
      'Use an empty list, or a default with coalesce().',
    );
    return { pairs: undefined, marked };
  }
  const pairs = pairsOf(value);
  if (pairs !== undefined) return { pairs: failed ? undefined : pairs, marked };
  const type = typeOf(value);
  if (type === 'dynamic' || (value instanceof Unknown && typeof type !== 'string')) return { pairs: 'unknown', marked };
  evaluator.fail(
    'not-iterable',
    `A for expression cannot iterate over ${article(typeName(type))}`,
    where,
    'It iterates over lists, sets, maps, tuples and objects.',
  );
  return { pairs: undefined, marked };
}

/** Keys and values in iteration order: by index, or by the bytes of the keys; an element of a set is its own key. */
export function pairsOf(value: Value): readonly Pair[] | undefined {
  if (isTupleValue(value)) return value.map((item, index) => [index, item] as const);
  if (value instanceof ListValue || value instanceof SetValue) {
    const { element } = value;
    const isList = value instanceof ListValue;
    return value.items.map((part, index) => {
      const item = standAlone(part, element);
      return [isList ? index : item, item] as const;
    });
  }
  if (value instanceof MapValue) {
    const { element, entries } = value;
    return sortedEntries(entries).map(([key, part]) => [key, standAlone(part, element)] as const);
  }
  return isObjectValue(value) ? sortedEntries(value) : undefined;
}

/**
 * Tracks how the parts of a `for` affect the result: any mark marks it, and an unknown key or condition makes it
 * unknown.
 */
class Progress {
  marked: boolean;
  known = true;
  constructor(marked: boolean) {
    this.marked = marked;
  }
  /** Records the mark of a value and returns the value without it. */
  note(value: Value): Value {
    if (value instanceof Sensitive) this.marked = true;
    return unmark(value);
  }
  finish(value: Value): Value {
    const result = this.known ? value : UNKNOWN;
    return this.marked ? sensitive(result) : result;
  }
}

export function evaluateForTuple(evaluator: Evaluator, expression: ForTuple, frame: Frame | undefined): Value {
  const { pairs, marked } = elementsOf(evaluator, expression.collection, frame, expression.span);
  const progress = new Progress(marked);
  if (pairs === undefined || pairs === 'unknown') return withoutElements(progress);
  if (pairs.length === 0) tryCondition(evaluator, expression, frame, progress);
  const items: Value[] = [];
  for (const [key, value] of pairs) {
    const inner = bind(frame, expression.keyName, key, expression.valueName, value);
    if (isIncluded(evaluator, expression, inner, progress)) items.push(evaluator.evaluate(expression.value, inner));
  }
  return progress.finish(items);
}

function withoutElements(progress: Progress): Value {
  progress.known = false;
  return progress.finish(UNKNOWN);
}

/** Without elements, a condition that is never valid is still an error. */
function tryCondition(
  evaluator: Evaluator,
  expression: ForTuple | ForObject,
  frame: Frame | undefined,
  progress: Progress,
): void {
  if (expression.condition === undefined) return;
  const { known, marked } = progress;
  const before = evaluator.reported;
  isIncluded(evaluator, expression, bind(frame, expression.keyName, UNKNOWN, expression.valueName, UNKNOWN), progress);
  if (evaluator.reported > before) return;
  progress.known = known;
  progress.marked = marked;
}

function isIncluded(evaluator: Evaluator, expression: ForTuple | ForObject, frame: Frame, progress: Progress): boolean {
  if (expression.condition === undefined) return true;
  const { value, failed, diagnostics } = evaluator.attempt(expression.condition, frame);
  evaluator.keep(diagnostics);
  const condition = progress.note(value);
  const result = convert(condition, 'bool');
  if (typeof (result.ok ? result.value : undefined) === 'boolean') return result.ok && result.value === true;
  // One error is enough: the condition is the same for every element.
  if (progress.known && !failed && !(result.ok && result.value instanceof Unknown)) {
    const detail = result.ok ? 'It is null.' : `It ${result.message}.`;
    evaluator.fail(
      'invalid-condition',
      'The "if" of a for expression must be true or false',
      expression.condition.span ?? expression.span,
      detail,
    );
  }
  progress.known = false;
  return false;
}

export function evaluateForObject(evaluator: Evaluator, expression: ForObject, frame: Frame | undefined): Value {
  const { pairs, marked } = elementsOf(evaluator, expression.collection, frame, expression.span);
  const progress = new Progress(marked);
  if (pairs === undefined || pairs === 'unknown') return withoutElements(progress);
  if (pairs.length === 0) tryCondition(evaluator, expression, frame, progress);
  const single = objectValue();
  const groups = emptyRecord<Value[]>();
  for (const [key, value] of pairs) {
    const inner = bind(frame, expression.keyName, key, expression.valueName, value);
    if (!isIncluded(evaluator, expression, inner, progress)) continue;
    const name = keyOf(evaluator, expression, inner, progress);
    if (name === undefined) continue;
    const result = evaluator.evaluate(expression.value, inner);
    if (expression.group) (groups[name] ??= []).push(result);
    else if (name in single) duplicate(evaluator, expression, name, progress);
    else single[name] = result;
  }
  return progress.finish(expression.group ? groups : single);
}

function keyOf(evaluator: Evaluator, expression: ForObject, frame: Frame, progress: Progress): string | undefined {
  const { value, failed, diagnostics } = evaluator.attempt(expression.key, frame);
  evaluator.keep(diagnostics);
  const key = convert(progress.note(value), 'string');
  if (key.ok && typeof key.value === 'string') return key.value;
  if (progress.known && !failed && !(key.ok && key.value instanceof Unknown)) {
    const detail = key.ok ? 'It is null.' : `It ${key.message}.`;
    evaluator.fail(
      'invalid-key',
      'The key in a for expression must be a string',
      expression.key.span ?? expression.span,
      detail,
    );
  }
  progress.known = false;
  return undefined;
}

function duplicate(evaluator: Evaluator, expression: ForObject, name: string, progress: Progress): void {
  evaluator.fail(
    'duplicate-key',
    progress.marked ? 'Two elements produce the same key' : `Two elements produce the key ${JSON.stringify(name)}`,
    expression.key.span ?? expression.span,
    'Make the keys different, or write "..." after the value to collect all values of a key in a list.',
  );
}
