import { ConstructError } from './error.js';
import { captureLocation } from './origin.js';

/**
 * A reference inside a string of the program. Nothing tells us what becomes of such a string, so a token is made to be found
 * out when it has been changed:
 *
 * - It begins and ends with private-use characters, more of them than a program cuts off, and its expression is written in
 *   them, one per byte, with a checksum. Any of them that arrives without the rest is recognized, and halves of them too.
 * - In its middle is every printable ASCII character: splitting at one, changing case, or replacing a class of characters
 *   breaks the token. The letters and digits that such a replacement leaves are recognized.
 * - Its first character changes whether it is made upper or lower case, and its last is a space that `trim` removes.
 * - Its beginning is known in base64, hexadecimal and URL encoding.
 *
 * `JSON.stringify` escapes two characters of the middle: that form means the value as a part of JSON text.
 */
const FIRST = '\u01C5';
const LAST = '\u1680';
const LOWER = 'zqkxjwvbfyghcmpudltrnsaioe';
const UPPER = LOWER.toUpperCase();
const DIGITS = '739051826473';
const PUNCTUATION = '"\\\'`$%{}[]()<>/|;:,.!?@#&*+-=_^~ ';

const PRIVATE = 0x10_00_00;
const CHECKSUM = 4;
/** By byte. */
const SIGNS = Array.from({ length: 256 }, (_, byte) => String.fromCodePoint(PRIVATE + byte));

const margin = SIGNS[0]!.repeat(72);
const head = FIRST + margin + LOWER + UPPER + DIGITS + PUNCTUATION;
const headInJson = JSON.stringify(head).slice(1, -1);

const literally = (text: string): string => text.replaceAll(/[$()*+./?[\\\]^{|}]/g, String.raw`\$&`);
const TOKEN = new RegExp(
  `(\\$*)(${literally(head)}|${literally(headInJson)})([\u{100000}-\u{1000FF}]+)${margin}${LAST}`,
  'gu',
);

/** Parts of a token: private-use characters and halves of them. */
const PART = /\uDBC0|(?<![\uD800-\uDBFF])[\uDC00-\uDCFF]/;
/** Its ends, alone or where the languages that have these letters would not have them. */
const END = /\u01C5(?!\p{L})|^[\u01C4-\u01C6]$|(?<![\u1681-\u169C])\u1680(?![\u1681-\u169C])/u;

/** What remains of a token where all other characters were replaced, or all of it was encoded. */
const REMAINS = [LOWER.slice(0, 12), UPPER.slice(0, 12), DIGITS, ...encodings(head.slice(0, 17))];

/** An expression as it appears inside a string of the program. */
export function tokenOf(expression: string): string {
  const bytes = new TextEncoder().encode(expression);
  let body = '';
  for (const byte of bytes) body += SIGNS[byte];
  for (const byte of checksum(bytes)) body += SIGNS[byte];
  return head + body + margin + LAST;
}

export const holdsToken = (text: string): boolean => text.includes(head) || text.includes(headInJson);

/** `dollars` are the dollar signs before the token; `inJson` says that it is in the text of a JSON string. */
type Writer = (expression: string, dollars: string, inJson: boolean) => string;

/** The text with each token replaced by what `write` makes of its expression; changed ones stay. */
export function writeTokens(text: string, write: Writer): string {
  if (!holdsToken(text)) return text;
  return text.replace(TOKEN, (token, dollars: string, start: string, body: string) => {
    const expression = expressionIn(body);
    return expression === undefined ? token : write(expression, dollars, start !== head);
  });
}

/** Throws where a part of a token, or a changed one, is in the text: `reference-cut`. */
export function refuseCut(text: string): void {
  if (!PART.test(text) && !END.test(text) && !REMAINS.some((each) => text.includes(each))) return;
  throw new ConstructError(
    'reference-cut',
    'A string holds part of a reference, or one that was changed',
    'JavaScript changed the text that represents the value, which is known only when the plan is made or applied. Use Fn.substr, Fn.split, Fn.replace, Fn.upper, Fn.trimspace, Fn.base64encode… instead of string methods.',
    { location: captureLocation() },
  );
}

function expressionIn(body: string): string | undefined {
  const bytes = new Uint8Array(body.length / 2);
  for (let index = 0; index < bytes.length; index += 1) bytes[index] = body.codePointAt(index * 2)! - PRIVATE;
  const content = bytes.subarray(0, -CHECKSUM);
  const intact = checksum(content).every((byte, index) => byte === bytes[content.length + index]);
  return intact ? new TextDecoder().decode(content) : undefined;
}

/** FNV-1a. */
function checksum(bytes: Uint8Array): number[] {
  let hash = 0x81_1c_9d_c5;
  for (const byte of bytes) hash = Math.imul(hash ^ byte, 0x01_00_01_93);
  return [24, 16, 8, 0].map((shift) => (hash >>> shift) & 0xff);
}

/** How a text begins in URL encoding, hexadecimal, and base64 at each of its three alignments. */
function encodings(text: string): string[] {
  const bytes = [...new TextEncoder().encode(text)];
  const hex = bytes.map((byte) => byte.toString(16).padStart(2, '0')).join('');
  const base64 = [0, 1, 2].flatMap((shift) => {
    const full = btoa(String.fromCharCode(...Array.from({ length: shift }, () => 0), ...bytes));
    const sure = full.slice(shift === 0 ? 0 : 4, Math.floor((bytes.length + shift) / 3) * 4);
    return [sure, sure.replaceAll('+', '-').replaceAll('/', '_')];
  });
  return [...new Set([encodeURIComponent(text), hex, hex.toUpperCase(), ...base64])];
}
