import { ConstructError } from './error.js';
import { captureLocation } from './origin.js';

/**
 * A reference inside a string of the program. The library cannot observe what a program does with a string, so a token is
 * built such that changes to it can be detected:
 *
 * - It begins and ends with private-use characters, more than a program is likely to cut off, and encodes its expression in
 *   them, one per byte, with a checksum. Any that arrive without the rest are recognized, as are halves of surrogate pairs.
 * - Its middle contains every printable ASCII character, so splitting at one, changing case, or replacing a class of
 *   characters breaks the token. The letters and digits that such a replacement leaves are recognized.
 * - Its first character changes in both upper and lower case, and its last is a space that `trim` removes.
 * - Its beginning is recognized in base64, hexadecimal and URL encoding.
 *
 * `JSON.stringify` escapes two characters in the middle. The escaped form means the value as part of JSON text.
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

const margin = String.fromCodePoint(PRIVATE).repeat(72);
const head = FIRST + margin + LOWER + UPPER + DIGITS + PUNCTUATION;
const headInJson = JSON.stringify(head).slice(1, -1);

const literally = (text: string): string => text.replaceAll(/[$()*+./?[\\\]^{|}]/g, String.raw`\$&`);
const TOKEN = new RegExp(
  `(\\$*)(${literally(head)}|${literally(headInJson)})([\u{100000}-\u{1000FF}]+)${margin}${LAST}`,
  'gu',
);

/** Parts of a token: private-use characters and halves of them. */
const PART = /\uDBC0|(?<![\uD800-\uDBFF])[\uDC00-\uDCFF]/;
/** The ends of a token, alone or in a position that these letters do not have in natural languages. */
const END = /\u01C5(?!\p{L})|^[\u01C4-\u01C6]$|(?<![\u1681-\u169C])\u1680(?![\u1681-\u169C])/u;

/** The remains of a token after all other characters were replaced, or after it was encoded. */
const REMAINS = [LOWER.slice(0, 12), UPPER.slice(0, 12), DIGITS, ...encodings(head.slice(0, 17))];

/** The token for an expression, for use in a string of the program. */
export function tokenOf(expression: string): string {
  const bytes = new TextEncoder().encode(expression);
  let body = '';
  for (const byte of bytes) body += SIGNS[byte];
  for (const byte of checksum(bytes)) body += SIGNS[byte];
  return head + body + margin + LAST;
}

export const holdsToken = (text: string): boolean => text.includes(head) || text.includes(headInJson);

/** `dollars` are the dollar signs before the token; `inJson` is true in the text of a JSON string. */
type Writer = (expression: string, dollars: string, inJson: boolean) => string;

/** Replaces each token with the result of `write` for its expression. Changed tokens are kept. */
export function writeTokens(text: string, write: Writer): string {
  if (!holdsToken(text)) return text;
  return text.replace(TOKEN, (token, dollars: string, start: string, body: string) => {
    const expression = expressionIn(body);
    return expression === undefined ? token : write(expression, dollars, start !== head);
  });
}

/** Throws if the text contains part of a token, or a changed token: `reference-cut`. */
export function refuseCut(text: string): void {
  if (!PART.test(text) && !END.test(text) && !REMAINS.some((each) => text.includes(each))) return;
  throw new ConstructError(
    'reference-cut',
    'A string contains a reference that was cut or changed',
    'JavaScript changed the text that represents the value, which is known only during planning or apply. Use Fn.substr, Fn.split, Fn.replace, Fn.upper, Fn.trimspace, Fn.base64encode… instead of string methods.',
    { location: captureLocation() },
  );
}

function expressionIn(body: string): string | undefined {
  const bytes = new Uint8Array(body.length / 2);
  for (let index = 0; index < bytes.length; index += 1) bytes[index] = (body.codePointAt(index * 2) ?? 0) - PRIVATE;
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

/** The beginning of a text in URL encoding, in hexadecimal, and in base64 at each of its three alignments. */
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
