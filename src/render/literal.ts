import { isNull, ListValue, MapValue, SetValue, standAlone, type Type, TypedNull, type Value } from '../model/index.js';
import { nullText, scalarText } from './redact.js';
import { entriesOf, inlineText, itemsOf, longText, nameText, isScalar } from './values.js';

/** A collection that fits into this width is on one line. */
const LINE = 60;

/**
 * A value in Terraform's language, indented, with secrets hidden: for outputs, state and the console. `indent` is the
 * indentation of the line on which the value starts. A string is cut after `longest` characters.
 */
export function literal(value: Value, indent = '', longest = Infinity): string {
  if (typeof value === 'string') return longText(value, longest);
  if (value instanceof TypedNull) return nullText(value.type);
  if (isScalar(value)) return scalarText(value);
  const inline = inlineText(value, LINE);
  if (inline !== undefined && !holdsNull(value)) return inline;
  const deeper = `${indent}  `;
  const items = itemsOf(value);
  if (items !== undefined) {
    const lines = items.map((item) => `${deeper}${literal(standAlone(item, elementOf(value)), deeper, longest)},\n`);
    return `[\n${lines.join('')}${indent}]`;
  }
  const entries = Object.entries(entriesOf(value) ?? {});
  const width = Math.max(0, ...entries.map(([name]) => nameText(name).length));
  const lines = entries.map(
    ([name, entry]) =>
      `${deeper}${nameText(name).padEnd(width)} = ${literal(standAlone(entry, elementOf(value)), deeper, longest)}\n`,
  );
  return `{\n${lines.join('')}${indent}}`;
}

/** A single line omits attributes that are null, and the types of nulls; a literal needs them. */
function holdsNull(value: Value): boolean {
  const parts = itemsOf(value) ?? Object.values(entriesOf(value) ?? {});
  return parts.some((part) => isNull(part) || holdsNull(part));
}

const elementOf = (value: Value): Type =>
  value instanceof ListValue || value instanceof SetValue || value instanceof MapValue ? value.element : 'dynamic';
