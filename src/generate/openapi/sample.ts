import type { Json } from '../../model/index.js';
import { listIn, textOf, type JsonRecord } from './pointer.js';
import type { Member, Shape } from './schemas.js';

/** A value that fits a schema, so that examples and emulators have something to show. Patterns can not be met by this. */
export function sampleOf(shape: Shape, schema: JsonRecord, name: string): Json {
  const given = givenSample(schema);
  if (given !== undefined) return given;
  switch (shape.kind) {
    case 'string':
      return sampleText(schema, name);
    case 'number':
      return sampleNumber(schema);
    case 'bool':
      return false;
    case 'list':
    case 'set':
      return Number(schema['minItems'] ?? 0) > 0 ? [sampleOf(shape.element, itemSchema(schema), name)] : [];
    case 'map':
      return {};
    case 'object':
      return sampleObject(shape.members);
    case 'json':
      return listIn([schema['type']].flat()).includes('array') ? [] : {};
  }
}

/** Another value that fits the schema; undefined when there is none, or none is easily found. */
export function otherSample(shape: Shape, schema: JsonRecord, name: string, now: Json | undefined): Json | undefined {
  const fits = (value: Json): boolean => JSON.stringify(value) !== JSON.stringify(now);
  const words = listIn(schema['enum']).filter((word) => word !== null && fits(word));
  if (Array.isArray(schema['enum'])) return words[0];
  if (schema['const'] !== undefined) return undefined;
  switch (shape.kind) {
    case 'bool':
      return now !== true;
    case 'number':
      return otherNumber(schema, typeof now === 'number' ? now : sampleNumber(schema));
    case 'string':
      return otherText(schema, name, now);
    case 'list':
    case 'set': {
      const items = itemSchema(schema);
      const most = Number(schema['maxItems'] ?? Infinity);
      const one = sampleOf(shape.element, items, name);
      const list = [...listIn(now)];
      const another = list.length === 0 ? one : otherSample(shape.element, items, name, list[0]);
      return another === undefined || list.length >= most ? undefined : [...list, another];
    }
    case 'map':
      return { ...(now as JsonRecord | undefined), key: sampleOf(shape.element, additionalSchema(schema), 'value') };
    default:
      return undefined;
  }
}

function otherNumber(schema: JsonRecord, now: number): number | undefined {
  const step = typeof schema['multipleOf'] === 'number' && schema['multipleOf'] > 0 ? schema['multipleOf'] : 1;
  const { minimum = -Infinity, maximum = Infinity, exclusiveMinimum = -Infinity, exclusiveMaximum = Infinity } = schema;
  return [now + step, now - step].find(
    (value) =>
      value >= Number(minimum) &&
      value <= Number(maximum) &&
      value > Number(exclusiveMinimum) &&
      value < Number(exclusiveMaximum),
  );
}

function otherText(schema: JsonRecord, name: string, now: Json | undefined): string | undefined {
  const format = textOf(schema['format']) ?? '';
  if (Object.hasOwn(BY_FORMAT, format)) {
    const [first, second] = BY_FORMAT[format]!;
    return now === first ? second : first;
  }
  const pattern = textOf(schema['pattern']);
  const least = Number(schema['minLength'] ?? 0);
  const most = Number(schema['maxLength'] ?? Infinity);
  const base = typeof now === 'string' ? now : name.replaceAll('_', '-').padEnd(least, 'x').slice(0, most);
  const candidates = [
    `${base}-2`,
    `${base}2`,
    `${base.slice(0, -1)}y`,
    `${base.slice(0, -1)}z`,
    `${base.slice(0, -1)}7`,
  ];
  return candidates.find(
    (text) => text.length >= least && text.length <= most && text !== now && matches(pattern, text),
  );
}

function matches(pattern: string | undefined, text: string): boolean {
  if (pattern === undefined) return true;
  try {
    return new RegExp(pattern, 'u').test(text);
  } catch {
    return true;
  }
}

export function sampleObject(members: readonly Member[]): JsonRecord {
  const needed = members.filter((member) => member.required);
  return Object.fromEntries(needed.map((member) => [member.name, sampleOf(member.shape, member.schema, member.name)]));
}

function givenSample(schema: JsonRecord): Json | undefined {
  const candidates = [
    schema['const'],
    schema['default'],
    schema['example'],
    ...listIn(schema['examples']),
    ...listIn(schema['enum']),
  ];
  return candidates.find((value) => value !== undefined && value !== null);
}

const additionalSchema = ({ additionalProperties }: JsonRecord): JsonRecord =>
  typeof additionalProperties === 'object' && additionalProperties !== null ? (additionalProperties as JsonRecord) : {};

const itemSchema = (schema: JsonRecord): JsonRecord =>
  typeof schema['items'] === 'object' && schema['items'] !== null ? (schema['items'] as JsonRecord) : {};

/** Two texts of each format. */
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

function sampleText(schema: JsonRecord, name: string): string {
  const format = textOf(schema['format']) ?? '';
  if (Object.hasOwn(BY_FORMAT, format)) return BY_FORMAT[format]![0];
  const least = Number(schema['minLength'] ?? 0);
  const most = Number(schema['maxLength'] ?? Infinity);
  return name.replaceAll('_', '-').padEnd(least, 'x').slice(0, most);
}

function sampleNumber(schema: JsonRecord): number {
  const { minimum, exclusiveMinimum, maximum, multipleOf } = schema;
  const least = typeof minimum === 'number' ? minimum : typeof exclusiveMinimum === 'number' ? exclusiveMinimum + 1 : 1;
  const step = typeof multipleOf === 'number' && multipleOf > 0 ? multipleOf : 1;
  const value = Math.ceil(least / step) * step;
  return typeof maximum === 'number' && value > maximum ? maximum : value;
}
