import { createHash } from 'node:crypto';
import {
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
import { anyParameter, ArgumentError, fixed, type FunctionDefinition, textParameter } from './definition.js';
import { MAX_DEPTH } from './bounds.js';
import { jsonText } from './json-text.js';
import { textFrom } from '../refined.js';

function decodeJson(text: string): Value {
  try {
    return valueOf(parseJson(text), 0);
  } catch (error) {
    if (!(error instanceof JsonSyntaxError)) throw error;
    throw new ArgumentError(0, `is not JSON (at offset ${error.offset})`);
  }
}

/** JSON without a type: arrays are tuples, objects are objects. */
function valueOf(json: Json, depth: number): Value {
  if (typeof json === 'number') return fromDouble(json);
  if (typeof json === 'string') return normalized(json);
  if (json === null || typeof json === 'boolean' || json instanceof ExactNumber) return json;
  if (depth === MAX_DEPTH) throw new ArgumentError(0, `is nested more than ${MAX_DEPTH} levels deep`);
  if (Array.isArray(json)) return (json as readonly Json[]).map((item) => valueOf(item, depth + 1));
  const value = objectValue();
  for (const [key, part] of Object.entries(json as Readonly<Record<string, Json>>))
    value[normalized(key)] = valueOf(part, depth + 1);
  return value;
}

function decodeBase64(text: string): string {
  if (!/^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/.test(text.replace(/[\r\n]/g, ''))) {
    throw new ArgumentError(0, 'is not base64');
  }
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(Buffer.from(text, 'base64'));
  } catch {
    throw new ArgumentError(0, 'holds bytes that are not UTF-8 text');
  }
}

/** As in a query string: a space is "+", everything but letters, digits and "-_.~" is escaped. */
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
  return fixed([textParameter('str')], 'string', ([text]) => compute(text as string));
}

/** How the JSON of a value begins that is not known, or not wholly. */
function jsonStart(value: Value): string {
  if (value instanceof Unknown && !value.notNull) return '';
  const type = typeOf(value);
  if (typeof type === 'string') return type === 'string' ? '"' : '';
  return type.kind === 'map' || type.kind === 'object' ? '{' : '[';
}

export const ENCODING_FUNCTIONS: Readonly<Record<string, FunctionDefinition>> = {
  jsonencode: fixed([anyParameter('val', { nullable: true })], 'string', ([value]) => jsonText(value!), {
    early: ([value]) => textFrom(jsonStart(value ?? null)),
  }),
  jsondecode: { ...ofText(decodeJson), result: 'dynamic', nullable: true },
  base64encode: ofText((text) => Buffer.from(text, 'utf8').toString('base64')),
  base64decode: ofText(decodeBase64),
  urlencode: ofText(encodeUrl),
  md5: hash('md5', 'hex'),
  sha1: hash('sha1', 'hex'),
  sha256: hash('sha256', 'hex'),
  sha512: hash('sha512', 'hex'),
  base64sha256: hash('sha256', 'base64'),
  base64sha512: hash('sha512', 'base64'),
};
