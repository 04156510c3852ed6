import { Construct, type IConstruct } from 'constructs';
import { ConstructError } from '../error.js';
import { quoteTemplate } from '../expression.js';
import { placeOf } from '../scope.js';
import type { Dynamic } from '../reference.js';
import { isResolvable, type IPostProcessor, type IResolvable, type IResolveContext } from './resolvable.js';
import { partsOf, tokenInList, tokenInMap, tokenInNumber } from './token-map.js';

const TEXT = Symbol.for('landform.cdktf.expression');

/** A value that is an expression of the language. */
export interface Written extends IResolvable {
  /** The expression, without `${}`. */
  [TEXT](context: IResolveContext): string;
}

export const EXPRESSION_TEXT: typeof TEXT = TEXT;

const isWritten = (value: IResolvable): value is Written => TEXT in value;

/** Part of a string: text of the program, the text of a token, an expression, or another value. */
type Part =
  | { readonly kind: 'literal' | 'template' | 'expression'; readonly text: string }
  | { readonly kind: 'value'; readonly value: unknown };

/** Resolves values for one construct. References are left as markers, which the documents write out. */
export class Resolution implements IResolveContext {
  readonly scope: IConstruct;
  readonly preparing = false;
  readonly suppressBraces?: boolean;
  readonly iteratorContext?: 'DYNAMIC_BLOCK' | 'FOR_EXPRESSION';
  #after: IPostProcessor[] = [];

  constructor(scope: IConstruct, more: Pick<IResolveContext, 'suppressBraces' | 'iteratorContext'> = {}) {
    this.scope = scope;
    if (more.suppressBraces !== undefined) this.suppressBraces = more.suppressBraces;
    if (more.iteratorContext !== undefined) this.iteratorContext = more.iteratorContext;
  }

  registerPostProcessor(postProcessor: IPostProcessor): void {
    this.#after.push(postProcessor);
  }

  /** Returns the value as JSON, in which expressions are strings. */
  resolve(value: Dynamic): Dynamic {
    if (typeof value === 'string') return this.#text(value);
    const token = tokenOf(value);
    if (token !== undefined) return this.#token(token);
    if (typeof value === 'function') throw this.#wrong('A function is used as a value', 'Call it.');
    if (typeof value !== 'object' || value === null) return value;
    if (Array.isArray(value))
      return value.map((item: unknown): unknown => this.resolve(item)).filter((item) => item !== undefined);
    if (value instanceof Date) return value.toISOString();
    if (Construct.isConstruct(value))
      throw this.#wrong(
        `The construct ${value.node.path} is used as a value`,
        'Use one of its attributes, or its fqn for the whole object.',
      );
    const result: Record<string, unknown> = {};
    for (const [key, item] of Object.entries(value)) {
      const resolved: unknown = this.resolve(item);
      if (resolved !== undefined) result[this.#key(key)] = resolved;
    }
    return result;
  }

  /** Returns the value as an expression, to be part of another one. */
  expression(value: unknown): string {
    if (typeof value === 'string') return quoted(this.#parts(value, 'literal'), (each) => this.expression(each));
    const token = tokenOf(value);
    if (token !== undefined) return quoted(this.#partsOfToken(token), (each) => this.expression(each));
    if (value === null) return 'null';
    if (Array.isArray(value)) return `[${value.map((item) => this.expression(item)).join(', ')}]`;
    if (typeof value !== 'object') return plainText(value);
    if (hasAddress(value)) return this.expression(value.fqn);
    const items = Object.entries(value).filter(([, item]) => item !== undefined);
    return `{${items.map(([key, item]) => `${this.#keyText(key)} = ${this.expression(item)}`).join(', ')}}`;
  }

  /** The language reads an expression as a key only in parentheses. */
  #keyText(key: string): string {
    const text = this.expression(key);
    return text.startsWith('"') ? text : `(${text})`;
  }

  #key(key: string): string {
    const resolved = this.#text(key);
    if (typeof resolved === 'string') return resolved;
    throw this.#wrong(`The key ${key} does not resolve to a string`, 'Use a string for the key.');
  }

  #text(text: string): unknown {
    const parts = this.#parts(text, 'template');
    const [only, ...others] = parts;
    if (only?.kind === 'value' && others.length === 0) return this.resolve(only.value);
    return parts.map((part) => this.#inText(part)).join('');
  }

  #inText(part: Part): string {
    if (part.kind === 'expression') return this.suppressBraces === true ? part.text : `\${${part.text}}`;
    if (part.kind !== 'value') return part.text;
    const { value } = part;
    return typeof value === 'object' ? `\${${this.expression(value)}}` : plainText(value);
  }

  #token(token: IResolvable): unknown {
    const [only, ...others] = this.#partsOfToken(token);
    if (only?.kind === 'value' && others.length === 0) return this.resolve(only.value);
    return [only, ...others].map((part) => (part === undefined ? '' : this.#inText(part))).join('');
  }

  #parts(text: string, kind: 'literal' | 'template'): readonly Part[] {
    return partsOf(text).flatMap((part): readonly Part[] =>
      typeof part === 'string' ? [{ kind, text: part }] : this.#partsOfToken(part),
    );
  }

  #partsOfToken(token: IResolvable): readonly Part[] {
    if (isWritten(token)) return [{ kind: 'expression', text: token[TEXT](this) }];
    const inner = new Resolution(this.scope, {
      ...(this.iteratorContext && { iteratorContext: this.iteratorContext }),
    });
    let value: unknown = token.resolve(inner);
    for (const processor of inner.#after) value = processor.postProcess(value, inner);
    const next = tokenOf(value);
    if (next !== undefined && next !== token) return this.#partsOfToken(next);
    return typeof value === 'string' ? this.#parts(value, 'template') : [{ kind: 'value', value }];
  }

  #wrong(summary: string, hint: string): ConstructError {
    const place = Construct.isConstruct(this.scope) ? placeOf(this.scope) : {};
    return new ConstructError('wrong-type', summary, hint, place);
  }
}

/** The object of a token, if the value is a token other than a string. */
function tokenOf(value: unknown): IResolvable | undefined {
  if (typeof value === 'number') return tokenInNumber(value);
  if (typeof value !== 'object' || value === null) return undefined;
  if (isResolvable(value)) return value;
  return Array.isArray(value) ? tokenInList(value) : tokenInMap(value);
}

const hasAddress = (value: object): value is { readonly fqn: string } =>
  'fqn' in value && typeof value.fqn === 'string' && Construct.isConstruct(value);

function quoted(parts: readonly Part[], write: (value: unknown) => string): string {
  const [only, ...others] = parts;
  if (others.length === 0) {
    if (only?.kind === 'expression') return only.text;
    if (only?.kind === 'value') return write(only.value);
    if (only?.kind === 'template') return ADDRESS.test(only.text) ? only.text : quoteTemplate(only.text);
  }
  return `"${parts.map(inQuotes).join('')}"`;
}

/** Programs pass such text by `Token.asAny('var.x')`, and mean the expression. */
const ADDRESS = /^(?:(?:var|local|data|module|each|count|self|path|terraform)\.|[a-z]\w*\(|[a-z]+_\w+\.)/;

function inQuotes(part: Part): string {
  switch (part.kind) {
    case 'literal':
      return escaped(part.text).replaceAll('${', () => '$${');
    case 'template':
      return escaped(part.text);
    case 'expression':
      return `\${${part.text}}`;
    case 'value':
      return plainText(part.value);
  }
}

const plainText = (value: unknown): string =>
  typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean' ? String(value) : '';

/** Backslashes are kept: programs of CDKTF write them as the language has them. A quote without one would end the string. */
const escaped = (text: string): string =>
  text
    .replaceAll('\n', String.raw`\n`)
    .replaceAll('\r', String.raw`\r`)
    .replaceAll(/(?<!\\)((?:\\\\)*)"/g, String.raw`$1\"`);
