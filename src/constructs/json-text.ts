import type { Resolved } from './resolve.js';

/** JSON with sorted keys, two-space indentation and a trailing newline, so that equal documents have equal bytes. */
export function jsonText(value: Resolved): string {
  return `${write(value, '\n')}\n`;
}

function write(value: Resolved, newline: string): string {
  if (typeof value !== 'object') return typeof value === 'bigint' ? String(value) : JSON.stringify(value);
  if (value === null) return 'null';
  const inner = `${newline}  `;
  if (Array.isArray(value)) {
    if (value.length === 0) return '[]';
    return `[${inner}${value.map((item) => write(item, inner)).join(`,${inner}`)}${newline}]`;
  }
  const members = Object.entries(value).sort(([left], [right]) => (left < right ? -1 : 1));
  if (members.length === 0) return '{}';
  return `{${inner}${members.map(([key, member]) => `${JSON.stringify(key)}: ${write(member, inner)}`).join(`,${inner}`)}${newline}}`;
}
