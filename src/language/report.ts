import {
  isJsonList,
  convert,
  isNull,
  type Diagnostic,
  errorDiagnostic,
  type Expression,
  formatPath,
  type Json,
  type JsonObject,
  nearest,
  type Origin,
  type Path,
  type SourcePlace,
  type Span,
  valueFromUntyped,
} from '../model/index.js';
import { argumentFromJson, constantFromJson, isRecord } from './expression-from-json.js';
import type { Problem } from './problem.js';

/** Optional parts of a message. */
export interface More {
  readonly detail?: string;
  readonly span?: Span;
}

/** The file that is being read, and its problems. */
export interface Report {
  readonly file: string;
  readonly diagnostics: Diagnostic[];
}

const NULL = 'It cannot be null. Leave it out to use the default.';

/** A key for comments, ignored in bodies. */
export const COMMENT = '//';

/** One body of a document: its content, its position, and its name in messages. */
export class Scope {
  readonly report: Report;
  readonly json: JsonObject;
  readonly path: Path;
  /** Address of the declared object: `terraform_data.a`, `var.x`; empty for bodies that declare nothing. */
  readonly address: string;
  readonly origin: Origin | undefined;
  /** Position of the object with the address. */
  readonly #owner: Path;

  constructor(report: Report, json: JsonObject, path: Path, address = '', origin = originOf(json), owner = path) {
    this.report = report;
    this.json = json;
    this.path = path;
    this.address = address;
    this.origin = origin;
    this.#owner = owner;
  }

  get source(): SourcePlace {
    return { file: this.report.file, path: this.path };
  }

  has(name: string): boolean {
    return Object.hasOwn(this.json, name);
  }

  get(name: string): Json | undefined {
    return this.has(name) ? this.json[name] : undefined;
  }

  /** Reports an error at a place below this body. */
  error(code: string, summary: string, at: Path, more: More = {}): void {
    const { detail, span } = more;
    const path = [...this.path, ...at];
    const source = { file: this.report.file, path, ...(span && { span }) };
    this.report.diagnostics.push(
      errorDiagnostic(code, summary, {
        ...(detail !== undefined && { detail }),
        ...(this.address !== '' && { address: this.address, path: path.slice(this.#owner.length) }),
        ...(this.origin && { origin: this.origin }),
        source,
      }),
    );
  }

  problems(problems: readonly Problem[], at: Path): void {
    for (const { code = 'invalid-expression', message, detail, span, path = [] } of problems) {
      this.error(code, message, [...at, ...path], { span, ...(detail !== undefined && { detail }) });
    }
  }

  /** The value of a key as an expression. */
  expression(name: string): Expression {
    const { expression, problems } = argumentFromJson(this.json[name]!);
    if (problems.length > 0) this.problems(problems, [name]);
    return expression;
  }

  /** The value of a key that holds no templates; undefined when it is absent. */
  constant(name: string): Expression | undefined {
    const json = this.get(name);
    return json === undefined ? undefined : constantFromJson(json);
  }

  /** A literal string; numbers and booleans are converted. */
  text(name: string): string | undefined {
    const json = this.get(name);
    if (json === undefined) return undefined;
    const converted = convert(valueFromUntyped(json), 'string');
    if (converted.ok && !isNull(converted.value)) return converted.value as string;
    this.error('invalid-value', `"${name}" must be a string`, [name], json === null ? { detail: NULL } : {});
    return undefined;
  }

  /** true or false, which Terraform also takes as strings. */
  flag(name: string): boolean | undefined {
    const json = this.get(name);
    if (json === undefined) return undefined;
    if (json === true || json === 'true') return true;
    if (json === false || json === 'false') return false;
    const detail = json === null ? NULL : 'Its value must be constant: write true or false.';
    this.error('invalid-value', `"${name}" must be true or false`, [name], { detail });
    return undefined;
  }

  /** The bodies of a nested block: an object, or a list of objects. */
  blocks(name: string): Scope[] {
    const json = this.get(name);
    return json === undefined ? [] : bodies(this, json, [name]);
  }

  /** The one body of a block that may stand once. */
  block(name: string): Scope | undefined {
    const [first, second] = this.blocks(name);
    if (second !== undefined) {
      this.error('duplicate-block', `The block "${name}" appears more than once`, second.path.slice(this.path.length), {
        detail: 'Merge them into one block.',
      });
    }
    return first;
  }

  /** Reports unsupported keys. `what` names the body: `a variable`. */
  allow(known: readonly string[], what: string): void {
    for (const name of Object.keys(this.json)) {
      if (name !== COMMENT && !known.includes(name)) this.unknown(name, known, what);
    }
  }

  unknown(name: string, known: readonly string[], what: string): void {
    const near = nearest(name, known);
    const detail =
      near.length > 0
        ? `Did you mean ${near.map((word) => `"${word}"`).join(' or ')}?`
        : `Known keys: ${known.join(', ')}.`;
    this.error('unknown-argument', `"${name}" is not supported in ${what}`, [name], { detail });
  }

  missing(name: string, what: string): void {
    this.error('missing-argument', `"${name}" is missing in ${what}`, []);
  }

  /** A nested body of the same object. */
  inside(json: JsonObject, at: Path): Scope {
    return new Scope(this.report, json, [...this.path, ...at], this.address, this.origin, this.#owner);
  }
}

/** The bodies in a block's value. Null means none. */
function bodies(scope: Scope, json: Json, at: Path): Scope[] {
  if (json === null) return [];
  if (isRecord(json)) return [scope.inside(json, at)];
  if (isJsonList(json)) {
    return json.flatMap((item, index) => {
      if (isRecord(item)) return [scope.inside(item, [...at, index])];
      return wrongShape(scope, [...at, index], 'an object');
    });
  }
  return wrongShape(scope, at, 'an object, or a list of objects');
}

function wrongShape(scope: Scope, at: Path, wanted: string): [] {
  scope.error('wrong-shape', `${formatPath([...scope.path, ...at])} must be ${wanted}`, at);
  return [];
}

/**
 * The blocks below a key, one by one. Each label is the key of an object, and everywhere a list of objects may stand for an
 * object.
 */
export function eachBlock(
  scope: Scope,
  name: string,
  labels: number,
  visit: (labels: readonly string[], json: JsonObject, path: Path) => void,
): void {
  const withoutBlock = (path: Path): void =>
    scope.error('wrong-shape', `${formatPath(path)} contains no block`, path.slice(scope.path.length), {
      detail: 'Add a named block to it, or remove it.',
    });
  const descend = (json: Json, path: Path, found: readonly string[]): void => {
    if (isRecord(json)) {
      if (found.length === labels) return visit(found, json, path);
      const names = Object.keys(json);
      if (names.length === 0) return withoutBlock(path);
      // With very many keys, looking up each one would cost as much again as reading them.
      const inner = Object.values(json);
      // Uses concat instead of spread: the result is kept for each block, and a spread array reserves twice the space.
      names.forEach((label, at) => descend(inner[at]!, path.concat(label), found.concat(label)));
    } else if (isJsonList(json)) {
      if (found.length < labels && isEmpty(json)) return withoutBlock(path);
      for (const [index, item] of json.entries()) {
        if (isRecord(item)) {
          if (found.length === labels || !isEmpty(item)) descend(item, [...path, index], found);
        } else {
          wrongShape(scope, [...path.slice(scope.path.length), index], 'an object');
        }
      }
    } else if (json !== null || found.length < labels) {
      wrongShape(scope, path.slice(scope.path.length), 'an object, or a list of objects');
    }
  };
  descend(scope.json[name]!, [...scope.path, name], []);
}

/** True for an object without a key, and for a list of such. */
function isEmpty(json: Json): boolean {
  if (isJsonList(json)) return json.every((item) => isRecord(item) && isEmpty(item));
  return isRecord(json) && Object.keys(json).length === 0;
}

/**
 * The position of the construct behind a body, from Landform's own metadata or from CDKTF's, which only has the path.
 */
function originOf(json: JsonObject): Origin | undefined {
  if (!Object.hasOwn(json, COMMENT)) return undefined;
  const comment = json[COMMENT];
  const metadata = isRecord(comment) ? comment['metadata'] : undefined;
  if (!isRecord(metadata) || typeof metadata['path'] !== 'string') return undefined;
  const { path, location } = metadata;
  return typeof location === 'string' ? { constructPath: path, location } : { constructPath: path };
}
