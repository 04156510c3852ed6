import { ownEntry } from './record.js';
import type { Attribute } from './schema.js';

type Keyword = (limit: unknown, value: unknown) => boolean;

const onText = (test: (limit: number, length: number) => boolean): Keyword => {
  return (limit, value) => typeof value !== 'string' || (typeof limit === 'number' && test(limit, lengthOf(value)));
};
const onNumber = (test: (limit: number, value: number) => boolean): Keyword => {
  return (limit, value) => typeof value !== 'number' || (typeof limit === 'number' && test(limit, value));
};
const onItems = (test: (limit: number, length: number) => boolean): Keyword => {
  return (limit, value) => !Array.isArray(value) || (typeof limit === 'number' && test(limit, value.length));
};

const KEYWORDS: Readonly<Record<string, Keyword>> = {
  enum: (limit, value) => typeof value !== 'object' && Array.isArray(limit) && limit.includes(value),
  minLength: onText((limit, length) => length >= limit),
  maxLength: onText((limit, length) => length <= limit),
  pattern: (limit, value) => typeof value !== 'string' || (typeof limit === 'string' && patternOf(limit).test(value)),
  minimum: onNumber((limit, value) => value >= limit),
  maximum: onNumber((limit, value) => value <= limit),
  exclusiveMinimum: onNumber((limit, value) => value > limit),
  exclusiveMaximum: onNumber((limit, value) => value < limit),
  multipleOf: onNumber((limit, value) => limit === 1 && Number.isSafeInteger(value)),
  minItems: onItems((limit, length) => length >= limit),
  maxItems: onItems((limit, length) => length <= limit),
  items: (limit, value) =>
    !Array.isArray(value) || (isConstraint(limit) && value.every((item) => accepts(limit, item))),
};

const isConstraint = (limit: unknown): limit is Readonly<Record<string, unknown>> =>
  typeof limit === 'object' && limit !== null;

/** JSON Schema counts characters, not UTF-16 units. */
function lengthOf(text: string): number {
  let length = 0;
  for (const _ of text) length += 1;
  return length;
}

const patterns = new Map<string, RegExp>();

function patternOf(source: string): RegExp {
  let pattern = patterns.get(source);
  if (pattern === undefined) {
    pattern = new RegExp(source, 'u');
    patterns.set(source, pattern);
  }
  return pattern;
}

/**
 * A quick check of the most common keywords. True only if a validator would accept the value too; false may also mean
 * that a validator is needed.
 */
export function accepts(constraint: Attribute['constraint'], value: unknown): boolean {
  if (constraint === undefined) return true;
  for (const keyword of Object.keys(constraint)) {
    if (ownEntry(KEYWORDS, keyword)?.(constraint[keyword], value) !== true) return false;
  }
  return true;
}
