/** Each view of a text is decoded again at most this often. */
const ROUNDS = 3;

/** Terminal escape sequences for colors and cursor movement. */
// oxlint-disable-next-line no-control-regex -- this is about control characters
const TERMINAL_SEQUENCE = /\u001B\[[0-9;?]*[A-Za-z]/g;

const ENTITIES: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'", nbsp: ' ' };

/** Escapes of URLs, JSON, JavaScript, shells and HTML. */
const ESCAPE =
  /(?:%[0-9a-f]{2})+|(?:\\x[0-9a-f]{2})+|(?:0x[0-9a-f]{2}[\s,;:]*)+|\\u\{[0-9a-f]{1,6}\}|\\u[0-9a-f]{4}|(?:\\[0-3][0-7]{2})+|\\.|&#x[0-9a-f]{1,6};?|&#\d{1,7};?|&[a-z]{2,4};/gi;

/** Quoted-printable. Decoded separately, since `=` also occurs in `name=value`. */
const QUOTED_PRINTABLE = /(?:=[0-9a-f]{2})+|=\r?\n/gi;

const UTF8 = new TextDecoder();

const bytesOf = (hex: string): string =>
  UTF8.decode(Uint8Array.from(hex.match(/[0-9a-f]{2}/gi) ?? [], (pair) => Number.parseInt(pair, 16)));

const character = (code: number): string => (code <= 0x10ffff ? String.fromCodePoint(code) : '');

function unescaped(escape: string): string {
  if (escape.startsWith('%')) return bytesOf(escape);
  if (/^0x/i.test(escape)) return bytesOf(escape.replaceAll(/0x/gi, ' '));
  if (/^\\x/i.test(escape)) return bytesOf(escape.replaceAll(/\\x/gi, ' '));
  if (/^\\u/i.test(escape)) return character(Number.parseInt(escape.replaceAll(/[^0-9a-f]/gi, ''), 16));
  if (/^\\[0-3][0-7]{2}/.test(escape)) return bytesOf(hexOfOctal(escape));
  if (escape.startsWith('\\')) return /^\\[nrtbfv]$/.test(escape) ? ' ' : escape.slice(1);
  if (/^&#x/i.test(escape)) return character(Number.parseInt(escape.slice(3), 16));
  if (escape.startsWith('&#')) return character(Number.parseInt(escape.slice(2), 10));
  return ENTITIES[escape.slice(1, -1).toLowerCase()] ?? ' ';
}

const hexOfOctal = (escapes: string): string =>
  (escapes.match(/[0-7]{3}/g) ?? []).map((code) => Number.parseInt(code, 8).toString(16).padStart(2, '0')).join('');

const quotedPrintable = (escape: string): string => (/[\r\n]/.test(escape) ? '' : bytesOf(escape));

/** The text as it is, and as it is once its escapes are decoded. */
export function viewsOf(text: string): ReadonlySet<string> {
  const plain = text.replace(TERMINAL_SEQUENCE, '');
  const views = new Set([plain]);
  for (const begin of [plain, plain.replace(QUOTED_PRINTABLE, quotedPrintable)]) {
    let view = begin;
    for (let round = 0; round < ROUNDS && !views.has((view = view.replace(ESCAPE, unescaped))); round += 1)
      views.add(view);
    views.add(begin);
  }
  return views;
}

/** A text reduced to its letters and digits, in one case. */
export interface Reduced {
  readonly text: string;
  /** True where a word begins, and after the last one. */
  readonly isBoundary: (position: number) => boolean;
}

export function reduced(text: string): Reduced {
  // Removes accents and compatibility variants of Unicode.
  const plain = text.normalize('NFKD').toLowerCase();
  // oxlint-disable-next-line no-control-regex -- all of ASCII, which is searched faster
  const between = /^[\u0000-\u007F]*$/.test(plain) ? /[^a-z0-9]+/g : /[^\p{L}\p{N}]+/gu;
  // Only checked where a short secret may be.
  let boundaries: Set<number> | undefined;
  return {
    text: plain.replace(between, ''),
    isBoundary: (position) => (boundaries ??= boundariesOf(plain.split(between))).has(position),
  };
}

function boundariesOf(words: readonly string[]): Set<number> {
  const boundaries = new Set([0]);
  let length = 0;
  for (const word of words) boundaries.add((length += word.length));
  return boundaries;
}

export const reversed = (text: string): string => Array.from(text).toReversed().join('');

/** The encoded forms of a secret, alone or inside a longer encoded text. */
export function encodings(secret: string): string[] {
  const bytes = new TextEncoder().encode(secret);
  const hex = Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
  return [hex, [...bytes].join(''), ...[0, 1, 2].map((before) => base64Inside(bytes, before))];
}

/** The base64 characters that depend only on the secret, for a given number of preceding bytes. */
function base64Inside(bytes: Uint8Array, before: number): string {
  const text = btoa('\0'.repeat(before) + Array.from(bytes, (byte) => String.fromCharCode(byte)).join(''));
  const [first, end] = [Math.ceil((before * 8) / 6), Math.floor(((before + bytes.length) * 8) / 6)];
  return reduced(text.slice(first, end)).text;
}
