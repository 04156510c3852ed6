import type { Attribute } from './schema.js';

type Keyword = (limit: unknown, value: unknown) => boolean;

const onText = (test: (limit: number, length: number) => boolean): Keyword => {
  return (limit, value) => typeof value !== 'string' || test(limit as number, lengthOf(value));
};
const onNumber = (test: (limit: number, value: number) => boolean): Keyword => {
  return (limit, value) => typeof value !== 'number' || test(limit as number, value);
};
const onItems = (test: (limit: number, length: number) => boolean): Keyword => {
  return (limit, value) => !Array.isArray(value) || test(limit as number, value.length);
};

const KEYWORDS: Readonly<Record<string, Keyword>> = {
  enum: (limit, value) => typeof value !== 'object' && (limit as readonly unknown[]).includes(value),
  minLength: onText((limit, length) => length >= limit),
  maxLength: onText((limit, length) => length <= limit),
  pattern: (limit, value) => typeof value !== 'string' || patternOf(limit as string).test(value),
  minimum: onNumber((limit, value) => value >= limit),
  maximum: onNumber((limit, value) => value <= limit),
  exclusiveMinimum: onNumber((limit, value) => value > limit),
  exclusiveMaximum: onNumber((limit, value) => value < limit),
  multipleOf: onNumber((limit, value) => limit === 1 && Number.isSafeInteger(value)),
  minItems: onItems((limit, length) => length >= limit),
  maxItems: onItems((limit, length) => length <= limit),
  items: (limit, value) =>
    !Array.isArray(value) || value.every((item) => accepts(limit as Attribute['constraint'], item)),
};

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
    if (!Object.hasOwn(KEYWORDS, keyword) || !KEYWORDS[keyword]!(constraint[keyword], value)) return false;
  }
  return true;
}
