import type { Value } from '../model/index.js';
import { quoted, scalarText } from './redact.js';
import { entriesOf, inlineText, itemsOf, nameText } from './values.js';

/** A collection that needs no more room than this stands on one line. */
const LINE = 60;

/**
 * A value as it would be written in Terraform's language, indented, secrets hidden: for outputs, state and the console.
 * `indent` is what stands before the line the value begins on.
 */
export function literal(value: Value, indent = ''): string {
  const items = itemsOf(value);
  const entries = entriesOf(value);
  if (items === undefined && entries === undefined) {
    if (typeof value === 'string') return quoted(value);
    return scalarText(value as Parameters<typeof scalarText>[0]);
  }
  const inline = inlineText(value, LINE);
  if (inline !== undefined && !hidesNull(value)) return inline;
  const deeper = `${indent}  `;
  if (items !== undefined) {
    return `[\n${items.map((item) => `${deeper}${literal(item, deeper)},\n`).join('')}${indent}]`;
  }
  const names = Object.keys(entries!);
  const width = Math.max(0, ...names.map((name) => nameText(name).length));
  const lines = names.map((name) => `${deeper}${nameText(name).padEnd(width)} = ${literal(entries![name]!, deeper)}\n`);
  return `{\n${lines.join('')}${indent}}`;
}

/** One line leaves out attributes that are null; a literal has to have them. */
function hidesNull(value: Value): boolean {
  const entries = entriesOf(value);
  const parts = itemsOf(value) ?? Object.values(entries ?? {});
  return parts.some((part) => (entries !== undefined && part === null) || hidesNull(part));
}
