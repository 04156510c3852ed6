import { isJsonObject, type Json, type JsonObject, listIn, objectIn } from '../../model/index.js';
import { textOf, typesIn } from './pointer.js';
import { textOfPattern } from './pattern-text.js';
import type { Shape } from './schemas.js';

/** A string, number or boolean that matches the keywords of a schema; an empty object for any other type. */
export function scalarSample(schema: JsonObject, name: string): Json {
  const type = typesIn(schema['type']).find((each) => each !== 'null');
  switch (type) {
    case 'string':
      return sampleText(schema, name);
    case 'integer':
    case 'number':
      return sampleNumber(schema);
    case 'boolean':
      return false;
    case 'null':
      return null;
    default:
      return 'pattern' in schema || 'format' in schema ? sampleText(schema, name) : {};
  }
}

/** Whether a value matches the type and limits in a schema's keywords; members and items are not checked. */
export function fits(schema: JsonObject, value: Json): boolean {
  const types = typesIn(schema['type']).map(String);
  const words = listIn(schema['enum']);
  if (words.length > 0 && !words.includes(value)) return false;
  if (types.length > 0 && !types.some((type) => isOf(type, value))) return false;
  if (typeof value === 'string') {
    const { length } = value;
    const most = Number(schema['maxLength'] ?? Infinity);
    const form = FORMATS[textOf(schema['format']) ?? ''];
    return (
      length >= Number(schema['minLength'] ?? 0) &&
      length <= most &&
      matches(textOf(schema['pattern']), value) &&
      (form === undefined || form.test(value))
    );
  }
  return typeof value !== 'number' || inLimits(schema, value);
}

function isOf(type: string, value: Json): boolean {
  switch (type) {
    case 'integer':
      return Number.isInteger(value);
    case 'null':
      return value === null;
    case 'array':
      return Array.isArray(value);
    case 'object':
      return isJsonObject(value);
    default:
      return typeof value === type;
  }
}

/** Requirements on samples by other authors. */
const FORMATS: Readonly<Record<string, RegExp>> = {
  uuid: /^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/i,
  'date-time': /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)$/i,
  date: /^\d{4}-\d\d-\d\d$/,
  email: /^[^@\s]+@[^@\s]+\.[^@\s]+$/,
  uri: /^[a-z][a-z\d+.-]*:\S+$/i,
  ipv4: /^\d+(\.\d+){3}$/,
  ipv6: /^[\da-f:.]*:[\da-f:.]*$/i,
  hostname: /^[\w-]+(\.[\w-]+)*$/,
};

function inLimits(schema: JsonObject, value: number): boolean {
  const { minimum = -Infinity, maximum = Infinity, exclusiveMinimum = -Infinity, exclusiveMaximum = Infinity } = schema;
  return (
    value >= Number(minimum) &&
    value <= Number(maximum) &&
    value > Number(exclusiveMinimum) &&
    value < Number(exclusiveMaximum)
  );
}

/** Another value that matches the schema; undefined if there is none, or none is easily found. */
export function otherSample(
  shape: Shape,
  schema: JsonObject,
  now: Json | undefined,
  one: (what: 'itself' | 'item' | 'member') => Json,
): Json | undefined {
  const differs = (value: Json): boolean => JSON.stringify(value) !== JSON.stringify(now);
  if (Array.isArray(schema['enum'])) return listIn(schema['enum']).find((word) => word !== null && differs(word));
  if (schema['const'] !== undefined) return undefined;
  switch (shape.kind) {
    case 'bool':
      return now !== true;
    case 'number':
      return otherNumber(schema, typeof now === 'number' ? now : sampleNumber(schema));
    case 'string':
      return otherText(schema, textOf(now) ?? textOf(one('itself')) ?? '', now);
    case 'list':
    case 'set': {
      const list = listIn(now);
      const item = one('item');
      if (list.length >= Number(schema['maxItems'] ?? Infinity)) return undefined;
      return list.length === 0 ? [item] : shape.kind === 'set' ? undefined : [...list, item];
    }
    case 'map':
      return { ...objectIn(now), key: one('member') };
    default:
      return undefined;
  }
}

function otherNumber(schema: JsonObject, now: number): number | undefined {
  const step = typeof schema['multipleOf'] === 'number' && schema['multipleOf'] > 0 ? schema['multipleOf'] : 1;
  return [now + step, now - step].find((value) => inLimits(schema, value));
}

function otherText(schema: JsonObject, base: string, now: Json | undefined): string | undefined {
  const format = textOf(schema['format']) ?? '';
  const formatted = Object.hasOwn(BY_FORMAT, format) ? BY_FORMAT[format] : undefined;
  if (formatted !== undefined) return formatted.find((text) => text !== now);
  const short = base.slice(0, -1);
  const candidates = [`${base}-2`, `${base}2`, ...['y', 'z', '7', 'a', 'Q', '0'].map((end) => short + end)];
  return candidates.find((text) => text !== now && fits({ ...schema, type: 'string' }, text));
}

function matches(pattern: string | undefined, text: string): boolean {
  if (pattern === undefined) return true;
  try {
    return new RegExp(pattern, 'u').test(text);
  } catch {
    return true;
  }
}

/** Two strings of each format. */
const BY_FORMAT: Readonly<Record<string, readonly [string, string]>> = {
  uuid: ['00000000-0000-4000-8000-000000000001', '00000000-0000-4000-8000-000000000002'],
  'date-time': ['2026-01-01T00:00:00Z', '2026-01-02T00:00:00Z'],
  date: ['2026-01-01', '2026-01-02'],
  time: ['00:00:00Z', '01:00:00Z'],
  email: ['someone@example.com', 'someone.else@example.com'],
  uri: ['https://example.com/', 'https://example.com/other'],
  url: ['https://example.com/', 'https://example.com/other'],
  hostname: ['host.example.com', 'other.example.com'],
  ipv4: ['192.0.2.1', '192.0.2.2'],
  ipv6: ['2001:db8::1', '2001:db8::2'],
};

function sampleText(schema: JsonObject, name: string): string {
  const format = textOf(schema['format']) ?? '';
  const least = Number(schema['minLength'] ?? 0);
  const most = Number(schema['maxLength'] ?? Infinity);
  const pattern = textOf(schema['pattern']);
  const plain = name
    .replaceAll(/[^A-Za-z0-9]+/g, '-')
    .padEnd(Math.min(least, 10_000), 'x')
    .slice(0, most);
  const candidates = [...(BY_FORMAT[format] ?? []), plain, plain.replaceAll('-', ''), ...COMMON].filter((text) =>
    fits({ ...schema, type: 'string' }, text),
  );
  return candidates[0] ?? (pattern === undefined ? plain : (textOfPattern(pattern, least) ?? plain));
}

/** Strings that match many patterns: words, numbers, versions, times, sizes, addresses. */
const COMMON = [
  'name',
  'Name',
  'NAME',
  'a',
  'A',
  'US',
  'en',
  'en-US',
  '1',
  '10',
  '1.0',
  '1.0.0',
  'v1',
  'v1.0.0',
  '1h',
  '1m',
  '10s',
  '1Gi',
  '100m',
  '10.0.0.0/16',
  '192.0.2.1',
  '+15555550100',
  'example.com',
  'https://example.com/',
  '#336699',
  '336699',
  '00:00',
  '2026-01-01',
  'P1D',
  'a/b',
];

function sampleNumber(schema: JsonObject): number {
  const { minimum, exclusiveMinimum, maximum, multipleOf } = schema;
  const least = typeof minimum === 'number' ? minimum : typeof exclusiveMinimum === 'number' ? exclusiveMinimum + 1 : 1;
  const step = typeof multipleOf === 'number' && multipleOf > 0 ? multipleOf : 1;
  const value = Math.ceil(least / step) * step;
  return typeof maximum === 'number' && value > maximum ? maximum : value;
}
