import {
  type Expression,
  isInteger,
  type Num,
  parseNumber,
  type Mutable,
  type Traversal,
  type TraversalStep,
  type Value,
} from '../model/index.js';
import type { Lexer } from './lexer.js';
import { fail } from './problem.js';
import type { ExpressionReader } from './template.js';

/** The name that stands for the element of a splat in what follows it; no identifier, so that it shadows nothing. */
export const SPLAT_ITEM = '*';

/**
 * Parses the steps after an expression: `.a`, `[0]`, `[*]`, `.*`. A parenthesized expression does not become part of a
 * traversal.
 */
export function readSteps(reader: ExpressionReader, from: Expression, start: number, closed: boolean): Expression {
  const { lexer } = reader;
  let target = from;
  for (let open = !closed; ; open = true) {
    if (lexer.is('.')) target = dot(reader, target, start, open);
    else if (lexer.is('[')) target = bracket(reader, target, start, open);
    else return target.kind === 'traversal' && target.steps.length > 0 ? trimmed(target) : target;
  }
}

/** An array that grew has room for many more steps. */
function trimmed(traversal: Mutable<Traversal>): Traversal {
  traversal.steps = traversal.steps.slice();
  return traversal;
}

function dot(reader: ExpressionReader, target: Expression, start: number, open: boolean): Expression {
  const { lexer } = reader;
  lexer.advance();
  if (lexer.is('*')) {
    lexer.advance();
    return attributeSplat(reader, target, start);
  }
  const stepStart = lexer.start;
  const { kind, key } = dottedStep(reader.lexer);
  const literal: Expression = { kind: 'literal', value: key, span: reader.span(stepStart) };
  if (open && target.kind === 'traversal' && isStep(key)) return extend(reader, target, { kind, key }, start);
  reader.grow(reader.height);
  const span = reader.span(start);
  return kind === 'attribute' ? { kind, target, name: key as string, span } : { kind, target, key: literal, span };
}

/** A name, or a legacy index: `list.0`. */
function dottedStep(lexer: Lexer): { readonly kind: TraversalStep['kind']; readonly key: string | Num } {
  const word = lexer.word();
  if (lexer.is('identifier')) {
    lexer.advance();
    return { kind: 'attribute', key: word };
  }
  if (!lexer.is('number')) lexer.unexpected('a name after "."');
  const number = word.includes('.') ? undefined : parseNumber(word);
  if (number === undefined) {
    const span = { start: lexer.start, end: lexer.end };
    fail(`".${word}" is not an index`, span, `Write [${word.split('.').join('][')}].`);
  }
  lexer.advance();
  return { kind: 'index', key: number };
}

function extend(reader: ExpressionReader, target: Traversal, step: TraversalStep, start: number): Expression {
  // The array is not shared yet; copying it for each step would make long traversals slow.
  (target.steps as TraversalStep[]).push(step);
  return { kind: 'traversal', root: target.root, steps: target.steps, span: reader.span(start) };
}

function bracket(reader: ExpressionReader, target: Expression, start: number, open: boolean): Expression {
  const { lexer } = reader;
  const linesMatter = lexer.linesMatter;
  const close = (): void => {
    if (!lexer.is(']')) lexer.unexpected('"]" to close the index');
    lexer.linesMatter = linesMatter;
    lexer.advance();
  };
  const targetHeight = reader.height;
  lexer.linesMatter = false;
  lexer.advance();
  if (lexer.is('*')) {
    lexer.advance();
    close();
    reader.height = targetHeight;
    return fullSplat(reader, target, start);
  }
  if (lexer.is(']')) lexer.unexpected('an index between "[" and "]"');
  const key = reader.expression();
  const keyHeight = reader.height;
  close();
  const constant = key.kind === 'literal' && isStep(key.value);
  if (constant && open && target.kind === 'traversal') {
    reader.height = targetHeight;
    return extend(reader, target, { kind: 'index', key: key.value }, start);
  }
  reader.grow(targetHeight, keyHeight);
  return { kind: 'index', target, key, span: reader.span(start) };
}

/** `.*`: the names and legacy indexes after it apply to each element; the first `[` ends that. */
function attributeSplat(reader: ExpressionReader, target: Expression, start: number): Expression {
  const { lexer } = reader;
  const steps: TraversalStep[] = [];
  while (lexer.is('.')) {
    lexer.advance();
    if (lexer.is('*')) lexer.unexpected('a name after "."', 'Write a splat within a splat with [*].');
    const span = { start: lexer.start, end: lexer.end };
    const { kind, key } = dottedStep(lexer);
    if (!isStep(key)) fail(`".${lexer.text.slice(span.start, span.end)}" is not an index`, span);
    steps.push({ kind, key });
  }
  reader.grow(reader.height);
  return { kind: 'splat', target, steps, full: false, span: reader.span(start) };
}

/**
 * `[*]`: everything after it applies to each element. Non-constant steps and splats need the element as a value:
 * `a[*].b[i]` is `[for * in a[*] : *.b[i]]`, with a name that cannot be written in source.
 */
function fullSplat(reader: ExpressionReader, target: Expression, start: number): Expression {
  const { lexer } = reader;
  const targetHeight = reader.height;
  const itemStart = lexer.lastEnd;
  let item: Expression = {
    kind: 'traversal',
    root: SPLAT_ITEM,
    steps: [],
    span: { start: itemStart, end: itemStart },
  };
  reader.height = 1;
  for (;;) {
    if (lexer.is('.')) item = dot(reader, item, itemStart, true);
    else if (lexer.is('[')) item = reader.deeper(() => bracket(reader, item, itemStart, true));
    else break;
  }
  reader.grow(targetHeight, reader.height);
  const span = reader.span(start);
  if (item.kind === 'traversal') return { kind: 'splat', target, steps: item.steps, full: true, span };
  const collection: Expression = { kind: 'splat', target, steps: [], full: true, span: { start, end: itemStart } };
  return { kind: 'for-tuple', valueName: SPLAT_ITEM, collection, value: item, span };
}

/** A name, or a whole number that can be a step of a traversal. */
function isStep(key: Value): key is string | number {
  return typeof key === 'string' || (typeof key === 'number' && isInteger(key) && key >= 0);
}
