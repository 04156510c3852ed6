import { createRequire } from 'node:module';
import type * as JsonDiff from 'json-diff';
import {
  canonicalJson,
  isJsonList,
  isJsonObject,
  type Json,
  type JsonObject,
  parseJson,
  stringifyJson,
  Tagged,
  type Value,
} from '../model/index.js';
import { pairUp } from './align.js';
import { quoted } from './redact.js';
import { toned, type TreeNode } from './report.js';
import { hiddenNode, longText, nameText, valueNode } from './values.js';

/**
 * Readable differences of JSON documents, by json-diff. This module works around that library's defects:
 *
 * - keys are written `.key.`, so that neither `constructor` nor `a__added` has a meaning for it;
 * - a value without a counterpart, or a scalar, is a string (`=` and its text, or `@` and a number), so that exact
 *   numbers
 *   survive and nothing equals its internal markers;
 * - an array of objects becomes a record keyed by what identifies the elements, or by their alignment, because the
 *   library
 *   compares every element with every other;
 * - a document that is too large or too deep is compared place by place instead.
 */
const MAX_LEAVES = 2000;
const MAX_DEPTH = 60;
const MAX_SCALARS = 200;
const MAX_LISTED = 200;

/** Attributes that often identify the elements of an array, in this order. */
const IDENTITIES = ['Sid', 'id', 'Id', 'ID', 'key', 'Key', 'name', 'Name'];

const require = createRequire(import.meta.url);

/** Loaded for the first changed JSON document: most plans have none, and loading takes longer than showing them. */
function libraryDifference(before: unknown, after: unknown): unknown {
  const { diff } = require('json-diff') as typeof JsonDiff;
  return diff(before, after);
}

/** The nodes for the differences between `before` and `after`; none if they are the same document. */
export function jsonDifferenceNodes(before: Json, after: Json): TreeNode[] {
  if (canonicalJson(before) === canonicalJson(after)) return [];
  if (size(before, 0) > MAX_LEAVES || size(after, 0) > MAX_LEAVES) return placeByPlace(before, after);
  const codec = new Codec();
  const [left, right] = codec.encodePair(before, after);
  const nodes = codec.nodes(libraryDifference(left, right));
  return nodes.length > 0 ? nodes : [remark('(the same elements in another order)')];
}

const remark = (text: string): TreeNode => ({ sign: ' ', detail: [toned('faint', text)] });

/** Number of leaves, counted no further than needed; too deep counts as too many. */
function size(json: Json, depth: number): number {
  if (!isComposite(json)) return 1;
  if (depth > MAX_DEPTH) return MAX_LEAVES + 1;
  let leaves = 1;
  for (const part of Object.values(json)) {
    leaves += size(part, depth + 1);
    if (leaves > MAX_LEAVES) break;
  }
  return leaves;
}

function isComposite(json: Json): json is JsonObject | readonly Json[] {
  return typeof json === 'object' && json !== null && !(json instanceof Tagged);
}

type Encoded = string | readonly string[] | { readonly [key: string]: Encoded };

/** Converts a pair of documents for the library, and its result into nodes. */
class Codec {
  readonly #wholes: Json[] = [];
  #keys = 0;

  encodePair(before: Json, after: Json): [Encoded, Encoded] {
    if (isJsonList(before) && isJsonList(after)) return this.#encodeArrays(before, after);
    if (isJsonObject(before) && isJsonObject(after)) return this.#encodeRecords(before, after);
    return [this.#encode(before), this.#encode(after)];
  }

  #encode(json: Json): string {
    return isComposite(json) ? `@${this.#wholes.push(json) - 1}` : `=${stringifyJson(json)}`;
  }

  #encodeRecords(before: JsonObject, after: JsonObject): [Encoded, Encoded] {
    const [left, right]: Record<string, Encoded>[] = [{}, {}];
    for (const key of Object.keys(before)) {
      if (!Object.hasOwn(after, key)) left![`.${key}.`] = this.#encode(before[key]!);
    }
    for (const key of Object.keys(after)) {
      const name = `.${key}.`;
      if (!Object.hasOwn(before, key)) right![name] = this.#encode(after[key]!);
      else [left![name], right![name]] = this.encodePair(before[key]!, after[key]!);
    }
    return [left!, right!];
  }

  #encodeArrays(before: readonly Json[], after: readonly Json[]): [Encoded, Encoded] {
    const scalars = !before.some(isComposite) && !after.some(isComposite);
    if (scalars && before.length <= MAX_SCALARS && after.length <= MAX_SCALARS) {
      return [before.map((item) => this.#encode(item)), after.map((item) => this.#encode(item))];
    }
    const [left, right]: Record<string, Encoded>[] = [{}, {}];
    for (const { label, old, next } of elementPairs(before, after)) {
      const key = `#${(this.#keys += 1)}|${label}#`;
      if (next === undefined) left![key] = this.#encode(old!);
      else if (old === undefined) right![key] = this.#encode(next);
      else [left![key], right![key]] = this.encodePair(old, next);
    }
    return [left!, right!];
  }

  #decode(text: string): Value {
    return (text.startsWith('@') ? this.#wholes[Number(text.slice(1))] : parseJson(text.slice(1))) as Value;
  }

  /** The nodes of the library's marked-up tree. */
  nodes(difference: unknown): TreeNode[] {
    if (difference === undefined) return [];
    if (Array.isArray(difference)) return this.#elements(difference as [string, string?][]);
    const record = difference as Record<string, unknown>;
    if (Object.hasOwn(record, '__old')) {
      const whole = this.#changed(undefined, record);
      return whole.children === undefined ? [whole] : [...whole.children];
    }
    return Object.keys(record).map((key) => {
      const end = key.lastIndexOf(key[0]!);
      const name = key.slice(1, end);
      const title = key.startsWith('.') ? nameText(name) : name.slice(name.indexOf('|') + 1);
      switch (key.slice(end + 1)) {
        case '__added':
          return valueNode('+', title, this.#decode(record[key] as string));
        case '__deleted':
          return valueNode('-', title, this.#decode(record[key] as string));
        default:
          return this.#changed(title, record[key]);
      }
    });
  }

  #changed(title: string | undefined, difference: unknown): TreeNode {
    const start = { sign: '~' as const, ...(title === undefined ? {} : { name: title }) };
    if (Array.isArray(difference) || !Object.hasOwn(difference as object, '__old')) {
      return { ...start, children: this.nodes(difference) };
    }
    const pair = difference as { readonly __old: string; readonly __new: string };
    return { ...start, ...replacedParts(this.#decode(pair.__old), this.#decode(pair.__new)) };
  }

  #elements(marks: readonly [string, string?][]): TreeNode[] {
    const nodes: TreeNode[] = [];
    let unchanged = 0;
    for (const [mark, text] of marks) {
      if (text === undefined) unchanged += 1;
      else nodes.push(valueNode(mark === '+' ? '+' : '-', undefined, this.#decode(text)));
    }
    return unchanged === 0 ? nodes : [...nodes, hiddenNode(unchanged, 'element')];
  }
}

/** Old and new beside each other if they are short, otherwise below each other. */
function replacedParts(before: Value, after: Value): Pick<TreeNode, 'detail' | 'children'> {
  const [left, right] = [scalar(before), scalar(after)];
  if (left !== undefined && right !== undefined && left.length + right.length <= 100) {
    return { detail: [left, toned('faint', ' -> '), right] };
  }
  return { children: [valueNode('-', undefined, before), valueNode('+', undefined, after)] };
}

function scalar(value: Value): string | undefined {
  if (typeof value === 'string') return longText(value);
  return isComposite(value) ? undefined : stringifyJson(value);
}

interface ElementPair {
  readonly label: string;
  readonly old?: Json;
  readonly next?: Json;
}

function elementPairs(before: readonly Json[], after: readonly Json[]): ElementPair[] {
  const identity = IDENTITIES.find((name) => identifies(before, name) && identifies(after, name));
  if (identity !== undefined)
    return pairsByIdentity(before as readonly JsonObject[], after as readonly JsonObject[], identity);
  return pairUp(before.map(canonicalJson), after.map(canonicalJson)).map((pair) => ({
    label: `[${pair.after ?? pair.before}]`,
    ...(pair.before === undefined ? {} : { old: before[pair.before]! }),
    ...(pair.after === undefined ? {} : { next: after[pair.after]! }),
  }));
}

function pairsByIdentity(before: readonly JsonObject[], after: readonly JsonObject[], identity: string): ElementPair[] {
  const old = new Map(before.map((item) => [item[identity]!, item]));
  const kept = new Set(after.map((item) => item[identity]!));
  const label = (item: JsonObject): string => {
    const value = item[identity]!;
    return `[${identity} ${typeof value === 'string' ? quoted(value) : stringifyJson(value)}]`;
  };
  const gone = before.filter((item) => !kept.has(item[identity]!));
  return [
    ...gone.map((item) => ({ label: label(item), old: item })),
    ...after.map((item) => {
      const match = old.get(item[identity]!);
      return { label: label(item), next: item, ...(match === undefined ? {} : { old: match }) };
    }),
  ];
}

/** True if the elements are objects that all have the attribute, with unique values. */
function identifies(items: readonly Json[], name: string): boolean {
  const seen = new Set<Json>();
  for (const item of items) {
    if (!isJsonObject(item) || !Object.hasOwn(item, name)) return false;
    const value = item[name]!;
    if (typeof value !== 'string' && typeof value !== 'number') return false;
    seen.add(value);
  }
  return seen.size === items.length;
}

/** The simple way for large documents: differences by path, without any matching. */
function placeByPlace(before: Json, after: Json): TreeNode[] {
  const nodes: TreeNode[] = [];
  compare(before, after, '', nodes, 0);
  const rest = nodes.length - MAX_LISTED;
  return rest <= 0 ? nodes : [...nodes.slice(0, MAX_LISTED), remark(`(${rest} more differences)`)];
}

function compare(before: Json, after: Json, path: string, nodes: TreeNode[], depth: number): void {
  const comparable = isComposite(before) && isComposite(after) && isJsonList(before) === isJsonList(after);
  if (!comparable || depth > MAX_DEPTH) {
    if (canonicalJson(before) !== canonicalJson(after)) {
      nodes.push({
        sign: '~',
        ...(path === '' ? {} : { name: path }),
        ...replacedParts(before as Value, after as Value),
      });
    }
    return;
  }
  const [left, right] = [before as JsonObject, after as JsonObject];
  const title = (key: string): string => {
    if (isJsonList(before)) return `${path}[${key}]`;
    return path === '' ? nameText(key) : `${path}.${nameText(key)}`;
  };
  for (const key of Object.keys(left)) {
    if (!Object.hasOwn(right, key)) nodes.push(valueNode('-', title(key), left[key] as Value));
    else compare(left[key]!, right[key]!, title(key), nodes, depth + 1);
  }
  for (const key of Object.keys(right)) {
    if (!Object.hasOwn(left, key)) nodes.push(valueNode('+', title(key), right[key] as Value));
  }
}
