import {
  ExactNumber,
  isNull,
  isTupleValue,
  ListValue,
  MapValue,
  Sensitive,
  SetValue,
  Unknown,
  type Expression,
  type Num,
  type Value,
} from '../../model/index.js';

/**
 * The content at one place of a configuration, in one form for expressions and evaluated values. `open` content is only
 * known after evaluation (if it is `written` as an expression) or after apply.
 */
export type Look =
  | { readonly kind: 'open'; readonly written: boolean }
  | { readonly kind: 'scalar'; readonly value: null | boolean | string | Num }
  | { readonly kind: 'array'; readonly items: readonly Expression[] }
  | { readonly kind: 'object'; readonly entries: readonly (readonly [string, Expression])[] };

const WRITTEN: Look = { kind: 'open', written: true };
const UNKNOWN: Look = { kind: 'open', written: false };

/** Ignores marks: code that shows the content must check {@link isMarked}. */
export function look(expression: Expression): Look {
  switch (expression.kind) {
    case 'literal':
      return lookAtValue(expression.value);
    case 'tuple':
      return { kind: 'array', items: expression.items };
    case 'object': {
      const entries: [string, Expression][] = [];
      for (const { key, value } of expression.items) {
        const name = constantKey(key);
        if (name === undefined) return WRITTEN;
        entries.push([name, value]);
      }
      return { kind: 'object', entries };
    }
    default:
      return WRITTEN;
  }
}

/** Blocks are written in the document itself: an expression in a string cannot replace one. */
export const lookAtBlock = (expression: Expression): Look =>
  expression.span !== undefined ? WRITTEN : look(expression);

export const isMarked = (expression: Expression): boolean =>
  expression.kind === 'literal' && expression.value instanceof Sensitive;

export const literal = (value: Value): Expression => ({ kind: 'literal', value });

function constantKey(key: Expression): string | undefined {
  if (key.kind !== 'literal') return undefined;
  return typeof key.value === 'string' ? key.value : undefined;
}

function lookAtValue(marked: Value): Look {
  const value = marked instanceof Sensitive ? marked.value : marked;
  if (isNull(value)) return { kind: 'scalar', value: null };
  if (typeof value !== 'object' || value instanceof ExactNumber) return { kind: 'scalar', value };
  if (value instanceof Unknown) return UNKNOWN;
  if (value instanceof ListValue || value instanceof SetValue)
    return { kind: 'array', items: value.items.map(literal) };
  if (isTupleValue(value)) return { kind: 'array', items: value.map(literal) };
  const entries = value instanceof MapValue ? value.entries : value;
  return { kind: 'object', entries: Object.entries(entries).map(([name, part]) => [name, literal(part)] as const) };
}
