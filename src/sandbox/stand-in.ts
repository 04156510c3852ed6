import { isRecord } from './description.js';

/** How deep `$ref`s and parts of schemas are followed. */
const DEPTH = 12;

const BY_FORMAT: Readonly<Record<string, string>> = {
  'date-time': '2026-01-01T00:00:00Z',
  date: '2026-01-01',
  uuid: '00000000-0000-4000-8000-000000000000',
  uri: 'https://example.com/',
  email: 'user@example.com',
  ipv4: '192.0.2.1',
};

/**
 * A value for a member that a reply must hold and that nothing here says anything of: what the schema names, or the least of its
 * type. What an object must hold in turn is not in it.
 */
export function standIn(schema: unknown, name: string, at: (pointer: string) => unknown, depth = 0): unknown {
  if (!isRecord(schema) || depth > DEPTH) return undefined;
  const { $ref, type } = schema;
  const inner = (part: unknown): unknown => standIn(part, name, at, depth + 1);
  if (typeof $ref === 'string') return inner(at($ref));
  const [named] = [schema['const'], schema['default'], ...listOf(schema['enum'])].filter(
    (value) => value !== undefined,
  );
  if (named !== undefined) return named;
  const kind = [type].flat().find((each) => typeof each === 'string' && each !== 'null');
  if (kind === 'object' || schema['properties'] !== undefined) return {};
  if (kind === 'array' || schema['items'] !== undefined) return [];
  if (kind === 'string') return BY_FORMAT[String(schema['format'])] ?? name;
  if (kind === 'integer' || kind === 'number') return typeof schema['minimum'] === 'number' ? schema['minimum'] : 1;
  if (kind === 'boolean') return false;
  const parts = ['allOf', 'oneOf', 'anyOf'].flatMap((keyword) => listOf(schema[keyword]));
  return parts.map(inner).find((value) => value !== undefined);
}

const listOf = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : []);
