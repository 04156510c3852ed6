import type { Described } from './schema.js';

/**
 * The printer of TypeScript. Names, descriptions and values come from files that others wrote, so every one of them goes
 * through here: none can end the comment or the literal that it is printed in.
 */

/** Characters that end a line for JavaScript, turn the direction of text round, or cannot be seen. */
const UNSEEN =
  // oxlint-disable-next-line no-control-regex -- they are what this is about
  /[\u0000-\u001F\u007F-\u009F\u061C\u200B-\u200F\u2028-\u202E\u2060-\u2069\uFEFF]|[\uD800-\uDBFF](?![\uDC00-\uDFFF])|(?<![\uD800-\uDBFF])[\uDC00-\uDFFF]/g;

const escaped = (character: string): string => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`;

/** A string literal in single quotes. */
export function quoted(text: string): string {
  const safe = text.replaceAll('\\', '\\\\').replaceAll("'", "\\'").replaceAll('\n', '\\n').replaceAll(UNSEEN, escaped);
  return `'${safe}'`;
}

/** A comment that ends with its line, whatever the text holds. */
export const lineComment = (text: string): string => `// ${text.replaceAll(UNSEEN, ' ').trim()}`.trimEnd();

/** A comment for people who use the declaration below it; empty when there is nothing to say. */
export function documentation(item: Described, notes: readonly string[] = []): string[] {
  const text = [item.description?.trim() ?? '', ...notes].filter((part) => part !== '');
  if (item.deprecated === true) text.push(`@deprecated ${item.deprecation_message ?? ''}`.trim());
  const lines = text.flatMap((part) => part.split(/\r\n|[\n\r\u2028\u2029]/)).map(commentLine);
  if (lines.length === 0) return [];
  if (lines.length === 1) return [`/** ${lines[0]!} */`];
  return ['/**', ...lines.map((line) => ` * ${line}`.trimEnd()), ' */'];
}

const commentLine = (line: string): string => line.replaceAll('*/', '*\\/').replaceAll(UNSEEN, ' ').trimEnd();

export const indented = (lines: readonly string[]): string[] => lines.map((line) => (line === '' ? '' : `  ${line}`));

/** A key of an object or interface, quoted where it is not an identifier. */
export function key(name: string): string {
  // Written plainly, this one sets the prototype.
  if (name === '__proto__') return `['__proto__']`;
  return /^[A-Za-z_$][\w$]*$/.test(name) ? name : quoted(name);
}
