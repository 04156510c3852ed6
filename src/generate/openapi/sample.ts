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

const itemSchema = (schema: JsonRecord): JsonRecord =>
  typeof schema['items'] === 'object' && schema['items'] !== null ? (schema['items'] as JsonRecord) : {};

const BY_FORMAT: Readonly<Record<string, string>> = {
  uuid: '00000000-0000-4000-8000-000000000001',
  'date-time': '2026-01-01T00:00:00Z',
  date: '2026-01-01',
  time: '00:00:00Z',
  email: 'someone@example.com',
  uri: 'https://example.com/',
  url: 'https://example.com/',
  hostname: 'host.example.com',
  ipv4: '192.0.2.1',
  ipv6: '2001:db8::1',
};

function sampleText(schema: JsonRecord, name: string): string {
  const format = textOf(schema['format']) ?? '';
  if (Object.hasOwn(BY_FORMAT, format)) return BY_FORMAT[format]!;
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
