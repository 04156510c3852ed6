import {
  type ConfigurationFile,
  type Diagnostic,
  errorDiagnostic,
  formatPath,
  isJsonList,
  isJsonObject,
  type Json,
  JsonSyntaxError,
  parseJson,
  type Path,
} from '../model/index.js';
import { MAX_JSON_DEPTH } from './expression-from-json.js';
import { endOfString, JsonIndex } from './json-index.js';
import { LineIndex } from './line-index.js';

/**
 * Keys below which a repeated key means a list, as in Terraform. The number says for how many more levels of keys,
 * below the one of the name, this holds.
 */
export type Labels = Readonly<Record<string, number>>;

/**
 * The JSON of a file; undefined, with the reason in `diagnostics`, if it is not JSON. Repeated keys, of which
 * JSON.parse silently drops one, are errors, except where `labels` says that they mean a list.
 */
export function readDocument(file: ConfigurationFile, labels: Labels, diagnostics: Diagnostic[]): Json | undefined {
  const shape = scanShape(file.text);
  if (shape.tooDeepAt !== undefined) {
    diagnostics.push(invalid(file, `The JSON is nested more than ${MAX_JSON_DEPTH} levels deep`, shape.tooDeepAt));
    return undefined;
  }
  let json: Json;
  try {
    json = parseJson(file.text);
  } catch (error) {
    if (!(error instanceof JsonSyntaxError)) throw error;
    diagnostics.push(invalid(file, error.message, error.offset, error.detail));
    return undefined;
  }
  return countKeys(json) === shape.keys ? json : new TwinReading(file, diagnostics).root(labels);
}

function invalid(file: ConfigurationFile, message: string, offset: number, detail?: string): Diagnostic {
  const width = offset < file.text.length ? 1 : 0;
  const range = { file: file.name, ...new LineIndex(file.text).range(offset, offset + width) };
  const { line, column } = range.start;
  return errorDiagnostic('invalid-json', `${file.name} is not valid JSON: ${message}`, {
    detail: `Line ${line}, column ${column}.${detail === undefined ? '' : ` ${detail}`}`,
    range,
  });
}

/** Counts the keys of all objects in a text and finds where it nests too deeply, without parsing it. */
function scanShape(text: string): { keys: number; tooDeepAt: number | undefined } {
  let keys = 0;
  let level = 0;
  let tooDeepAt: number | undefined;
  for (let at = 0; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    if (code === 0x22) {
      at = endOfString(text, at) - 1;
    } else if (code === 0x3a) {
      keys += 1;
    } else if (code === 0x7b || code === 0x5b) {
      level += 1;
      if (level === MAX_JSON_DEPTH + 1 && tooDeepAt === undefined) tooDeepAt = at;
    } else if (code === 0x7d || code === 0x5d) {
      level -= 1;
    }
  }
  return { keys, tooDeepAt };
}

function countKeys(json: Json): number {
  if (isJsonList(json)) {
    let items = 0;
    for (const item of json) if (typeof item === 'object') items += countKeys(item);
    return items;
  }
  if (!isJsonObject(json)) return 0;
  let count = 0;
  for (const name in json) {
    count += 1;
    const inner = json[name]!;
    if (typeof inner === 'object') count += countKeys(inner);
  }
  return count;
}

/** Reads a text with a repeated key. */
class TwinReading {
  readonly #file: ConfigurationFile;
  readonly #diagnostics: Diagnostic[];
  readonly #index: JsonIndex;
  readonly #lines: LineIndex;

  constructor(file: ConfigurationFile, diagnostics: Diagnostic[]) {
    this.#file = file;
    this.#diagnostics = diagnostics;
    this.#index = new JsonIndex(file.text);
    this.#lines = new LineIndex(file.text);
  }

  root(labels: Labels): Json {
    return this.#read(this.#index.root, [], (name) => (Object.hasOwn(labels, name) ? labels[name]! : undefined));
  }

  /** `labelsOf` tells whether a key may be repeated, and for how many levels below it. */
  #read(start: number, path: Path, labelsOf: (name: string) => number | undefined): Json {
    const content = this.#index.content(start);
    if (content.kind === 'scalar') return parseJson(this.#file.text.slice(start, this.#index.end(start)));
    if (content.kind === 'array')
      return content.items.map((item, index) => this.#read(item, [...path, index], labelsOf));
    const object: Record<string, Json> = {};
    for (const [name, members] of content.members) {
      const levels = labelsOf(name);
      const below = (): number | undefined => (levels === undefined || levels === 0 ? undefined : levels - 1);
      const values = members.map((member) => this.#read(member.start, [...path, name], below));
      if (members.length > 1 && levels === undefined) this.#duplicate(name, members, path);
      const value = values.length === 1 || levels === undefined ? values[0]! : values;
      Object.defineProperty(object, name, { value, enumerable: true, configurable: true, writable: true });
    }
    return object;
  }

  #duplicate(name: string, members: readonly { keyStart: number; keyEnd: number }[], path: Path): void {
    const [first, ...others] = members;
    const { line } = this.#lines.position(first!.keyStart);
    for (const other of others) {
      this.#diagnostics.push(
        errorDiagnostic(
          'duplicate-key',
          `The key ${JSON.stringify(name)} appears twice${path.length === 0 ? '' : ` in ${formatPath(path)}`}`,
          {
            detail: `It is already on line ${line} and only one of them would count. Remove or rename one.`,
            range: { file: this.#file.name, ...this.#lines.range(other.keyStart, other.keyEnd) },
          },
        ),
      );
    }
  }
}
