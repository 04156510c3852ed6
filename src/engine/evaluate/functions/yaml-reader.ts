import type { Alias, Document, Node, Pair, Scalar, YAMLMap, YAMLSeq } from 'yaml';
import {
  convert,
  isNull,
  isNumber,
  isObjectValue,
  normalized,
  numberFromBinary,
  objectValue,
  parseNumber,
  typeName,
  typeOf,
  type Value,
} from '../../../model/index.js';
import { boundedCount, MAX_DEPTH } from './bounds.js';
import { ArgumentError } from './definition.js';
import { library } from './library.js';
import { yamlTimestamp } from './yaml-timestamp.js';

const yaml = library('yaml');

/** Parses a document without a type: sequences become tuples, mappings become objects. */
export function readYaml(text: string): Value {
  const control = text.search(CONTROL);
  if (control >= 0)
    throw invalid('there is a control character', text, control, 'Write it as an escape in double quotes.');
  if (isBlank(text)) throw new ArgumentError(0, 'has no YAML document');
  const parsed: readonly Document.Parsed[] = yaml().parseAllDocuments(text, {
    schema: 'failsafe',
    version: '1.1',
    merge: false,
    uniqueKeys: false,
    logLevel: 'silent',
    prettyErrors: false,
    stringKeys: false,
  });
  const [document, second] = parsed;
  if (document === undefined) throw new ArgumentError(0, 'has no YAML document');
  const problem = document.errors[0];
  if (problem !== undefined) throw invalid(REASONS[problem.code] ?? 'its syntax is not valid', text, problem.pos[0]);
  if (second !== undefined)
    throw invalid(
      'there is more than one document',
      text,
      second.range[0],
      'Split the text, and decode one document at a time.',
    );
  return document.contents === null ? null : new Reader(text).value(document.contents, 0);
}

// eslint-disable-next-line no-control-regex
const CONTROL = /[\0-\x08\x0b\x0c\x0e-\x1f\x7f]/;

/** Matches text that contains only blanks and comments. */
const isBlank = (text: string): boolean => /^\ufeff?(?:[ \t]*(?:#[^\n]*)?(?:\r?\n|$))*$/.test(text);

/** Messages for error codes: the library's own messages may quote the text, which may be a secret. */
const REASONS: Readonly<Record<string, string>> = {
  BAD_ALIAS: 'an alias is not valid',
  BAD_DQ_ESCAPE: 'an escape in double quotes is not valid',
  BAD_INDENT: 'the indentation is wrong',
  BAD_SCALAR_START: 'a plain value begins with a reserved character',
  BLOCK_AS_IMPLICIT_KEY: 'a mapping begins in the middle of a line',
  BLOCK_IN_FLOW: 'a block is inside brackets or braces',
  MISSING_CHAR: 'a quote, a bracket or a separator is missing',
  MULTILINE_IMPLICIT_KEY: 'a key spans several lines',
  TAB_AS_INDENT: 'a tab is used for indentation',
};

function invalid(reason: string, text: string, offset: number, advice?: string): ArgumentError {
  const line = text.slice(0, offset).split('\n').length;
  return new ArgumentError(0, `cannot be read as YAML: ${reason} (line ${line})`, {
    ...(advice !== undefined && { advice }),
  });
}

const TAG = 'tag:yaml.org,2002:';

/** The value of an anchor; undefined while it is being read. */
interface Anchored {
  readonly value: Value;
  /** The number of nodes, with aliases expanded. */
  readonly count: number;
  /** The number of levels below it. */
  readonly height: number;
}

class Reader {
  readonly #text: string;
  readonly #anchors = new Map<string, Anchored | undefined>();
  #count = 0;
  /** The deepest level since the outermost anchor began. */
  #deepest = 0;

  constructor(text: string) {
    this.#text = text;
  }

  value(node: Node, depth: number): Value {
    this.#reach(depth);
    const { isAlias } = yaml();
    if (isAlias(node)) return this.#alias(node, depth);
    const anchor = 'anchor' in node ? node.anchor : undefined;
    if (anchor === undefined) return this.#content(node, depth);
    this.#anchors.set(anchor, undefined);
    const [count, deepest] = [this.#count, this.#deepest];
    this.#deepest = depth;
    const value = this.#content(node, depth);
    this.#anchors.set(anchor, { value, count: this.#count - count, height: this.#deepest - depth });
    this.#deepest = Math.max(deepest, this.#deepest);
    return value;
  }

  #reach(depth: number): void {
    if (depth > MAX_DEPTH) throw new ArgumentError(0, `is nested more than ${MAX_DEPTH} levels deep`);
    this.#deepest = Math.max(this.#deepest, depth);
  }

  #content(node: Node, depth: number): Value {
    this.#add(1);
    const { isMap, isScalar, isSeq } = yaml();
    if (isMap<Node, Node | null>(node)) return this.#map(node, depth);
    if (isSeq<Node>(node)) return this.#sequence(node, depth);
    if (isScalar<string>(node)) return this.#scalar(node);
    throw this.#fail(node, 'a node is neither a value, a sequence nor a mapping');
  }

  /** Anchors can make a small text expand to a very large value. */
  #add(count: number): void {
    this.#count = boundedCount(this.#count + count);
  }

  #fail(node: Node, reason: string, advice?: string): ArgumentError {
    return invalid(reason, this.#text, node.range?.[0] ?? 0, advice);
  }

  #alias(node: Alias, depth: number): Value {
    if (!this.#anchors.has(node.source)) throw this.#fail(node, 'an alias has no anchor');
    const anchored = this.#anchors.get(node.source);
    if (anchored === undefined) throw this.#fail(node, 'an anchor is used inside its own value');
    this.#add(anchored.count);
    this.#reach(depth + anchored.height);
    return anchored.value;
  }

  #sequence(node: YAMLSeq<Node>, depth: number): Value {
    this.#checkTag(node, 'seq');
    return node.items.map((item) => this.value(item, depth + 1));
  }

  #map(node: YAMLMap<Node, Node | null>, depth: number): Value {
    this.#checkTag(node, 'map');
    const object = objectValue();
    for (const pair of node.items) {
      const key = this.#key(pair, depth);
      const value = pair.value === null ? null : this.value(pair.value, depth + 1);
      if (key !== '<<') {
        object[key] = value;
        continue;
      }
      if (!isObjectValue(value))
        throw this.#fail(pair.key, `"<<" merges mappings, not a ${isNull(value) ? 'null' : typeName(typeOf(value))}`);
      for (const [name, part] of Object.entries(value)) object[name] = part;
    }
    return object;
  }

  #key({ key }: Pair<Node, Node | null>, depth: number): string {
    const value = this.value(key, depth + 1);
    if (isNull(value)) throw this.#fail(key, 'a key is null');
    const text = convert(value, 'string');
    if (!text.ok || typeof text.value !== 'string') throw this.#fail(key, 'a key is not a string');
    return text.value;
  }

  #checkTag({ tag, range }: Node, kind: 'map' | 'seq'): void {
    if (tag === undefined || tag === `${TAG}${kind}`) return;
    throw invalid(
      `the tag of a ${kind === 'map' ? 'mapping' : 'sequence'} is not supported`,
      this.#text,
      range?.[0] ?? 0,
    );
  }

  #scalar(node: Scalar<string>): Value {
    const { tag } = node;
    const text = node.source ?? node.value;
    if (tag === undefined || tag === '?') return node.type === 'PLAIN' ? this.#plain(text, node) : normalized(text);
    const kind = tag.startsWith(TAG) ? tag.slice(TAG.length) : undefined;
    if (kind === undefined || !['str', 'int', 'float', 'bool', 'null', 'binary', 'timestamp', 'merge'].includes(kind))
      throw this.#fail(node, 'a tag is not supported');
    if (kind === 'str' || kind === 'binary' || node.type !== 'PLAIN') return normalized(text);
    const value = this.#plain(text, node);
    if (fits(kind, value, text)) return value;
    throw this.#fail(node, `a value does not match its tag, ${kind}`);
  }

  #plain(text: string, node: Node): Value {
    if (NULLS.has(text)) return null;
    if (TRUE.has(text)) return true;
    if (FALSE.has(text)) return false;
    if (INTEGER.test(text)) return parseNumber(text) ?? normalized(text);
    if (/^(?:0o[0-7]+|0x[0-9a-fA-F]+)$/.test(text)) return numberFromBinary(BigInt(text), 0);
    if (FLOAT.test(text)) return parseNumber(text) ?? normalized(text);
    if (/^[-+]?\.(?:inf|Inf|INF)$/.test(text)) return text.startsWith('-') ? -Infinity : Infinity;
    if (/^\.(?:nan|NaN|NAN)$/.test(text)) throw this.#fail(node, 'NaN is not a supported number');
    return yamlTimestamp(text) ?? normalized(text);
  }
}

const NULLS = new Set(['', '~', 'null', 'Null', 'NULL']);
/** As in YAML 1.1. */
const TRUE = new Set('y Y yes Yes YES true True TRUE on On ON'.split(' '));
const FALSE = new Set('n N no No NO false False FALSE off Off OFF'.split(' '));
const INTEGER = /^[-+]?[0-9]+$/;
const FLOAT = /^[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?$/;

function fits(kind: string, value: Value, text: string): boolean {
  switch (kind) {
    case 'null':
      return isNull(value);
    case 'bool':
      return typeof value === 'boolean';
    case 'timestamp':
      return yamlTimestamp(text) !== undefined;
    case 'merge':
      return text === '<<';
    default:
      return isNumber(value);
  }
}
