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
import { quoted } from '../../../../src/model/set-order.js';

/** The value as `terraform console` shows it, except that a null is just that, whatever its type. */
export function consoleText(value: Value, indent = 0): string {
  if (value === null) return 'null';
  if (value instanceof Sensitive) return value.value instanceof Unknown ? '(known after apply)' : '(sensitive value)';
  if (value instanceof Unknown) return '(known after apply)';
  if (typeof value === 'string') return value.includes('\n') ? heredoc(value, indent) : quoted(value);
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
  return `{\n${keys.map((key) => `${space}${consoleText(key, indent + 2)} = ${consoleText(record[key]!, indent + 2)}\n`).join('')}${' '.repeat(indent)}}`;
}

function heredoc(text: string, indent: number): string {
  const lines = text.split('\n');
  let marker = 'EOT';
  while (lines.some((line) => line.trim() === marker)) marker += '_';
  const space = ' '.repeat(indent);
  return [`<<${indent > 0 ? '-' : ''}${marker}`, ...[...lines, marker].map((line) => space + line)].join('\n');
}

/** Nulls of every type as `null`. */
export const withoutNullTypes = (text: string): string =>
  text.replace(/\bto[a-z]+\(null\)(?: \/\* of .* \*\/)?|\bnull \/\* (?:tuple|object) \*\//g, 'null');
