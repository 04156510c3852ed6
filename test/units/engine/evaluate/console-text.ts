import {
  formatNumber,
  isObjectValue,
  isTupleValue,
  ListValue,
  MapValue,
  Sensitive,
  SetValue,
  Unknown,
  type Value,
} from '../../../../src/model/index.js';

/** The value as `terraform console` shows it, except that a null is just that, whatever its type. */
export function consoleText(value: Value, indent = 0): string {
  if (value === null) return 'null';
  if (value instanceof Sensitive) return value.value instanceof Unknown ? '(known after apply)' : '(sensitive value)';
  if (value instanceof Unknown) return '(known after apply)';
  if (typeof value === 'string') return quoted(value);
  if (typeof value === 'boolean') return String(value);
  if (isTupleValue(value)) return items(value, indent);
  if (value instanceof ListValue) return `tolist(${items(value.items, indent)})`;
  if (value instanceof SetValue) return `toset(${items(value.items, indent)})`;
  if (value instanceof MapValue) return `tomap(${entries(value.entries, indent)})`;
  if (isObjectValue(value)) return entries(value, indent);
  return formatNumber(value);
}

function items(values: readonly Value[], indent: number): string {
  if (values.length === 0) return '[]';
  const space = ' '.repeat(indent + 2);
  return `[\n${values.map((value) => `${space}${consoleText(value, indent + 2)},\n`).join('')}${' '.repeat(indent)}]`;
}

function entries(record: Readonly<Record<string, Value>>, indent: number): string {
  const keys = Object.keys(record).sort((a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b)));
  if (keys.length === 0) return '{}';
  const space = ' '.repeat(indent + 2);
  return `{\n${keys.map((key) => `${space}${quoted(key)} = ${consoleText(record[key]!, indent + 2)}\n`).join('')}${' '.repeat(indent)}}`;
}

const ESCAPES: Readonly<Record<string, string>> = {
  '\u0007': '\\a',
  '\b': '\\b',
  '\f': '\\f',
  '\n': '\\n',
  '\r': '\\r',
  '\t': '\\t',
  '\v': '\\v',
  '"': '\\"',
  '\\': '\\\\',
};

function quoted(text: string): string {
  // oxlint-disable-next-line no-control-regex
  const inside = text.replace(/["\\\u0000-\u001f\u007f\u2028\u2029]/g, (character) => {
    const code = character.charCodeAt(0);
    return ESCAPES[character] ?? (code < 0x80 ? `\\x${code.toString(16).padStart(2, '0')}` : `\\u${code.toString(16)}`);
  });
  return `"${inside}"`;
}

/** Nulls of every type as `null`. */
export const withoutNullTypes = (text: string): string =>
  text.replace(/\bto[a-z]+\(null\)(?: \/\* of .* \*\/)?/g, 'null');
