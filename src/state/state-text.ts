import { compareText, ExactNumber, formatNumber, parseNumber, type Json } from '../model/index.js';

/**
 * JSON text as Go's encoder prints it, which is what Terraform's state files look like: two blanks of indentation, `<`, `>` and
 * `&` escaped, numbers in full. Keys inside attributes and values are sorted; those of the state's own records stand as given.
 */
export function printState(json: Json): string {
  const parts: string[] = [];
  print(json, '\n', false, parts);
  parts.push('\n');
  return parts.join('');
}

/** Under these keys begins what belongs to providers and users. */
const CONTENT: ReadonlySet<string> = new Set(['attributes', 'identity', 'outputs']);

function print(json: Json, line: string, sorted: boolean, parts: string[]): void {
  if (typeof json === 'string') parts.push(printString(json));
  else if (typeof json === 'number') parts.push(printNumber(json));
  else if (json === null || typeof json === 'boolean') parts.push(String(json));
  else if (json instanceof ExactNumber) parts.push(formatNumber(json));
  else if (Array.isArray(json)) printList(json as readonly Json[], line, sorted, parts);
  else printRecord(json as Readonly<Record<string, Json>>, line, sorted, parts);
}

function printList(list: readonly Json[], line: string, sorted: boolean, parts: string[]): void {
  if (list.length === 0) {
    parts.push('[]');
    return;
  }
  const inner = `${line}  `;
  let opening = `[${inner}`;
  for (const item of list) {
    parts.push(opening);
    print(item, inner, sorted, parts);
    opening = `,${inner}`;
  }
  parts.push(`${line}]`);
}

function printRecord(record: Readonly<Record<string, Json>>, line: string, sorted: boolean, parts: string[]): void {
  const keys = sorted ? sortedKeys(record) : Object.keys(record);
  if (keys.length === 0) {
    parts.push('{}');
    return;
  }
  const inner = `${line}  `;
  let opening = `{${inner}`;
  for (const key of keys) {
    parts.push(opening, printString(key), ': ');
    print(record[key]!, inner, sorted || CONTENT.has(key), parts);
    opening = `,${inner}`;
  }
  parts.push(`${line}}`);
}

/** A value of open type stands beside its type, the value first. So do the value and the type of an output. */
function sortedKeys(record: Readonly<Record<string, Json>>): readonly string[] {
  const keys = Object.keys(record);
  if (keys.length < 2 || (keys[0] === 'value' && keys[1] === 'type' && (keys.length === 2 || isOutput(keys))))
    return keys;
  return keys.sort(compareText);
}

const isOutput = (keys: readonly string[]): boolean => keys.length === 3 && keys[2] === 'sensitive';

/** What JSON escapes, what Go escapes besides, and halves of surrogate pairs, which JSON.stringify looks at more closely. */
// oxlint-disable-next-line no-control-regex
const SPECIAL = /["\\\u0000-\u001f<>&\u2028\u2029\ud800-\udfff]/;
const GO_ESCAPES = /[<>&\u2028\u2029]/g;

function printString(text: string): string {
  if (!SPECIAL.test(text)) return `"${text}"`;
  return JSON.stringify(text).replace(GO_ESCAPES, (char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`);
}

function printNumber(number: number): string {
  const text = String(number);
  return text.includes('e') ? formatNumber(parseNumber(text)!) : text;
}
