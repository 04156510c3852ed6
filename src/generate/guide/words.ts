import { typeName, type Attribute, type Type } from '../../model/index.js';
import { code, prose } from './markdown.js';

/** An attribute's type, readable for people; the attributes of objects have their own rows. */
export function typeWords({ type, nested }: Attribute): string {
  if (nested === undefined) return typeName(type);
  return nested.nesting === 'single' ? 'object' : `${nested.nesting} of object`;
}

/** The nested attributes of a type that have no rows of their own: `metadata.name`, `tags`. */
export function memberWords({ type, nested }: Attribute): string[] {
  if (nested !== undefined) return [];
  const names = [...memberNames(type, '')].map(code);
  return names.length === 0 ? [] : [`${isType(type, 'object') ? 'It holds' : 'Each holds'} ${names.join(', ')}.`];
}

function* memberNames(type: Type, inside: string): Generator<string> {
  if (typeof type === 'string') return;
  if (type.kind === 'object') {
    for (const [name, member] of Object.entries(type.attributes)) {
      const names = [...memberNames(member, `${inside}${name}${isType(member, 'object') ? '.' : '[].'}`)];
      yield* names.length === 0 ? [`${inside}${name}`] : names;
    }
  } else if ('element' in type) yield* memberNames(type.element, inside);
}

function isType(type: Type, kind: string): boolean {
  return typeof type !== 'string' && type.kind === kind;
}

/** What the constraint of an attribute allows, one sentence each. */
export function limitWords(constraint: Attribute['constraint'] = {}): string[] {
  const { enum: words, pattern, format } = constraint;
  return [
    ...(Array.isArray(words) ? [`One of ${words.map((word) => code(String(word))).join(', ')}.`] : []),
    ...range(constraint['minimum'], constraint['maximum'], ''),
    ...range(constraint['minLength'], constraint['maxLength'], ' characters'),
    ...range(constraint['minItems'], constraint['maxItems'], ' items'),
    ...(typeof pattern === 'string' ? [`Matches ${code(pattern)}.`] : []),
    ...(typeof format === 'string' ? [`${FORMATS[format] ?? prose(format)}.`] : []),
  ];
}

function range(lowest: unknown, highest: unknown, unit: string): string[] {
  // That a value is not empty goes without saying.
  const from = typeof lowest === 'number' && !(unit !== '' && lowest <= 1) ? lowest : undefined;
  if (typeof highest !== 'number') return from === undefined ? [] : [`At least ${from}${unit}.`];
  if (from === undefined) return [`At most ${highest}${unit}.`];
  return [from === highest ? `${from}${unit}.` : `${from} to ${highest}${unit}.`];
}

const FORMATS: Readonly<Record<string, string>> = {
  uuid: 'A UUID',
  'date-time': 'A date and time (RFC 3339)',
  uri: 'A URI',
  email: 'An e-mail address',
  ipv4: 'An IPv4 address',
  ipv6: 'An IPv6 address',
};
