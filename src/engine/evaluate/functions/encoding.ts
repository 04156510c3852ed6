import { createHash } from 'node:crypto';
import { gunzipSync } from 'node:zlib';
import {
  codeOf,
  isJsonList,
  ExactNumber,
  fromDouble,
  normalized,
  type Json,
  JsonSyntaxError,
  objectValue,
  parseJson,
  typeOf,
  Unknown,
  type Value,
} from '../../../model/index.js';
import { decodedBase64 } from './base64.js';
import { MAX_DEPTH, MAX_LENGTH, tooLong } from './bounds.js';
import {
  anyParameter,
  ArgumentError,
  define,
  type FunctionDefinition,
  FunctionError,
  textParameter,
} from './definition.js';
import { library } from './library.js';
import { jsonText } from './json-text.js';
import { decodeUtf8 } from './utf8.js';
import { textFrom } from '../refined.js';

/**
 * The output of Node's own compression depends on its version and on the processor; this one is the same everywhere.
 */
const gzip = library('#gzip');
const encoder = new TextEncoder();

function decodeJson(text: string): Value {
  try {
    return valueOf(parseJson(text), 0);
  } catch (error) {
    if (!(error instanceof JsonSyntaxError)) throw error;
    throw new ArgumentError(0, `is not JSON (at offset ${error.offset})`);
  }
}

/** Parses JSON without a type: arrays become tuples, objects become objects. */
function valueOf(json: Json, depth: number): Value {
  if (typeof json === 'number') return fromDouble(json);
  if (typeof json === 'string') return normalized(json);
  if (json === null || typeof json === 'boolean' || json instanceof ExactNumber) return json;
  if (depth === MAX_DEPTH) throw new ArgumentError(0, `is nested more than ${MAX_DEPTH} levels deep`);
  if (isJsonList(json)) return json.map((item) => valueOf(item, depth + 1));
  const value = objectValue();
  for (const [key, part] of Object.entries(json)) value[normalized(key)] = valueOf(part, depth + 1);
  return value;
}

function decodeBase64(text: string): string {
  const decoded = decodeUtf8(decodedBase64(text, 0));
  if (decoded === undefined) throw new ArgumentError(0, 'contains bytes that are not UTF-8 text');
  return decoded;
}

function unzip(text: string): string {
  const zipped = decodedBase64(text, 0);
  let bytes: Buffer;
  try {
    bytes = gunzipSync(zipped, { maxOutputLength: MAX_LENGTH });
  } catch (error) {
    const isLarge = codeOf(error) === 'ERR_BUFFER_TOO_LARGE';
    throw isLarge ? new FunctionError(tooLong()) : new ArgumentError(0, 'is not compressed with gzip');
  }
  const decoded = decodeUtf8(bytes);
  if (decoded === undefined) throw new ArgumentError(0, 'contains bytes that are not UTF-8 text');
  return decoded;
}

function decodeUrl(text: string): string {
  try {
    return decodeURIComponent(text.replaceAll('+', ' '));
  } catch {
    throw new ArgumentError(
      0,
      'has a percent sign that is not followed by two hexadecimal digits, or bytes that are not UTF-8',
    );
  }
}

/** As in a query string: a space becomes "+", and everything but letters, digits and "-_.~" is escaped. */
function encodeUrl(text: string): string {
  const escaped = encodeURIComponent(text);
  return escaped
    .replace(/[!'()*]/g, (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`)
    .replaceAll('%20', '+');
}

function hash(algorithm: string, encoding: 'hex' | 'base64'): FunctionDefinition {
  return ofText((text) => createHash(algorithm).update(text, 'utf8').digest(encoding));
}

function ofText(compute: (text: string) => Value): FunctionDefinition {
  return define([textParameter('str')], 'string', ([text]) => compute(text));
}

/** The known beginning of the JSON of a value that is not wholly known. */
function jsonStart(value: Value): string {
  if (value instanceof Unknown && !value.notNull) return '';
  const type = typeOf(value);
  if (typeof type === 'string') return type === 'string' ? '"' : '';
  return type.kind === 'map' || type.kind === 'object' ? '{' : '[';
}

export const ENCODING_FUNCTIONS: Readonly<Record<string, FunctionDefinition>> = {
  jsonencode: define([{ ...anyParameter('val'), nullable: true }], 'string', ([value]) => jsonText(value), {
    early: ([value]) => textFrom(jsonStart(value)),
  }),
  jsondecode: { ...ofText(decodeJson), result: 'dynamic', nullable: true },
  base64encode: ofText((text) => Buffer.from(text, 'utf8').toString('base64')),
  base64decode: ofText(decodeBase64),
  base64gunzip: ofText(unzip),
  base64gzip: ofText((text) =>
    Buffer.from(gzip().gzipSync(encoder.encode(text), { level: 9, mtime: 0 })).toString('base64'),
  ),
  urldecode: ofText(decodeUrl),
  urlencode: ofText(encodeUrl),
  md5: hash('md5', 'hex'),
  sha1: hash('sha1', 'hex'),
  sha256: hash('sha256', 'hex'),
  sha512: hash('sha512', 'hex'),
  base64sha256: hash('sha256', 'base64'),
  base64sha512: hash('sha512', 'base64'),
};
