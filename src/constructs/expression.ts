import { ConstructError } from './error.js';
import { EXPRESSION, isReferable } from './referable.js';
import { unwrap } from './text.js';

/** Converts a value of the program to an expression of the language. Strings are templates, so `${…}` in them is kept. */
export function expressionOf(value: unknown): string {
  switch (typeof value) {
    case 'string':
      return quoteTemplate(value);
    case 'boolean':
    case 'bigint':
      return String(value);
    case 'number':
      return numberText(value);
    case 'object':
      return structureText(value);
    default:
      throw new ConstructError(
        'not-a-value',
        `A ${typeof value} cannot be part of an expression`,
        'Use a string, number, boolean, null, list, object or reference.',
      );
  }
}

function numberText(value: number): string {
  if (!Number.isFinite(value)) {
    throw new ConstructError('not-a-value', `${value} cannot be part of an expression`, 'Numbers must be finite.');
  }
  return String(value).replace('e+', 'e');
}

function structureText(value: object | null): string {
  if (value === null) return 'null';
  if (isReferable(value)) return value[EXPRESSION];
  if (Array.isArray(value)) return `[${value.map(expressionOf).join(', ')}]`;
  const prototype: unknown = Object.getPrototypeOf(value);
  if (prototype !== null && Object.getPrototypeOf(prototype) !== null) {
    throw new ConstructError(
      'not-a-value',
      `A ${value.constructor.name} cannot be part of an expression`,
      value instanceof Promise ? 'Await it first.' : 'Use a plain object, or convert the value to a string.',
    );
  }
  const items = Object.entries(value).filter(([, item]) => item !== undefined);
  return `{${items.map(([key, item]) => `${keyText(key)} = ${expressionOf(item)}`).join(', ')}}`;
}

/** The text of a key. The language reads an unparenthesized reference as a name. */
function keyText(key: string): string {
  const text = quoteTemplate(key);
  return text.startsWith('"') ? text : `(${text})`;
}

/** Quotes a string with `${…}` and `%{…}` as a template. A string that is a single `${…}` becomes that expression. */
export function quoteTemplate(text: string): string {
  const parts = templateParts(unwrap(text));
  const [only, ...others] = parts;
  if (only?.kind === '$' && others.length === 0) return rawExpression(only.text.trim());
  return `"${parts.map((part) => (part.kind === 'text' ? escape(part.text) : partText(part))).join('')}"`;
}

/**
 * Converts an expression written in the language. References in it, written as `${…}`, are inlined outside quoted strings. An
 * expression with operators gets parentheses, so that it remains one operand in any context.
 */
export function rawExpression(written: string): string {
  const { text, operators } = bare(unwrap(written));
  return operators ? `(${text})` : text;
}

/** Converts text with references to a template of the language, keeping markers. A reference in an expression loses its `${}`. */
export function writtenTemplate(text: string): string {
  const written = unwrap(text);
  return written === text ? text : templateParts(written).map(partText).join('');
}

function bare(text: string): { readonly text: string; readonly operators: boolean } {
  let result = '';
  let depth = 0;
  let operators = false;
  for (let index = 0; index < text.length; index += 1) {
    const character = text.charAt(index);
    const inner = character === '$' && text[index + 1] === '{' ? closingBrace(text, index + 2) : undefined;
    const quoted = character === '"' ? closingQuote(text, index + 1) : undefined;
    if (inner !== undefined) {
      result += rawExpression(text.slice(index + 2, inner));
      index = inner;
    } else if (quoted !== undefined) {
      result += text.slice(index, quoted + 1);
      index = quoted;
    } else {
      if ('([{'.includes(character)) depth += 1;
      if (')]}'.includes(character)) depth -= 1;
      if (depth === 0 && /[\s+*/%?<>=!&|]/.test(character)) operators = true;
      result += character;
    }
  }
  return { text: result, operators };
}

interface TemplatePart {
  readonly kind: 'text' | '$' | '%';
  readonly text: string;
}

function partText({ kind, text }: TemplatePart): string {
  if (kind === 'text') return text;
  return `${kind}{${kind === '$' ? bare(text).text : text}}`;
}

function templateParts(text: string): TemplatePart[] {
  const parts: TemplatePart[] = [];
  let start = 0;
  for (let index = 0; index < text.length; index += 1) {
    const sign = text[index];
    if ((sign !== '$' && sign !== '%') || text[index + 1] !== '{') continue;
    // `$${` is an escaped `${`.
    if (index > 0 && text[index - 1] === sign) continue;
    const end = closingBrace(text, index + 2);
    if (end === undefined) break;
    if (index > start) parts.push({ kind: 'text', text: text.slice(start, index) });
    parts.push({ kind: sign, text: text.slice(index + 2, end) });
    start = end + 1;
    index = end;
  }
  if (start < text.length || parts.length === 0) parts.push({ kind: 'text', text: text.slice(start) });
  return parts;
}

/** The position of the brace that closes the one before `from`. Quoted strings and templates in them are skipped. */
function closingBrace(text: string, from: number): number | undefined {
  let depth = 1;
  for (let index = from; index < text.length; index += 1) {
    const character = text[index];
    if (character === '"') {
      const end = closingQuote(text, index + 1);
      if (end === undefined) return undefined;
      index = end;
    } else if (character === '{') depth += 1;
    else if (character === '}') {
      depth -= 1;
      if (depth === 0) return index;
    }
  }
  return undefined;
}

function closingQuote(text: string, from: number): number | undefined {
  for (let index = from; index < text.length; index += 1) {
    const character = text[index];
    if (character === '\\') index += 1;
    else if (character === '"') return index;
    else if ((character === '$' || character === '%') && text[index + 1] === '{' && text[index - 1] !== character) {
      const end = closingBrace(text, index + 2);
      if (end === undefined) return undefined;
      index = end;
    }
  }
  return undefined;
}

const ESCAPES: Readonly<Record<string, string>> = { '"': '\\"', '\\': '\\\\', '\n': '\\n', '\r': '\\r', '\t': '\\t' };

function escape(text: string): string {
  return text.replace(/["\\\p{Cc}]/gu, (character) => {
    return ESCAPES[character] ?? `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`;
  });
}
