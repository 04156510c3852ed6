import {
  isNull,
  isObjectValue,
  parseJson,
  Sensitive,
  SENSITIVE_TEXT,
  Tagged,
  Unknown,
  unmark,
  type Json,
  type Value,
  isTupleValue,
} from '../model/index.js';
import { printable, quoted, scalarText, UNKNOWN_TEXT, type Scalar } from './redact.js';
import { toned, type Inline, type Line, type Toned, type TreeNode } from './report.js';
import type { Sign } from './theme.js';

/** A value that fits into this width is on one line. */
const LINE = 76;

/** A longer string is cut for display; the plan's JSON has all of it. */
const LONG_TEXT = 600;

const MAX_JSON_TEXT = 200_000;

/** A document nested deeper than this is shown as text. */
const MAX_NESTING = 200;

export type Items = readonly Value[];
export type Entries = Readonly<Record<string, Value>>;

export function itemsOf(value: Value): Items | undefined {
  if (isTupleValue(value)) return value;
  return value instanceof Tagged && (value.kind === 'list' || value.kind === 'set') ? value.items : undefined;
}

export function entriesOf(value: Value): Entries | undefined {
  if (value instanceof Tagged) return value.kind === 'map' ? value.entries : undefined;
  return isObjectValue(value) ? value : undefined;
}

/** Whether the value has no parts; collections and objects do. */
export function isScalar(value: Value): value is Scalar {
  if (typeof value !== 'object' || value === null) return true;
  return value instanceof Tagged && value.kind !== 'list' && value.kind !== 'set' && value.kind !== 'map';
}

export function nameText(name: string): string {
  return /^[A-Za-z_][A-Za-z0-9_-]*$/.test(name) ? name : quoted(name);
}

/** A complete value: on one line if it is short, otherwise as a tree. */
export function valueNode(sign: Sign, name: Inline | undefined, value: Value, note?: Toned): TreeNode {
  const { detail, children } = valueParts(value);
  return {
    sign,
    ...(name === undefined ? undefined : { name }),
    ...(detail === undefined ? undefined : { detail }),
    ...(children === undefined ? undefined : { children }),
    ...(note === undefined ? undefined : { note }),
  };
}

type ValueParts = Pick<TreeNode, 'detail' | 'children'>;

const UNKNOWN_DETAIL: Line = [toned('faint', UNKNOWN_TEXT)];
const SECRET_DETAIL: Line = [toned('faint', SENSITIVE_TEXT)];
const UNKNOWN_PARTS: ValueParts = { detail: UNKNOWN_DETAIL };
const SECRET_PARTS: ValueParts = { detail: SECRET_DETAIL };

/** Plans are full of unknown and short values, so these are handled first and cheaply. */
function valueParts(value: Value): ValueParts {
  if (value instanceof Unknown) return UNKNOWN_PARTS;
  if (value instanceof Sensitive) return SECRET_PARTS;
  const document = jsonIn(value);
  if (document !== undefined) return { detail: [toned('faint', 'JSON')], children: partNodes(' ', document) };
  const inline = inlineText(value, LINE);
  if (inline !== undefined) return { detail: [inline] };
  return typeof value === 'string' ? textParts(value) : { children: partNodes(' ', value) };
}

/** A value on one line, however long. */
export function valueLine(value: Value): Line {
  if (value instanceof Unknown) return UNKNOWN_DETAIL;
  if (value instanceof Sensitive) return SECRET_DETAIL;
  return [inlineText(value, Infinity) ?? ''];
}

function textParts(text: string): ValueParts {
  if (!text.includes('\n')) return { detail: [longText(text)] };
  return { detail: [toned('faint', 'text')], children: text.split('\n').map((line) => textLine(' ', line)) };
}

/** A line of a multi-line text, with a bar that shows where it starts. */
export function textLine(sign: Sign, line: string): TreeNode {
  return { sign, detail: [toned('faint', '│ '), printable(cut(line))] };
}

export function longText(text: string, longest = LONG_TEXT): string {
  return text.length <= longest ? quoted(text) : `${quoted(text.slice(0, longest))}… (${text.length} characters)`;
}

function cut(text: string): string {
  return text.length <= LONG_TEXT ? text : `${text.slice(0, LONG_TEXT)}… (${text.length} characters)`;
}

/** A null attribute is absent for a reader, and not a secret either. */
export const isUnset = (value: Value): boolean => isNull(unmark(value));

/** The parts of a collection as nodes, without unset ones. */
export function partNodes(sign: Sign, value: Value): TreeNode[] {
  const items = itemsOf(value);
  if (items !== undefined) {
    const isSet = value instanceof Tagged && value.kind === 'set';
    return items.map((item, index) => valueNode(sign, isSet ? undefined : `[${index}]`, item));
  }
  const entries = entriesOf(value);
  if (entries === undefined) return [valueNode(sign, undefined, value)];
  const nodes: TreeNode[] = [];
  for (const name of Object.keys(entries)) {
    const part = entries[name];
    if (part !== undefined && !isUnset(part)) nodes.push({ sign, name: nameText(name), ...valueParts(part) });
  }
  return nodes;
}

/** The value on one line, or undefined if that exceeds `room`. */
export function inlineText(value: Value, room: number): string | undefined {
  if (typeof value === 'string') {
    if (room !== Infinity && (value.length + 2 > room || value.includes('\n'))) return undefined;
    return quoted(value);
  }
  if (isScalar(value)) return scalarText(value);
  const items = itemsOf(value);
  return items === undefined ? inlineEntries(entriesOf(value) ?? {}, room) : inlineItems(items, room);
}

function inlineItems(items: Items, room: number): string | undefined {
  if (items.length * 2 > room) return undefined;
  const texts: string[] = [];
  let left = room - 2;
  for (const item of items) {
    const text = inlineText(item, left);
    if (text === undefined || text.length > left) return undefined;
    left -= text.length + 2;
    texts.push(text);
  }
  return `[${texts.join(', ')}]`;
}

function inlineEntries(entries: Entries, room: number): string | undefined {
  const texts: string[] = [];
  let left = room - 4;
  for (const [name, entry] of Object.entries(entries)) {
    if (isNull(entry)) continue;
    const title = nameText(name);
    const text = inlineText(entry, left - title.length - 3);
    if (text === undefined || text.length + title.length + 3 > left) return undefined;
    left -= title.length + text.length + 5;
    texts.push(`${title} = ${text}`);
  }
  return texts.length === 0 ? '{}' : `{ ${texts.join(', ')} }`;
}

/** The document in a string, if it is a JSON object or array worth unfolding. */
export function jsonIn(value: Value): Value | undefined {
  if (typeof value !== 'string' || value.length <= LINE || value.length > MAX_JSON_TEXT) return undefined;
  if (!/^\s*[[{]/.test(value)) return undefined;
  const parsed = parsedJson(value);
  return parsed === null || typeof parsed !== 'object' || parsed instanceof Tagged ? undefined : parsed;
}

export function parsedJson(text: string): Json | undefined {
  try {
    return nesting(text) > MAX_NESTING ? undefined : parseJson(text);
  } catch {
    return undefined;
  }
}

/** The nesting depth of brackets, counting those in strings: an upper bound. */
function nesting(text: string): number {
  let [depth, deepest] = [0, 0];
  for (let index = 0; index < text.length; index += 1) {
    const code = text.charCodeAt(index) | 32;
    if (code === 123) deepest = Math.max(deepest, (depth += 1));
    else if (code === 125) depth -= 1;
  }
  return deepest;
}

/** The number of omitted parts, so that they do not seem to be missing. */
export function hiddenNode(count: number, noun: 'attribute' | 'element' | 'entry' | 'line'): TreeNode {
  const plural = noun === 'entry' ? 'entries' : `${noun}s`;
  return { sign: ' ', detail: [toned('faint', `(${count} unchanged ${count === 1 ? noun : plural} hidden)`)] };
}
