/** A node of the syntax tree of a program, in the terms of ESTree and Babel. */
export interface Syntax {
  readonly type: string;
  /** UTF-16 offsets in the text. */
  readonly start: number;
  readonly end: number;
  readonly [field: string]: unknown;
}

export const isSyntax = (value: unknown): value is Syntax =>
  typeof value === 'object' &&
  value !== null &&
  'type' in value &&
  typeof value.type === 'string' &&
  'start' in value &&
  typeof value.start === 'number' &&
  'end' in value &&
  typeof value.end === 'number';

export function child(node: Syntax | undefined, field: string): Syntax | undefined {
  const value = node?.[field];
  return isSyntax(value) ? value : undefined;
}

/** Nodes of a list. A hole in it is undefined. */
export function children(node: Syntax | undefined, field: string): readonly (Syntax | undefined)[] {
  const value = node?.[field];
  return Array.isArray(value) ? value.map((one: unknown) => (isSyntax(one) ? one : undefined)) : [];
}

export function textIn(node: Syntax | undefined, field: string): string | undefined {
  const value = node?.[field];
  return typeof value === 'string' ? value : undefined;
}

/** The nodes directly below, in no particular order. */
export function below(node: Syntax): readonly Syntax[] {
  return Object.entries(node).flatMap(([field, value]) => {
    if (field === 'leadingComments' || field === 'trailingComments' || field === 'innerComments') return [];
    if (Array.isArray(value)) return value.filter(isSyntax);
    return isSyntax(value) ? [value] : [];
  });
}

/** A node and those above it, from the root down, that contain an offset; `isWanted` ends the descent. */
export function pathTo(
  root: Syntax,
  offset: number,
  isWanted: (node: Syntax) => boolean,
): readonly Syntax[] | undefined {
  const chain: Syntax[] = [];
  let found: readonly Syntax[] | undefined;
  for (let at: Syntax | undefined = root; at !== undefined;) {
    chain.push(at);
    if (isWanted(at)) found = [...chain];
    at = below(at).find(({ start, end }) => start <= offset && offset < end);
  }
  return found;
}

/** All nodes of a tree that a check accepts. */
export function findAll(root: Syntax, isWanted: (node: Syntax) => boolean): readonly Syntax[] {
  const found: Syntax[] = [];
  const open = [root];
  for (let node = open.pop(); node !== undefined; node = open.pop()) {
    if (isWanted(node)) found.push(node);
    open.push(...below(node));
  }
  return found.sort((one, other) => one.start - other.start);
}

const WRAPPERS: ReadonlySet<string> = new Set([
  'TSAsExpression',
  'TSSatisfiesExpression',
  'TSNonNullExpression',
  'TSTypeAssertion',
  'ParenthesizedExpression',
]);

/** The expression without type assertions and parentheses around it. */
export function unwrapped(node: Syntax): Syntax {
  let inner = node;
  while (WRAPPERS.has(inner.type)) {
    const next = child(inner, 'expression');
    if (next === undefined) return inner;
    inner = next;
  }
  return inner;
}

/** The name of a property, unless it is calculated. */
export function keyOf(property: Syntax): string | undefined {
  const key = child(property, 'key') ?? child(property, 'property');
  if (key === undefined) return undefined;
  if (key.type === 'Identifier' && property['computed'] !== true) return textIn(key, 'name');
  if (key.type === 'StringLiteral') return textIn(key, 'value');
  return key.type === 'NumericLiteral' ? String(key['value']) : undefined;
}
