import {
  formatNumber,
  isObjectValue,
  isTupleValue,
  ListValue,
  MapValue,
  Sensitive,
  objectValue,
  SetValue,
  standAlone,
  type Type,
  TypedNull,
  Unknown,
  type Value,
} from '../../../../src/model/index.js';
import { quoted } from '../../../../src/model/set-order.js';

/** The value as `terraform console` shows it. */
export function consoleText(value: Value, indent = 0): string {
  if (value === null) return 'null';
  if (value instanceof TypedNull) return nullText(value.type);
  if (value instanceof Sensitive) return value.value instanceof Unknown ? '(known after apply)' : '(sensitive value)';
  if (value instanceof Unknown) return '(known after apply)';
  if (typeof value === 'string') return value.includes('\n') ? heredoc(value, indent) : quoted(value);
  if (typeof value === 'boolean') return String(value);
  if (isTupleValue(value)) return items(value, indent);
  if (value instanceof ListValue || value instanceof SetValue) {
    return `to${value.kind}(${items(
      value.items.map((item) => standAlone(item, value.element)),
      indent,
    )})`;
  }
  if (value instanceof MapValue) {
    const parts = objectValue();
    for (const [name, part] of Object.entries(value.entries)) parts[name] = standAlone(part, value.element);
    return `tomap(${entries(parts, indent)})`;
  }
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

function nullText(type: Type): string {
  if (typeof type === 'string') return `to${type}(null)`;
  if (type.kind === 'tuple' || type.kind === 'object') return `null /* ${type.kind} */`;
  return `to${type.kind}(null) /* of ${friendly(type.element)} */`;
}

function friendly(type: Type): string {
  if (typeof type === 'string') return type;
  return 'element' in type ? `${type.kind} of ${friendly(type.element)}` : type.kind;
}
