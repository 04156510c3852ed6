import {
  formatPath,
  isJsonList,
  isJsonObject,
  type Json,
  type JsonObject,
  type Origin,
  type Path,
  type Value,
  valueFromUntyped,
} from '../model/index.js';
import { argumentFromJson } from './expression-from-json.js';
import { parseExpression } from './parser.js';
import type { BareExpression, BlockVisitor, ReadExpression, SyntaxBody, SyntaxValue } from './syntax.js';

/** A key for comments, ignored in bodies. */
const COMMENT = '//';

/** A body in Terraform's JSON syntax. */
export class JsonBody implements SyntaxBody {
  readonly #json: JsonObject;

  constructor(json: JsonObject) {
    this.#json = json;
  }

  /** From Landform's own metadata or from CDKTF's, which only has the path. */
  get origin(): Origin | undefined {
    if (!Object.hasOwn(this.#json, COMMENT)) return undefined;
    const comment = this.#json[COMMENT];
    const metadata = isJsonObject(comment) ? comment['metadata'] : undefined;
    if (!isJsonObject(metadata) || typeof metadata['path'] !== 'string') return undefined;
    const { path, location } = metadata;
    return typeof location === 'string' ? { constructPath: path, location } : { constructPath: path };
  }

  names(): readonly string[] {
    const names = Object.keys(this.#json);
    return Object.hasOwn(this.#json, COMMENT) ? names.filter((name) => name !== COMMENT) : names;
  }

  has(name: string): boolean {
    return Object.hasOwn(this.#json, name);
  }

  form(): 'either' {
    return 'either';
  }

  expression(name: string): ReadExpression {
    return argumentFromJson(this.#at(name));
  }

  value(name: string): JsonValue {
    return new JsonValue(this.#at(name));
  }

  /**
   * The blocks below a key, one by one. Each label is the key of an object, and everywhere a list of objects may stand
   * for an object.
   */
  eachBlock(name: string, labels: number, above: Path, visitor: BlockVisitor): void {
    new BlockWalk(labels, visitor).descend(this.#at(name), [...above, name], []);
  }

  #at(name: string): Json {
    return Object.hasOwn(this.#json, name) ? (this.#json[name] ?? null) : null;
  }
}

class JsonValue implements SyntaxValue {
  readonly #json: Json;

  constructor(json: Json) {
    this.#json = json;
  }

  constant(): Value {
    return valueFromUntyped(this.#json);
  }

  items(): readonly JsonValue[] | undefined {
    return isJsonList(this.#json) ? this.#json.map((item) => new JsonValue(item)) : undefined;
  }

  body(): JsonBody | undefined {
    return isJsonObject(this.#json) ? new JsonBody(this.#json) : undefined;
  }

  bare(): BareExpression | undefined {
    const text = this.#json;
    return typeof text === 'string' ? { text, parse: () => parseExpression(text) } : undefined;
  }
}

class BlockWalk {
  readonly #labels: number;
  readonly #visitor: BlockVisitor;

  constructor(labels: number, visitor: BlockVisitor) {
    this.#labels = labels;
    this.#visitor = visitor;
  }

  descend(json: Json, path: Path, found: readonly string[]): void {
    const isInner = found.length < this.#labels;
    if (isJsonObject(json)) {
      if (!isInner) return this.#visitor.block(found, new JsonBody(json), path);
      const keys = Object.keys(json);
      if (keys.length === 0) return this.#withoutBlock(path);
      // Uses concat instead of spread: the result is kept for each block, and a spread array reserves twice the space.
      for (const label of keys) this.descend(json[label] ?? null, path.concat(label), found.concat(label));
    } else if (isJsonList(json)) {
      if (isInner && isEmpty(json)) return this.#withoutBlock(path);
      for (const [index, item] of json.entries()) {
        if (!isJsonObject(item)) this.#wrongShape([...path, index], 'an object');
        else if (!isInner || !isEmpty(item)) this.descend(item, [...path, index], found);
      }
    } else if (json !== null || isInner) {
      this.#wrongShape(path, 'an object, or a list of objects');
    }
  }

  #withoutBlock(path: Path): void {
    this.#visitor.wrong(`${formatPath(path)} contains no block`, path, 'Add a named block to it, or remove it.');
  }

  #wrongShape(path: Path, wanted: string): void {
    this.#visitor.wrong(`${formatPath(path)} must be ${wanted}`, path);
  }
}

/** True for an object without a key, and for a list of such. */
function isEmpty(json: Json): boolean {
  if (isJsonList(json)) return json.every((item) => isJsonObject(item) && isEmpty(item));
  return isJsonObject(json) && Object.keys(json).length === 0;
}
