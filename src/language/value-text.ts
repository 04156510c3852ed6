import {
  formatNumber,
  isIdentifier,
  isNull,
  isNumber,
  isObjectValue,
  isTupleValue,
  ListValue,
  MapValue,
  SetValue,
  sortedEntries,
  type Value,
} from '../model/index.js';
import { formatHcl } from './hcl-format.js';

/** A value in HCL as Terraform writes values: objects have a line for each attribute, lists have one line. */
export const valueText = (value: Value): string => formatHcl(written(value));

/** Values of variables as a file of them has them, in the order of their names. */
export const variablesText = (values: Readonly<Record<string, Value>>): string =>
  formatHcl(
    sortedEntries(values)
      .map(([name, value]) => `${name} = ${written(value)}\n`)
      .join(''),
  );

function written(value: Value): string {
  if (isNull(value)) return 'null';
  if (typeof value === 'boolean') return String(value);
  if (typeof value === 'string') return quoted(value);
  if (isNumber(value)) return formatNumber(value);
  if (value instanceof ListValue || value instanceof SetValue) return list(value.items);
  if (isTupleValue(value)) return list(value);
  if (value instanceof MapValue) return object(value.entries);
  if (isObjectValue(value)) return object(value);
  throw new Error('A value that is written is known and not marked');
}

const list = (items: readonly Value[]): string => `[${items.map(written).join(', ')}]`;

function object(entries: Readonly<Record<string, Value>>): string {
  const lines = sortedEntries(entries).map(([name, value]) => `${key(name)} = ${written(value)}\n`);
  return lines.length === 0 ? '{}' : `{\n${lines.join('')}}`;
}

/** Terraform leaves out the quotes of "for", too, and cannot read what it has written. */
const key = (name: string): string => (isIdentifier(name) && name !== 'for' ? name : quoted(name));

const ESCAPES: Readonly<Record<string, string>> = { '\n': '\\n', '\r': '\\r', '\t': '\\t', '"': '\\"', '\\': '\\\\' };

/** All that Unicode does not count among the printable characters is escaped, also spaces other than that of ASCII. */
const quoted = (text: string): string =>
  `"${text
    .replaceAll(/[^\p{L}\p{M}\p{N}\p{P}\p{S} ]|["\\]/gu, (character) => ESCAPES[character] ?? escaped(character))
    .replaceAll(/[$%](?=\{)/g, '$&$&')}"`;

function escaped(character: string): string {
  const code = (character.codePointAt(0) ?? 0).toString(16);
  return code.length > 4 ? `\\U${code.padStart(8, '0')}` : `\\u${code.padStart(4, '0')}`;
}
