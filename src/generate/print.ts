import type { Described } from './schema.js';

/** A comment for people who use the declaration below it; empty when there is nothing to say. */
export function documentation(item: Described, notes: readonly string[] = []): string[] {
  const text = [item.description?.trim() ?? '', ...notes].filter((part) => part !== '');
  if (item.deprecated === true) text.push(`@deprecated ${item.deprecation_message ?? ''}`.trim());
  const lines = text.flatMap((part) => part.replaceAll('*/', '*\\/').split('\n')).map((line) => line.trimEnd());
  if (lines.length === 0) return [];
  if (lines.length === 1) return [`/** ${lines[0]!} */`];
  return ['/**', ...lines.map((line) => ` * ${line}`.trimEnd()), ' */'];
}

export const indented = (lines: readonly string[]): string[] => lines.map((line) => (line === '' ? '' : `  ${line}`));

/** A key of an object or interface, quoted where it is no name. */
export const key = (name: string): string => (/^[A-Za-z_$][\w$]*$/.test(name) ? name : JSON.stringify(name));

/** Text in single quotes. */
export const quoted = (text: string): string => `'${text.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'`;
