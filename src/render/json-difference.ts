import { createRequire } from 'node:module';
import type * as JsonDiff from 'json-diff';
import {
  canonicalJson,
  isJsonList,
  isJsonObject,
  parseJson,
  stringifyJson,
  type Json,
  type JsonObject,
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
function libraryDifference(before: Encoded, after: Encoded): Marked {
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

const isComposite = (json: Json): json is JsonObject | readonly Json[] => isJsonList(json) || isJsonObject(json);

type Encoded = string | readonly string[] | { readonly [key: string]: Encoded };

/**
 * The library's result for {@link Encoded} documents: nothing for equal ones; the elements of lists with a mark each; the members of
 * objects, `__added` or `__deleted` behind the keys of those that one side lacks, or `__old` and `__new`.
 */
type Marked = undefined | [mark: string, text?: string][] | { readonly [key: string]: Marked | string };

function replacedIn(difference: Marked): { readonly old: string; readonly next: string } | undefined {
  if (difference === undefined || Array.isArray(difference)) return undefined;
  const { __old: old, __new: next } = difference;
  return typeof old === 'string' && typeof next === 'string' ? { old, next } : undefined;
}

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
    const left: Record<string, Encoded> = {};
    const right: Record<string, Encoded> = {};
    for (const [key, old] of Object.entries(before)) {
      if (!Object.hasOwn(after, key)) left[`.${key}.`] = this.#encode(old);
    }
    for (const [key, next] of Object.entries(after)) {
      const name = `.${key}.`;
      const old = Object.hasOwn(before, key) ? before[key] : undefined;
      if (old === undefined) right[name] = this.#encode(next);
      else [left[name], right[name]] = this.encodePair(old, next);
    }
    return [left, right];
  }

  #encodeArrays(before: readonly Json[], after: readonly Json[]): [Encoded, Encoded] {
    const scalars = !before.some(isComposite) && !after.some(isComposite);
    if (scalars && before.length <= MAX_SCALARS && after.length <= MAX_SCALARS) {
      return [before.map((item) => this.#encode(item)), after.map((item) => this.#encode(item))];
    }
    const left: Record<string, Encoded> = {};
    const right: Record<string, Encoded> = {};
    for (const { label, old, next } of elementPairs(before, after)) {
      const key = `#${(this.#keys += 1)}|${label}#`;
      if (old !== undefined && next !== undefined) [left[key], right[key]] = this.encodePair(old, next);
      else if (old !== undefined) left[key] = this.#encode(old);
      else if (next !== undefined) right[key] = this.#encode(next);
    }
    return [left, right];
  }

  #decode(text: string): Json {
    const whole = text.startsWith('@') ? this.#wholes[Number(text.slice(1))] : undefined;
    return whole ?? parseJson(text.slice(1));
  }

  /** The nodes of the library's marked-up tree. */
  nodes(difference: Marked): TreeNode[] {
    if (difference === undefined) return [];
    if (Array.isArray(difference)) return this.#elements(difference);
    if (replacedIn(difference) !== undefined) {
      const whole = this.#changed(undefined, difference);
      return whole.children === undefined ? [whole] : [...whole.children];
    }
    return Object.entries(difference).map(([key, part]) => {
      const end = key.lastIndexOf(key.charAt(0));
      const name = key.slice(1, end);
      const title = key.startsWith('.') ? nameText(name) : name.slice(name.indexOf('|') + 1);
      if (typeof part !== 'string') return this.#changed(title, part);
      return valueNode(key.slice(end + 1) === '__added' ? '+' : '-', title, this.#decode(part));
    });
  }

  #changed(title: string | undefined, difference: Marked): TreeNode {
    const start = { sign: '~' as const, ...(title === undefined ? {} : { name: title }) };
    const pair = replacedIn(difference);
    if (pair === undefined) return { ...start, children: this.nodes(difference) };
    return { ...start, ...replacedParts(this.#decode(pair.old), this.#decode(pair.next)) };
  }

  #elements(marks: readonly [mark: string, text?: string][]): TreeNode[] {
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
function replacedParts(before: Json, after: Json): Pick<TreeNode, 'detail' | 'children'> {
  const [left, right] = [scalar(before), scalar(after)];
  if (left !== undefined && right !== undefined && left.length + right.length <= 100) {
    return { detail: [left, toned('faint', ' -> '), right] };
  }
  return { children: [valueNode('-', undefined, before), valueNode('+', undefined, after)] };
}

function scalar(value: Json): string | undefined {
  if (typeof value === 'string') return longText(value);
  return isComposite(value) ? undefined : stringifyJson(value);
}

interface ElementPair {
  readonly label: string;
  readonly old?: Json;
  readonly next?: Json;
}

function elementPairs(before: readonly Json[], after: readonly Json[]): ElementPair[] {
  for (const name of IDENTITIES) {
    const [old, next] = [identified(before, name), identified(after, name)];
    if (old !== undefined && next !== undefined) return pairsByIdentity(old, next, name);
  }
  return pairUp(before, after, canonicalJson).flatMap((pair) => {
    if (pair.same) return [];
    return {
      label: `[${(pair.after ?? pair.before).index}]`,
      ...(pair.before === undefined ? {} : { old: pair.before.item }),
      ...(pair.after === undefined ? {} : { next: pair.after.item }),
    };
  });
}

type Identified = ReadonlyMap<string | number, JsonObject>;

function pairsByIdentity(before: Identified, after: Identified, name: string): ElementPair[] {
  const label = (value: string | number): string =>
    `[${name} ${typeof value === 'string' ? quoted(value) : stringifyJson(value)}]`;
  const pairs: ElementPair[] = [];
  for (const [value, old] of before) if (!after.has(value)) pairs.push({ label: label(value), old });
  for (const [value, next] of after) {
    const old = before.get(value);
    pairs.push({ label: label(value), next, ...(old === undefined ? {} : { old }) });
  }
  return pairs;
}

/** The elements by that attribute, if they are objects that all have it, with unique values. */
function identified(items: readonly Json[], name: string): Identified | undefined {
  const found = new Map<string | number, JsonObject>();
  for (const item of items) {
    if (!isJsonObject(item) || !Object.hasOwn(item, name)) return undefined;
    const value = item[name];
    if (typeof value !== 'string' && typeof value !== 'number') return undefined;
    found.set(value, item);
  }
  return found.size === items.length ? found : undefined;
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
      nodes.push({ sign: '~', ...(path === '' ? {} : { name: path }), ...replacedParts(before, after) });
    }
    return;
  }
  const title = (key: string): string => {
    if (isJsonList(before)) return `${path}[${key}]`;
    return path === '' ? nameText(key) : `${path}.${nameText(key)}`;
  };
  const [left, right] = [partsOf(before), partsOf(after)];
  for (const [key, old] of left) {
    const next = right.get(key);
    if (next === undefined) nodes.push(valueNode('-', title(key), old));
    else compare(old, next, title(key), nodes, depth + 1);
  }
  for (const [key, next] of right) if (!left.has(key)) nodes.push(valueNode('+', title(key), next));
}

const partsOf = (json: JsonObject | readonly Json[]): ReadonlyMap<string, Json> => new Map(Object.entries<Json>(json));
