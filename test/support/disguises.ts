const hexOf = (byte: number): string => byte.toString(16).padStart(2, '0');
const bytewise = (text: string, escape: (hex: string) => string): string =>
  [...Buffer.from(text)].map((byte) => escape(hexOf(byte))).join('');
const hex = (text: string): string => Buffer.from(text).toString('hex');
const base64 = (text: string): string => Buffer.from(text).toString('base64');

/** The forms in which services, proxies and tools repeat a text. */
export const DISGUISES: Readonly<Record<string, (secret: string) => string>> = {
  'upper case': (secret) => secret.toUpperCase(),
  'lower case': (secret) => secret.toLowerCase(),
  hex,
  'upper case hex': (secret) => hex(secret).toUpperCase(),
  'hex with colons': (secret) => hex(secret).match(/../g)!.join(':'),
  'hex with 0x': (secret) => bytewise(secret, (byte) => `0x${byte}, `),
  base64url: (secret) => Buffer.from(secret).toString('base64url'),
  'base64 of more': (secret) => base64(`user:${secret}!`),
  'base64 in lines': (secret) => base64(`xy${secret}z`).replaceAll(/.{5}/g, '$&\n'),
  'percent-encoded': (secret) => bytewise(secret, (byte) => `%${byte}`),
  'percent-encoded twice': (secret) => bytewise(secret, (byte) => `%25${byte}`),
  '\\u escapes': (secret) => [...secret].map((c) => `\\u${hexOf(c.charCodeAt(0)).padStart(4, '0')}`).join(''),
  '\\x escapes': (secret) => bytewise(secret, (byte) => `\\x${byte}`),
  'octal escapes': (secret) =>
    [...Buffer.from(secret)].map((byte) => `\\${byte.toString(8).padStart(3, '0')}`).join(''),
  'JSON in JSON': (secret) => JSON.stringify(JSON.stringify(secret)),
  'HTML entities': (secret) =>
    secret.replaceAll('/', '&#x2F;').replaceAll('"', '&quot;').replaceAll('P', '&#80;').replaceAll('Z', '&#x5a;'),
  'quoted-printable': (secret) =>
    secret.replaceAll('/', '=2F').replaceAll('ä', '=C3=A4').replaceAll('4', '=34').replace('Z', '=\nZ'),
  'wrapped lines': (secret) => secret.replaceAll(/.{3}/g, '$&\r\n  '),
  blanks: (secret) => [...secret].join(' '),
  'zero-width characters': (secret) => [...secret].join('\u200B'),
  'control characters': (secret) => [...secret].join('\u0007'),
  colours: (secret) => [...secret].join('\u001B[31m'),
  reversed: (secret) => [...secret].toReversed().join(''),
  punctuation: (secret) => [...secret].join('-'),
  'full width': (secret) =>
    [...secret].map((c) => (/[!-~]/.test(c) ? String.fromCharCode(c.charCodeAt(0) + 0xfee0) : c)).join(''),
  'accents taken apart': (secret) => secret.normalize('NFD'),
  'numbers of bytes': (secret) => JSON.stringify(Buffer.from(secret)),
};
