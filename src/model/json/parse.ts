import { isJsonList, type Json, isJsonObject } from '../json.js';
import { ExactNumber, type Num } from '../number.js';
import { formatNumber, fromDouble, parseNumber } from '../number-text.js';
import { findJsonProblem } from './syntax.js';

/** Thrown for text that is not JSON; `offset` is the position in UTF-16 units, `detail` says what to do. */
export class JsonSyntaxError extends Error {
  readonly offset: number;
  readonly detail: string | undefined;
  constructor(message: string, offset: number, detail?: string) {
    super(message);
    this.name = 'JsonSyntaxError';
    this.offset = offset;
    this.detail = detail;
  }
}

/** Decimals of at most this many significant digits come back from a double as they went in. */
const DOUBLE_DIGITS = 15;

/**
 * Reads JSON without losing digits: a number is a `number` when its text survives that, else an ExactNumber.
 * Speed is that of JSON.parse as long as no number in the text is longer than a double can hold.
 */
export function parseJson(text: string): Json {
  const json = parsePlain(text);
  const exact = longNumbers(text);
  return exact.length === 0 ? json : parseExact(text, json, exact);
}

function parsePlain(text: string): Json {
  try {
    return fromText(text);
  } catch (error) {
    const problem = findJsonProblem(text);
    if (problem === undefined) throw error;
    throw new JsonSyntaxError(problem.message, problem.offset, problem.detail);
  }
}

/** JSON as JavaScript reads it. */
const fromText = (text: string): Json => JSON.parse(text) as Json;

interface NumberPlace {
  readonly start: number;
  readonly end: number;
  readonly number: ExactNumber;
}

const QUOTE = 34;
const BACKSLASH = 92;

/**
 * Matches in every text with a number that a double might change: one of more digits than that, or with an exponent.
 */
const LONG_NUMBER = /^[-0-9]|[\s:,[][-0-9](?:[0-9.]{15}|[0-9.]*[eE])/;

/** The places of number literals that a double would change, found in one pass that jumps over strings. */
function longNumbers(text: string): NumberPlace[] {
  const found: NumberPlace[] = [];
  if (!LONG_NUMBER.test(text)) return found;
  for (let index = 0; index < text.length; index += 1) {
    const code = text.charCodeAt(index);
    if (code === QUOTE) {
      index = endOfString(text, index);
    } else if (code === 45 || (code >= 48 && code <= 57)) {
      const start = index;
      index = endOfNumber(text, index);
      if (index - start > DOUBLE_DIGITS || hasExponent(text, start, index)) {
        const number = parseNumber(text.slice(start, index));
        if (number === undefined) throw new JsonSyntaxError('this number is too large or too small', start);
        const json = jsonNumber(number);
        if (typeof json !== 'number') found.push({ start, end: index, number: json });
      }
      index -= 1;
    }
  }
  return found;
}

function endOfString(text: string, start: number): number {
  let end = text.indexOf('"', start + 1);
  while (end !== -1) {
    let slashes = 0;
    while (text.charCodeAt(end - 1 - slashes) === BACKSLASH) slashes += 1;
    if (slashes % 2 === 0) return end;
    end = text.indexOf('"', end + 1);
  }
  return text.length;
}

function endOfNumber(text: string, start: number): number {
  let index = start + 1;
  for (; index < text.length; index += 1) {
    const code = text.charCodeAt(index);
    const belongs =
      (code >= 48 && code <= 57) || code === 46 || code === 45 || code === 43 || code === 69 || code === 101;
    if (!belongs) break;
  }
  return index;
}

function hasExponent(text: string, start: number, end: number): boolean {
  for (let index = start; index < end; index += 1) {
    const code = text.charCodeAt(index);
    if (code === 69 || code === 101) return true;
  }
  return false;
}

/** A number as JSON has it in memory: a double where JavaScript writes it as Terraform does, without an exponent. */
export function jsonNumber(value: Num): number | ExactNumber {
  if (typeof value === 'number' || value.exponent >= 0) return value;
  const text = formatNumber(value);
  if (text.length > 25) return value;
  const double = Number(text);
  return String(double) === text ? double : value;
}

/** Parses with each long number replaced by a unique string, then restores the numbers. */
function parseExact(text: string, plain: Json, places: readonly NumberPlace[]): Json {
  let mark = '#';
  while (holdsText(plain, mark)) mark += '#';
  const parts: string[] = [];
  const numbers = new Map<string, ExactNumber>();
  let from = 0;
  for (const { start, end, number } of places) {
    const name = `${mark}${numbers.size}`;
    parts.push(text.slice(from, start), `"${name}"`);
    numbers.set(name, number);
    from = end;
  }
  parts.push(text.slice(from));
  const restore = (json: Json): Json => {
    if (typeof json === 'string') return json.startsWith(mark) ? (numbers.get(json) ?? json) : json;
    if (isJsonList(json)) return json.map(restore);
    if (!isJsonObject(json)) return json;
    const record: Record<string, Json> = json;
    for (const [key, member] of Object.entries(json)) {
      const next = restore(member);
      if (next !== member) record[key] = next;
    }
    return record;
  };
  return restore(fromText(parts.join('')));
}

function holdsText(json: Json, start: string): boolean {
  if (typeof json === 'string') return json.startsWith(start);
  return typeof json === 'object' && json !== null && Object.values(json).some((part: Json) => holdsText(part, start));
}

/** JSON text, with all digits of exact numbers. */
export function stringifyJson(json: Json, indent?: number): string {
  if (!holdsExact(json)) return JSON.stringify(json, undefined, indent);
  return write(json, indent === undefined || indent === 0 ? '' : ' '.repeat(indent), '\n');
}

/** Whether JavaScript would write the number with an exponent, which Terraform never does. */
export const hasPower = (value: number): boolean => value !== 0 && (Math.abs(value) < 1e-6 || Math.abs(value) >= 1e21);

function holdsExact(json: Json | undefined): boolean {
  if (typeof json === 'number') return hasPower(json);
  if (typeof json !== 'object' || json === null) return false;
  if (json instanceof ExactNumber) return true;
  if (isJsonList(json)) return json.some(holdsExact);
  for (const key in json) if (holdsExact(json[key])) return true;
  return false;
}

function write(json: Json, indent: string, line: string): string {
  if (typeof json === 'number' && hasPower(json)) return formatNumber(fromDouble(json));
  if (typeof json !== 'object' || json === null) return JSON.stringify(json);
  if (json instanceof ExactNumber) return formatNumber(json);
  const inner = line + indent;
  const separator = indent === '' ? ',' : `,${inner}`;
  const frame = (open: string, parts: readonly string[], close: string): string => {
    if (parts.length === 0) return open + close;
    return indent === '' ? open + parts.join(separator) + close : open + inner + parts.join(separator) + line + close;
  };
  if (isJsonList(json)) {
    return frame(
      '[',
      json.map((item) => write(item, indent, inner)),
      ']',
    );
  }
  const colon = indent === '' ? ':' : ': ';
  const members = Object.keys(json).flatMap((key) => {
    const member = json[key];
    return member === undefined ? [] : `${JSON.stringify(key)}${colon}${write(member, indent, inner)}`;
  });
  return frame('{', members, '}');
}
