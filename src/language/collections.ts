import { type Expression, formatNumber, kindOf, type Num, objectValue, type Span, type Value } from '../model/index.js';
import type { ExpressionReader, Iteration } from './template.js';

/** `[…]` and `[for …]`; the current token is the opening bracket. */
export function readTuple(reader: ExpressionReader): Expression {
  const { lexer } = reader;
  const { start } = lexer;
  const linesMatter = lexer.linesMatter;
  lexer.linesMatter = false;
  lexer.advance();
  if (lexer.isWord('for')) return readFor(reader, start, ']', linesMatter);
  const items: Expression[] = [];
  let height = 0;
  while (!lexer.is(']')) {
    items.push(reader.expression());
    height = Math.max(height, reader.height);
    if (lexer.is(']')) break;
    lexer.expect(',', 'a comma or "]" after a list item');
  }
  lexer.linesMatter = linesMatter;
  lexer.advance();
  reader.height = height + 1;
  const span = { start, end: lexer.lastEnd };
  return reader.folds ? tuple(items, span) : { kind: 'tuple', items, span };
}

/** A tuple; a literal when every item is one. */
export function tuple(items: readonly Expression[], span?: Span): Expression {
  const where = span === undefined ? {} : { span };
  const values: Value[] = [];
  for (const item of items) {
    if (item.kind !== 'literal') return { kind: 'tuple', items, ...where };
    values.push(item.value);
  }
  return { kind: 'literal', value: values, ...where };
}

export type Item = { readonly key: Expression; readonly value: Expression };

/** `{…}` and `{for …}`; the current token is the opening brace. */
export function readObject(reader: ExpressionReader): Expression {
  const { lexer } = reader;
  const { start } = lexer;
  const linesMatter = lexer.linesMatter;
  lexer.linesMatter = false;
  lexer.advance();
  if (lexer.isWord('for')) return readFor(reader, start, '}', linesMatter);
  lexer.linesMatter = true;
  const items: Item[] = [];
  let height = 0;
  for (;;) {
    lexer.afterNewline = false;
    if (lexer.is('}')) break;
    const key = readKey(reader);
    height = Math.max(height, reader.height);
    if (!lexer.is('=') && !lexer.is(':')) lexer.unexpected('"=" or ":" and a value after an object key');
    lexer.advance();
    const value = reader.expression();
    height = Math.max(height, reader.height);
    items.push({ key, value });
    if (lexer.is('}')) break;
    if (lexer.is('newline')) continue;
    lexer.expect(',', 'a comma, a new line or "}" after an object value');
  }
  lexer.linesMatter = linesMatter;
  lexer.advance();
  reader.height = height + 1;
  const span = { start, end: lexer.lastEnd };
  return reader.folds ? object(items, span) : { kind: 'object', items, span };
}

/** An object; a literal when every key and value is one. The last of two equal keys counts. */
export function object(items: readonly Item[], span?: Span): Expression {
  const where = span === undefined ? {} : { span };
  const values = objectValue();
  for (const { key, value } of items) {
    const constant = key.kind === 'literal' && typeof key.value === 'string' && value.kind === 'literal';
    if (!constant) return { kind: 'object', items, ...where };
    values[key.value] = value.value;
  }
  return { kind: 'literal', value: values, ...where };
}

/** A bare name is the key itself; anything else is evaluated. */
function readKey(reader: ExpressionReader): Expression {
  const { lexer } = reader;
  const { kind, start, end } = lexer;
  if (kind === 'identifier') {
    const word = lexer.word();
    lexer.advance();
    if (lexer.is('=') || lexer.is(':')) {
      reader.height = 1;
      return { kind: 'literal', value: word, span: { start, end } };
    }
    lexer.resume(start);
  }
  const key = reader.expression();
  const span = { start, end: lexer.lastEnd };
  if (key.kind === 'traversal' && kind === 'identifier') {
    reader.ambiguous.push({
      message: `The key ${lexer.text.slice(start, span.end)} can be read in two ways`,
      span,
      detail: 'If it is a reference, put parentheses around it; if it is a name that contains dots, put it in quotes.',
    });
  }
  return key.kind === 'literal' ? { kind: 'literal', value: keyText(key.value), span } : key;
}

/** Keys are strings: numbers and booleans are written out, anything else waits for the evaluation to be refused. */
function keyText(value: Value): Value {
  switch (kindOf(value)) {
    case 'number':
      return formatNumber(value as Num);
    case 'bool':
      return value === true ? 'true' : 'false';
    default:
      return value;
  }
}

function readFor(reader: ExpressionReader, start: number, close: ']' | '}', linesMatter: boolean): Expression {
  const { lexer } = reader;
  lexer.advance();
  const iteration = reader.iteration();
  let height = reader.height;
  const expression = (): Expression => {
    const inner = reader.expression();
    height = Math.max(height, reader.height);
    return inner;
  };
  lexer.expect(':', '":" after the collection');
  const first = expression();
  const second = readSecond(reader, close, expression);
  const group = lexer.is('...');
  if (group && second === undefined) lexer.unexpected('"]"', 'Only {for …} can group values with "...".');
  if (group) lexer.advance();
  let condition: { condition: Expression } | undefined;
  if (lexer.isWord('if')) {
    lexer.advance();
    condition = { condition: expression() };
  }
  if (!lexer.is(close)) lexer.unexpected(`"${close}" to close "for"`);
  lexer.linesMatter = linesMatter;
  lexer.advance();
  reader.height = height + 1;
  const span = { start, end: lexer.lastEnd };
  return second === undefined
    ? { kind: 'for-tuple', ...iteration, value: first, ...condition, span }
    : { kind: 'for-object', ...iteration, key: first, value: second, group, ...condition, span };
}

function readSecond(reader: ExpressionReader, close: ']' | '}', expression: () => Expression): Expression | undefined {
  const { lexer } = reader;
  if (close === ']') {
    if (lexer.is('=>')) lexer.unexpected('"]", "if" or an operator', 'To build an object, use {for …}.');
    return undefined;
  }
  lexer.expect('=>', '"=>" and a value after the key', 'To build a list, use [for …].');
  return expression();
}

/** `v in collection` or `k, v in collection`. */
export function readIteration(reader: ExpressionReader): Iteration {
  const { lexer } = reader;
  const name = (): string => {
    if (!lexer.is('identifier')) lexer.unexpected('a name for the value after "for"');
    const word = lexer.word();
    lexer.advance();
    return word;
  };
  const first = name();
  let second: string | undefined;
  if (lexer.is(',')) {
    lexer.advance();
    second = name();
  }
  if (!lexer.isWord('in')) lexer.unexpected('"in" and a collection');
  lexer.advance();
  const collection = reader.expression();
  return second === undefined ? { valueName: first, collection } : { keyName: first, valueName: second, collection };
}
