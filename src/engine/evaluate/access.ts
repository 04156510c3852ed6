import {
  convert,
  formatKey,
  formatNumber,
  isInteger,
  isKind,
  isNull,
  isNumber,
  isObjectValue,
  isTupleValue,
  ListValue,
  MapValue,
  nearest,
  ownEntry,
  Sensitive,
  sensitive,
  SetValue,
  type Span,
  standAlone,
  toDouble,
  type TraversalStep,
  type Type,
  typeName,
  typeOf,
  UNKNOWN,
  Unknown,
  unmark,
  type Unmarked,
  type Value,
  withMarksOf,
} from '../../model/index.js';
import type { Evaluator } from './contract.js';

/** The value being accessed: its name in messages, and its place in the expression. */
export interface Target {
  readonly name: string;
  readonly span: Span | undefined;
}

export function takeStep(evaluator: Evaluator, value: Value, step: TraversalStep, target: Target): Value {
  return step.kind === 'attribute'
    ? takeAttribute(evaluator, value, String(step.key), target)
    : takeIndex(evaluator, value, step.key, target);
}

/** `value.name` */
export function takeAttribute(evaluator: Evaluator, value: Value, name: string, target: Target): Value {
  if (value instanceof Sensitive) {
    const part = attributeOf(evaluator, value.value, name, target, 'key');
    return sensitive(part);
  }
  return attributeOf(evaluator, value, name, target, 'all');
}

/** What an error may reveal: everything, only the requested key, or not even that. */
type Shown = 'all' | 'key' | 'nothing';

function attributeOf(evaluator: Evaluator, value: Unmarked, name: string, target: Target, shown: Shown): Value {
  if (isObjectValue(value)) {
    const part = ownEntry(value, name);
    return part === undefined ? noAttribute(evaluator, Object.keys(value), name, target, shown) : part;
  }
  if (value instanceof MapValue) {
    const part = ownEntry(value.entries, name);
    if (part !== undefined) return standAlone(part, value.element);
    return noElement(evaluator, Object.keys(value.entries), name, target, shown);
  }
  if (isNull(value)) {
    return evaluator.fail('null-access', `${target.name} is null, so it has no attribute "${name}"`, target.span);
  }
  const type = typeOf(value);
  if (type === 'dynamic') return UNKNOWN;
  if (value instanceof Unknown && typeof type !== 'string') {
    if (type.kind === 'map') return new Unknown(type.element);
    if (type.kind === 'object') {
      const attribute = ownEntry(type.attributes, name);
      return attribute === undefined
        ? noAttribute(evaluator, Object.keys(type.attributes), name, target, shown)
        : new Unknown(attribute);
    }
  }
  return evaluator.fail(
    'unsupported-attribute',
    `${target.name} is ${article(typeName(type))}, so it has no attribute "${name}"`,
    target.span,
    elementHint(type, name, target),
  );
}

function elementHint(type: Type, name: string, { name: target }: Target): string | undefined {
  if (typeof type === 'string') return undefined;
  if (type.kind === 'list' || type.kind === 'tuple') {
    return `Get it from one element, ${target}[0].${name}, or from all elements, ${target}[*].${name}.`;
  }
  return type.kind === 'set' ? `Get it from all elements, ${target}[*].${name}.` : undefined;
}

function noAttribute(
  evaluator: Evaluator,
  names: readonly string[],
  name: string,
  target: Target,
  shown: Shown,
): Unknown {
  const detail = names.length === 0 ? 'The object has no attributes.' : `It has ${listed(names)}.`;
  return evaluator.fail(
    'unsupported-attribute',
    shown === 'nothing' ? `${target.name} has no such attribute` : `${target.name} has no attribute "${name}"`,
    target.span,
    shown === 'all' ? guess(name, names) + detail : undefined,
  );
}

function noElement(evaluator: Evaluator, keys: readonly string[], key: string, target: Target, shown: Shown): Unknown {
  const detail = keys.length === 0 ? 'The map is empty.' : `Its keys are ${listed(keys)}.`;
  return evaluator.fail(
    'missing-element',
    shown === 'nothing'
      ? `${target.name} has no such element`
      : `${target.name} has no element with the key ${JSON.stringify(key)}`,
    target.span,
    shown === 'all' ? guess(key, keys) + detail : undefined,
  );
}

const LISTED = 10;

/** The first names, and the number of the remaining ones. */
export function listed(names: readonly string[]): string {
  const shown = names.slice(0, LISTED).map((name) => JSON.stringify(name));
  return shown.join(', ') + (names.length > LISTED ? ` and ${names.length - LISTED} more` : '');
}

/** `Did you mean "x"? `, or an empty string. */
export function guess(word: string, candidates: Iterable<string>): string {
  const near = nearest(word, candidates);
  return near.length === 0 ? '' : `Did you mean ${near.map((name) => JSON.stringify(name)).join(' or ')}? `;
}

export const article = (name: string): string => (/^[aeio]/.test(name) ? `an ${name}` : `a ${name}`);

/** `value[key]` */
export function takeIndex(evaluator: Evaluator, value: Value, key: Value, target: Target): Value {
  const collection = unmark(value);
  const index = unmark(key);
  if (isNull(collection))
    return evaluator.fail('null-access', `${target.name} is null, so it has no elements`, target.span);
  if (isNull(index)) return evaluator.fail('invalid-index', `The key for ${target.name} is null`, target.span);
  const shown = index !== key ? 'nothing' : collection === value ? 'all' : 'key';
  const element = elementOf(evaluator, collection, index, target, shown);
  // A sensitive attribute name does not mark the result, as in Terraform: the attributes of an object are not secret.
  return isObjectValue(collection) ? withMarksOf(element, value) : withMarksOf(element, value, key);
}

function elementOf(evaluator: Evaluator, value: Unmarked, key: Unmarked, target: Target, shown: Shown): Value {
  if (key instanceof Unknown && key.type === 'dynamic') return UNKNOWN;
  if (isTupleValue(value)) return itemOf(evaluator, value, undefined, key, target, shown);
  if (value instanceof ListValue) return itemOf(evaluator, value.items, value.element, key, target, shown);
  if (isObjectValue(value) || value instanceof MapValue) return entryOf(evaluator, value, key, target, shown);
  // Only now, because the type of a tuple or an object is as large as the value itself.
  const type = typeOf(value);
  if (type === 'dynamic') return UNKNOWN;
  if (value instanceof Unknown && typeof type !== 'string') {
    if (type.kind === 'list' || type.kind === 'tuple') {
      const number = wantKey(evaluator, key, 'number', target);
      if (isNumber(number)) return partType(type, toDouble(number));
      return number === UNKNOWN ? UNKNOWN : partType(type, undefined);
    }
    if (type.kind === 'map') return new Unknown(type.element);
    if (type.kind === 'object') {
      const name = wantKey(evaluator, key, 'string', target);
      // Terraform looks for the attribute only once the object is known, unlike with `value.name`.
      return typeof name === 'string' ? new Unknown(ownEntry(type.attributes, name) ?? 'dynamic') : UNKNOWN;
    }
  }
  const detail =
    value instanceof SetValue || isKind(type, 'set')
      ? 'The elements of a set have no order and no keys; convert it to a list with tolist(), or use a for expression.'
      : undefined;
  return evaluator.fail(
    'invalid-index',
    `${target.name} is ${article(typeName(type))}, so it has no elements`,
    target.span,
    detail,
  );
}

function partType(type: Exclude<Type, string>, index: number | undefined): Unknown {
  if (type.kind === 'tuple') return index === undefined ? UNKNOWN : new Unknown(type.items[index] ?? 'dynamic');
  return type.kind === 'list' ? new Unknown(type.element) : UNKNOWN;
}

/** The key converted to the required type, which may be unknown; UNKNOWN after an error. */
function wantKey(evaluator: Evaluator, key: Value, type: 'number' | 'string', target: Target): Value {
  const result = convert(key, type);
  if (result.ok) return result.value;
  return evaluator.fail(
    'invalid-index',
    `The key for ${target.name} has the wrong type`,
    target.span,
    `It ${result.message}.`,
  );
}

function itemOf(
  evaluator: Evaluator,
  items: readonly Value[],
  element: Type | undefined,
  key: Unmarked,
  target: Target,
  shown: Shown,
): Value {
  const number = wantKey(evaluator, key, 'number', target);
  if (!isNumber(number)) return number === UNKNOWN || element === undefined ? UNKNOWN : new Unknown(element);
  const index = toDouble(number);
  const item = isInteger(number) ? items[index] : undefined;
  if (item !== undefined) return element === undefined ? item : standAlone(item, element);
  return evaluator.fail(
    'invalid-index',
    shown === 'nothing'
      ? `${target.name} has no such element`
      : `${target.name} has no element ${formatNumber(number)}`,
    target.span,
    shown !== 'all'
      ? undefined
      : !isInteger(number)
        ? 'An index must be a whole number; floor() rounds down to one.'
        : index < 0
          ? 'Indexes start at 0; the last element is element(list, length(list) - 1).'
          : count(items.length),
  );
}

const count = (length: number): string =>
  length === 0
    ? 'It is empty.'
    : length === 1
      ? 'It has 1 element, with index 0.'
      : `It has ${length} elements, with indexes 0 to ${length - 1}.`;

function entryOf(evaluator: Evaluator, value: Unmarked, key: Unmarked, target: Target, shown: Shown): Value {
  const map = value instanceof MapValue ? value : undefined;
  const name = wantKey(evaluator, key, 'string', target);
  if (typeof name === 'string') return attributeOf(evaluator, value, name, target, shown);
  return map !== undefined && name instanceof Unknown && name.type !== 'dynamic' ? new Unknown(map.element) : UNKNOWN;
}

/** `.name` and `[0]`, as an expression writes them. */
export function stepText(step: TraversalStep): string {
  return step.kind === 'attribute' ? `.${step.key}` : formatKey(step.key);
}
