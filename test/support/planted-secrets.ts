/** The beginning and the end of each planted secret; the four characters between them identify it. */
const BEGIN = 'Pl4nted';
const END = '7Zq';
const BETWEEN = 4;

/** The secret with a number: text that occurs nowhere else. */
export const secretOf = (number: number): string => `${BEGIN}${number.toString(36).padStart(BETWEEN, '0')}${END}`;

const SECRET = new RegExp(`${BEGIN}[0-9a-z]{${BETWEEN}}${END}`, 'g');

/** The planted secrets that a text contains undisguised, each once. */
export const plantedIn = (text: string): ReadonlySet<string> => new Set(text.match(SECRET) ?? []);

const reverse = (text: string): string => [...text].toReversed().join('');
const bytes = Buffer.from(BEGIN);

/** The characters of base64 that the beginning alone decides when so many bytes come before it. */
const base64After = (before: number): string =>
  Buffer.concat([Buffer.alloc(before), bytes])
    .toString('base64')
    .slice(Math.ceil((before * 8) / 6), Math.floor(((before + bytes.length) * 8) / 6));

/** A beginning in any spelling that has letters and digits only: one expression for all secrets. */
const BEGINNINGS = new RegExp(
  [
    ...[BEGIN, reverse(BEGIN), bytes.toString('hex')].map((text) => anyCase(text)),
    ...[0, 1, 2].map(base64After),
    [...bytes].join(''),
  ].join('|'),
  'g',
);

function anyCase(text: string): string {
  return text.replaceAll(/[a-z]/gi, (letter) => `[${letter.toLowerCase()}${letter.toUpperCase()}]`);
}

const utf8 = (hex: string): string => Buffer.from(hex.replaceAll(/[^0-9a-f]/gi, ''), 'hex').toString('utf8');
const fromCode = (digits: string, base: number): string =>
  String.fromCodePoint(Number.parseInt(digits, base) % 0x110000);
const ENTITIES: Readonly<Record<string, string>> = { quot: '"', amp: '&', lt: '<', gt: '>', apos: "'" };

/** The inverse of each disguise that is not undone by leaving out all but letters and digits. */
const INVERSES: readonly ((text: string) => string)[] = [
  // oxlint-disable-next-line no-control-regex -- colours begin with one
  (text) => text.replaceAll(/\u001B\[[0-9;]*m|\\u001b\[[0-9;]*m/g, ''),
  (text) => text.replaceAll(/0x/gi, ' '),
  (text) => text.replaceAll(/%25/g, '%').replaceAll(/(?:%[0-9a-f]{2})+/gi, utf8),
  (text) => text.replaceAll(/\\[nrt]/g, '\n'),
  (text) => text.replaceAll(/\\u([0-9a-f]{4})/gi, (_, digits: string) => fromCode(digits, 16)),
  (text) => text.replaceAll(/(?:\\x[0-9a-f]{2})+/gi, (escapes) => utf8(escapes.replaceAll('x', ''))),
  (text) => text.replaceAll(/\\([0-3][0-7]{2})/g, (_, digits: string) => fromCode(digits, 8)),
  (text) =>
    text.replaceAll(/&#x([0-9a-f]{1,5});|&#(\d{1,6});|&([a-z]+);/gi, (_, digits16, digits10, name: string) => {
      if (digits16 !== undefined) return fromCode(digits16 as string, 16);
      return digits10 !== undefined ? fromCode(digits10 as string, 10) : (ENTITIES[name] ?? ' ');
    }),
  (text) => text.replaceAll(/=\r?\n/g, '').replaceAll(/(?:=[0-9a-f]{2})+/gi, utf8),
  (text) => text.normalize('NFKC'),
];

/**
 * The places where a text contains planted secrets, undisguised or in a disguise, each with some of the text around it.
 * The text is decoded once for each disguise and searched with one expression.
 */
export function leaksOf(text: string): readonly string[] {
  const found = new Set<string>();
  for (const view of new Set([text, ...INVERSES.map((inverse) => inverse(text))])) {
    const letters = view.replaceAll(/[^0-9A-Za-z]/g, '');
    for (const searched of new Set([view, letters]))
      for (const { index } of searched.matchAll(BEGINNINGS))
        found.add(searched.slice(Math.max(0, index - 120), index + 60));
  }
  return [...found];
}
