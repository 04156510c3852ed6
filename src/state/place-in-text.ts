import type { Path } from '../model/index.js';

/** A place in a text, both from 1. */
export interface Place {
  readonly line: number;
  readonly column: number;
}

/** The place of the character at an offset. */
export function placeAt(text: string, offset: number): Place {
  let [line, start] = [1, 0];
  for (let end = text.indexOf('\n'); end !== -1 && end < offset; end = text.indexOf('\n', end + 1)) {
    line += 1;
    start = end + 1;
  }
  return { line, column: offset - start + 1 };
}

/** The place of the value at a path in a valid JSON text, or of the innermost existing part of the path. */
export function placeOfPath(text: string, path: Path): Place {
  let at = skipBlank(text, 0);
  for (const step of path) {
    const next = enter(text, at, step);
    if (next === undefined) break;
    at = next;
  }
  return placeAt(text, at);
}

/** Where the member begins; undefined if the value at `at` has no member of this name. */
function enter(text: string, at: number, step: string | number): number | undefined {
  const isObject = text[at] === '{';
  if (!isObject && text[at] !== '[') return undefined;
  let index = skipBlank(text, at + 1);
  for (let position = 0; text[index] !== '}' && text[index] !== ']' && index < text.length; position += 1) {
    let name: string | number = position;
    if (isObject) {
      const end = endOfValue(text, index);
      name = String(JSON.parse(text.slice(index, end)));
      index = skipBlank(text, skipBlank(text, end) + 1);
    }
    if (name === step) return index;
    index = skipBlank(text, endOfValue(text, index));
    if (text[index] === ',') index = skipBlank(text, index + 1);
  }
  return undefined;
}

function skipBlank(text: string, at: number): number {
  let index = at;
  while (index < text.length && /\s/.test(text.charAt(index))) index += 1;
  return index;
}

const STRING = /"(?:[^"\\]|\\.)*"/y;
const SCALAR = /[^\s,\]}]+/y;

function endOfValue(text: string, at: number): number {
  const first = text[at];
  if (first !== '{' && first !== '[') return endOf(first === '"' ? STRING : SCALAR, text, at);
  let depth = 0;
  for (let index = at; index < text.length; index += 1) {
    const char = text[index];
    if (char === '"') index = endOf(STRING, text, index) - 1;
    else if (char === '{' || char === '[') depth += 1;
    else if (char === '}' || char === ']') {
      depth -= 1;
      if (depth === 0) return index + 1;
    }
  }
  return text.length;
}

function endOf(pattern: RegExp, text: string, at: number): number {
  pattern.lastIndex = at;
  return pattern.test(text) ? pattern.lastIndex : text.length;
}
