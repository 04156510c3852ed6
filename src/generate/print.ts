import type { Described } from './schema.js';

/**
 * The TypeScript printer. Names, descriptions and values come from files by other authors, so all of them pass through
 * here: none can end the comment or the literal that contains it.
 */

/** Characters that end a line in JavaScript, change the text direction, or are invisible. */
const UNSEEN =
  // oxlint-disable-next-line no-control-regex -- this is about control characters
  /[\u0000-\u001F\u007F-\u009F\u061C\u200B-\u200F\u2028-\u202E\u2060-\u2069\uFEFF]|[\uD800-\uDBFF](?![\uDC00-\uDFFF])|(?<![\uD800-\uDBFF])[\uDC00-\uDFFF]/g;

const escaped = (character: string): string => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`;

/** A string literal in single quotes. */
export function quoted(text: string): string {
  const safe = text.replaceAll('\\', '\\\\').replaceAll("'", "\\'").replaceAll('\n', '\\n').replaceAll(UNSEEN, escaped);
  return `'${safe}'`;
}

/** A comment that ends with its line, whatever the text contains. */
export const lineComment = (text: string): string => `// ${text.replaceAll(UNSEEN, ' ').trim()}`.trimEnd();

/** A comment for users of the declaration below it; empty if there is no text. */
export function documentation(item: Described, notes: readonly string[] = []): string[] {
  const text = [item.description?.trim() ?? '', ...notes].filter((part) => part !== '');
  if (item.deprecated === true) text.push(`@deprecated ${item.deprecation_message ?? ''}`.trim());
  const lines = text.flatMap((part) => part.split(/\r\n|[\n\r\u2028\u2029]/)).map(commentLine);
  const [first, ...others] = lines;
  if (first === undefined) return [];
  if (others.length === 0) return [`/** ${first} */`];
  return ['/**', ...lines.map((line) => ` * ${line}`.trimEnd()), ' */'];
}

const commentLine = (line: string): string => line.replaceAll('*/', '*\\/').replaceAll(UNSEEN, ' ').trimEnd();

export const indented = (lines: readonly string[]): string[] => lines.map((line) => (line === '' ? '' : `  ${line}`));

/** A key of an object or interface, quoted if it is not an identifier. */
export function key(name: string): string {
  // An unquoted __proto__ would set the prototype.
  if (name === '__proto__') return `['__proto__']`;
  return /^[A-Za-z_$][\w$]*$/.test(name) ? name : quoted(name);
}
