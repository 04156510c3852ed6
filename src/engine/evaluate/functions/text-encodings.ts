import { ownEntry } from '../../../model/index.js';
import { ArgumentError, define, type FunctionDefinition, textParameter } from './definition.js';
import { decodedBase64 } from './base64.js';
import { library } from './library.js';
import { decodeUtf8 } from './utf8.js';

const encodings = library('#encodings');

/** IANA names of encodings that have another name in the library, or need an explicit byte order. */
const NAMES: Readonly<Record<string, string>> = { 'utf-16': 'utf-16be', 'hz-gb-2312': '', 'iso-2022-jp': '' };

function encodingOf(name: string, index: number): string {
  const lower = name.toLowerCase();
  const known = ownEntry(NAMES, lower) ?? lower;
  const isText = /^[a-z0-9][a-z0-9_.:-]*$/.test(known) && !/^(?:base64|hex|binary|utf-?7.*|cesu.*)$/.test(known);
  if (!isText || !encodings().encodingExists(known))
    throw new ArgumentError(index, 'is not a supported encoding', {
      revealing: `is not a supported encoding: ${JSON.stringify(name)}`,
      advice: 'Use an IANA name, such as UTF-8, UTF-16LE, ISO-8859-1, windows-1252, Shift_JIS or GB18030.',
    });
  return known;
}

/** UTF-16 without a byte order begins with a byte order mark. */
const isMarked = (name: string): boolean => name.toLowerCase() === 'utf-16';

const MARK = Buffer.from([0xfe, 0xff]);

function encode(text: string, name: string): string {
  const encoding = encodingOf(name, 1);
  const bytes = encodings().encode(text, encoding);
  if (encodings().decode(bytes, encoding, { stripBOM: false }) !== text)
    throw new ArgumentError(0, 'contains characters that the encoding does not have', {
      revealing: `contains characters that ${name} does not have`,
      advice: 'Use UTF-8 or UTF-16LE for text in any language.',
    });
  return (isMarked(name) ? Buffer.concat([MARK, bytes]) : bytes).toString('base64');
}

function decode(source: string, name: string): string {
  let encoding = encodingOf(name, 1);
  let bytes = decodedBase64(source, 0);
  if (isMarked(name)) {
    if (bytes[0] === 0xff && bytes[1] === 0xfe) encoding = 'utf-16le';
    if (encoding === 'utf-16le' || bytes.subarray(0, 2).equals(MARK)) bytes = bytes.subarray(2);
  }
  const text = decodedText(bytes, encoding);
  if (text === undefined)
    throw new ArgumentError(0, 'contains bytes that are not text in the encoding', {
      revealing: `contains bytes that are not text in ${name}`,
      advice: 'Check that the bytes were written in this encoding.',
    });
  return text;
}

function decodedText(bytes: Buffer, encoding: string): string | undefined {
  if (/^utf-?8$/.test(encoding)) return decodeUtf8(bytes);
  if (encoding.startsWith('utf-16') && bytes.length % 2 === 1) return undefined;
  // The byte order mark is kept like any other character.
  const text = encodings().decode(bytes, encoding, { stripBOM: false });
  return /\ufffd/.test(text) || /[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/.test(text)
    ? undefined
    : text;
}

export const TEXT_ENCODING_FUNCTIONS: Readonly<Record<string, FunctionDefinition>> = {
  textencodebase64: define([textParameter('string'), textParameter('encoding')], 'string', ([text, name]) =>
    encode(text, name),
  ),
  textdecodebase64: define([textParameter('source'), textParameter('encoding')], 'string', ([source, name]) =>
    decode(source, name),
  ),
};
