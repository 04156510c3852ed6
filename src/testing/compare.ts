import {
  ExactNumber,
  formatNumber,
  formatPath,
  isNull,
  isTupleValue,
  partsOf,
  Sensitive,
  SetValue,
  toDouble,
  unmark,
  Unknown,
  type Path,
  type Value,
} from '../model/index.js';
import { inlineText } from '../render/index.js';
import { KnownAfterApply } from './mocks.js';

/** In a matcher: a value that is marked as sensitive, and has this content. */
export class SensitiveValue {
  readonly content: unknown;
  /** Whether any content will do. */
  readonly isAny: boolean;
  constructor(content: readonly unknown[]) {
    this.isAny = content.length === 0;
    [this.content] = content;
  }
}

/** In a matcher: a value that is marked as sensitive, with this content if one is given. It is never shown. */
export const sensitiveValue = (...content: readonly [unknown?]): SensitiveValue => new SensitiveValue(content);

/** The matchers of values that vitest and jest have, such as `expect.any(String)`. */
interface Asymmetric {
  asymmetricMatch(value: unknown): boolean;
  toString(): string;
}

const isAsymmetric = (value: unknown): value is Asymmetric =>
  typeof value === 'object' &&
  value !== null &&
  'asymmetricMatch' in value &&
  typeof value.asymmetricMatch === 'function';

/**
 * How a planned value differs from an expected one, a line each: `tags.owner: expected "a", planned "b"`. Objects may have more
 * members than are expected; lists have the same length; sets have any order.
 */
export function differences(expected: unknown, planned: Value, path: Path = []): readonly string[] {
  const differs = (wanted: string): readonly string[] => [
    `${path.length === 0 ? '' : `${formatPath(path)}: `}expected ${wanted}, planned ${shown(planned)}`,
  ];
  if (expected instanceof KnownAfterApply) return planned instanceof Unknown ? [] : differs('(known after apply)');
  if (expected instanceof SensitiveValue) {
    if (!(planned instanceof Sensitive)) return differs('a value that is marked as sensitive');
    const same = expected.isAny || differences(expected.content, planned.value).length === 0;
    return same ? [] : differs('another (sensitive value)');
  }
  const value = unmark(planned);
  // What is written in the test would tell what the value is.
  if (planned !== value) return differences(expected, value).length === 0 ? [] : differs('another (sensitive value)');
  if (isAsymmetric(expected)) return expected.asymmetricMatch(plain(value)) ? [] : differs(written(expected));
  if (value instanceof Unknown) return differs(written(expected));
  if (expected === null || expected === undefined) return isNull(value) ? [] : differs('null');
  const parts = partsOf(value);
  if (Array.isArray(expected)) {
    if (parts === undefined || !isTupleValue(parts)) return differs(written(expected));
    if (value instanceof SetValue) return isSameSet(expected, parts) ? [] : differs(written(expected));
    if (expected.length !== parts.length) return differs(written(expected));
    return expected.flatMap((item: unknown, index) => differences(item, parts[index] ?? null, [...path, index]));
  }
  if (typeof expected === 'object') {
    if (parts === undefined || isTupleValue(parts)) return differs(written(expected));
    return Object.entries(expected).flatMap(([name, member]) =>
      differences(member, parts[name] ?? null, [...path, name]),
    );
  }
  const same = value instanceof ExactNumber ? formatNumber(value) === written(expected) : value === expected;
  return same ? [] : differs(written(expected));
}

/** Whether each expected item is another one of the set, and none is left. */
function isSameSet(expected: readonly unknown[], items: readonly Value[]): boolean {
  if (expected.length !== items.length) return false;
  const left = new Set(items);
  return expected.every((one) => {
    for (const item of left) if (differences(one, item).length === 0) return left.delete(item);
    return false;
  });
}

/** A value as JavaScript has it, for a matcher of values. */
function plain(given: Value): unknown {
  const value = unmark(given);
  if (isNull(value)) return null;
  if (value instanceof ExactNumber) return toDouble(value);
  const parts = partsOf(value);
  if (parts === undefined) return value;
  if (isTupleValue(parts)) return parts.map(plain);
  return Object.fromEntries(Object.entries(parts).map(([name, part]) => [name, plain(part)]));
}

/** A value on one line; no secret is in it. */
export const shown = (value: Value): string => inlineText(value, Infinity) ?? '';

/** An expectation as it is written in the test. */
function written(expected: unknown): string {
  if (expected instanceof KnownAfterApply) return '(known after apply)';
  if (expected instanceof SensitiveValue) return '(sensitive value)';
  if (isAsymmetric(expected)) return expected.toString();
  if (Array.isArray(expected)) return `[${expected.map(written).join(', ')}]`;
  if (typeof expected === 'object' && expected !== null)
    return `{ ${Object.entries(expected)
      .map(([name, member]) => `${name} = ${written(member)}`)
      .join(', ')} }`;
  return JSON.stringify(expected) ?? String(expected);
}
