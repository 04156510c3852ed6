import {
  compareText,
  ExactNumber,
  formatNumber,
  parseNumber,
  type Json,
  type JsonObject,
  type ResourcePart,
  type StateJson,
} from '../model/index.js';

/**
 * JSON text as Go's encoder prints it, which is what Terraform's state files look like: two blanks of indentation, `<`, `>` and
 * `&` escaped, numbers in full. Keys inside attributes and values are sorted; those of the state's own records stand as given.
 *
 * The text comes in pieces: the whole text of a large state, beside the state itself, is the most that a run ever holds.
 */
export function* printState({ before, resources, after }: StateJson): Generator<string> {
  const inner = '\n  ';
  yield `{${printMembers(before, inner)},${inner}"resources": `;
  yield* printResources(resources, inner);
  yield `,${printMembers(after, inner)}\n}\n`;
}

function printMembers(members: JsonObject, inner: string): string {
  return Object.entries(members)
    .map(([key, value]) => `${inner}${printString(key)}: ${print(value, inner, CONTENT.has(key))}`)
    .join(',');
}

/** Under these keys begins what belongs to providers and users. */
const CONTENT: ReadonlySet<string> = new Set(['attributes', 'identity', 'outputs']);

function print(json: Json, line: string, sorted: boolean): string {
  if (typeof json === 'string') return printString(json);
  if (typeof json === 'number') return printNumber(json);
  if (json === null || typeof json === 'boolean') return String(json);
  if (json instanceof ExactNumber) return formatNumber(json);
  if (Array.isArray(json)) return printList(json as readonly Json[], line, sorted);
  return printRecord(json as Readonly<Record<string, Json>>, line, sorted);
}

function printList(list: readonly Json[], line: string, sorted: boolean): string {
  if (list.length === 0) return '[]';
  const inner = `${line}  `;
  let text = '';
  for (const item of list) text += (text === '' ? '[' : ',') + inner + print(item, inner, sorted);
  return `${text}${line}]`;
}

function printRecord(record: Readonly<Record<string, Json>>, line: string, sorted: boolean): string {
  const keys = sorted ? sortedKeys(Object.keys(record)) : Object.keys(record);
  if (keys.length === 0) return '{}';
  const inner = `${line}  `;
  let text = '';
  for (const key of keys) {
    const value = print(record[key]!, inner, sorted || CONTENT.has(key));
    text += `${(text === '' ? '{' : ',') + inner + printString(key)}: ${value}`;
  }
  return `${text}${line}}`;
}

/**
 * The resources of a state, nearly all of its text. Most hold nothing that JavaScript would print otherwise than Go, and its
 * own printer takes a fraction of the time, the more of them at once the better.
 */
function* printResources(parts: Iterable<ResourcePart>, line: string): Generator<string> {
  const inner = `${line}  `;
  let before = '[';
  let run: Json[] = [];
  let objects = 0;
  for (const part of parts) {
    const plain = plainForm(part.json, false);
    const joins = plain !== NOT_PLAIN && part.opens && part.closes;
    if (joins) {
      run.push(plain);
      objects += part.json.instances.length;
      if (objects < OBJECTS_AT_ONCE) continue;
    }
    if (run.length > 0) {
      yield before + printRun(run);
      before = ',';
      [run, objects] = [[], 0];
    }
    if (!joins) {
      const text = plain === NOT_PLAIN ? inner + print(part.json, inner, false) : printRun([plain]);
      yield before + text.slice(part.opens ? 0 : PART_OPENING.length, part.closes ? undefined : -PART_CLOSING.length);
      before = ',';
    }
  }
  if (run.length > 0) {
    yield before + printRun(run);
    before = ',';
  }
  yield before === '[' ? '[]' : `${line}]`;
}

/** How many objects are printed in one go. */
const OBJECTS_AT_ONCE = 512;

/** What is left out between two parts of a resource. */
const PART_OPENING = '\n    {\n      "instances": [';
const PART_CLOSING = '\n      ]\n    }';

/** As deep inside as the resources of a state are. */
const RUN_OPENING = '{\n  "resources": [';
const RUN_CLOSING = '\n  ]\n}';

function printRun(resources: readonly Json[]): string {
  const text = JSON.stringify({ resources }, undefined, 2).slice(RUN_OPENING.length, -RUN_CLOSING.length);
  return text.replace(GO_ESCAPES, goEscape);
}

const NOT_PLAIN: unique symbol = Symbol('not plain');

/** The same JSON with sorted keys where they are sorted; NOT_PLAIN when JavaScript would print a number or an order of keys of it otherwise. */
function plainForm(json: Json, sorted: boolean): Json | typeof NOT_PLAIN {
  if (typeof json === 'number')
    return Math.abs(json) < 1e21 && (Math.abs(json) >= 1e-6 || json === 0) ? json : NOT_PLAIN;
  if (typeof json !== 'object' || json === null) return json;
  if (json instanceof ExactNumber) return NOT_PLAIN;
  if (Array.isArray(json)) return plainList(json as readonly Json[], sorted);
  return plainRecord(json as Readonly<Record<string, Json>>, sorted);
}

function plainList(list: readonly Json[], sorted: boolean): Json | typeof NOT_PLAIN {
  let changed = false;
  const result: Json[] = [];
  for (const item of list) {
    const plain = plainForm(item, sorted);
    if (plain === NOT_PLAIN) return NOT_PLAIN;
    changed ||= plain !== item;
    result.push(plain);
  }
  return changed ? result : list;
}

function plainRecord(record: Readonly<Record<string, Json>>, sorted: boolean): Json | typeof NOT_PLAIN {
  const given = Object.keys(record);
  const keys = sorted ? sortedKeys(given) : given;
  let changed = keys !== given;
  const result: Record<string, Json> = {};
  for (const key of keys) {
    // Keys that look like indexes come first in JavaScript, wherever they were put.
    if (isDigit(key.charCodeAt(0)) || key === '__proto__') return NOT_PLAIN;
    const value = record[key]!;
    const plain = plainForm(value, sorted || CONTENT.has(key));
    if (plain === NOT_PLAIN) return NOT_PLAIN;
    changed ||= plain !== value;
    result[key] = plain;
  }
  return changed ? result : record;
}

const isDigit = (code: number): boolean => code >= 48 && code <= 57;

/** A value of open type stands beside its type, the value first. So do the value and the type of an output. */
function sortedKeys(keys: readonly string[]): readonly string[] {
  if (keys[0] === 'value' && keys[1] === 'type' && (keys.length === 2 || isOutput(keys))) return keys;
  return isSorted(keys) ? keys : [...keys].sort(compareText);
}

function isSorted(keys: readonly string[]): boolean {
  for (let index = 1; index < keys.length; index += 1) {
    if (compareText(keys[index - 1]!, keys[index]!) > 0) return false;
  }
  return true;
}

const isOutput = (keys: readonly string[]): boolean => keys.length === 3 && keys[2] === 'sensitive';

/** What JSON escapes, what Go escapes besides, and halves of surrogate pairs, which JSON.stringify looks at more closely. */
// oxlint-disable-next-line no-control-regex
const SPECIAL = /["\\\u0000-\u001f<>&\u2028\u2029\ud800-\udfff]/;
const GO_ESCAPES = /[<>&\u2028\u2029]/g;

function printString(text: string): string {
  if (!SPECIAL.test(text)) return `"${text}"`;
  return JSON.stringify(text).replace(GO_ESCAPES, goEscape);
}

const goEscape = (char: string): string => `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`;

function printNumber(number: number): string {
  const text = String(number);
  return text.includes('e') ? formatNumber(parseNumber(text)!) : text;
}
