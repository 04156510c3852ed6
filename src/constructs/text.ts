import { holdsToken, refuseCut, writeTokens } from './token.js';

/**
 * References in expressions. Until synthesis it is unknown how a reference is written: the logical name may change, and in
 * another stack it becomes a read of remote state. So an expression's text holds a marker for each construct it means,
 * `@landform(path:rest)`. A string made from an expression holds the whole of it as a token (`token.ts`).
 */
const SIGN = '@landform';
const LONE_RETURN = /\r(?!\n)/g;
const MARKER = /@landform\(([^():]*):([^():]*)\)/g;

const holdsMarker = (text: string): boolean => text.includes(`${SIGN}(`);

/** The marker of what a construct stands for, followed by `rest` (`.name`, `[0].name`) in the language's own form. */
export function marker(path: string, rest: string): string {
  return `${SIGN}(${encode(path, NOT_IN_PATH)}:${encode(rest, NOT_IN_PATH)})`;
}

/**
 * The text with tokens written out as `${…}`: what the language reads, apart from markers. A dollar sign before a token is
 * text, and would make the language read the token as text too, as would a carriage return anywhere before it; so these go
 * into expressions of their own. Throws where a part of a token is left: `reference-cut`.
 */
export function unwrap(text: string): string {
  const returns = holdsToken(text) ? text.replace(LONE_RETURN, () => '${"\\r"}') : text;
  const written = writeTokens(returns, (expression, dollars, inJson) => {
    const before = dollars === '' ? '' : `\${"${dollars}"}`;
    return `${before}\${${inJson ? asPartOfJson(expression) : expression}}`;
  });
  refuseCut(written);
  return written;
}

/** The value as a part of the text of a JSON string: escaped, without quotes around it. Like a template, `join` refuses null. */
const asPartOfJson = (expression: string): string =>
  String.raw`trimsuffix(trimprefix(jsonencode(join("", [${expression}])), "\""), "\"")`;

/** An expression for people: with constructs by their paths. */
export const readable = (expression: string): string =>
  replaceMarkers(expression, (path, rest) => path + readable(rest));

/** What a program prints or throws, for people: references in it as `${prod/a.id}`. */
export const readableText = (text: string): string =>
  writeTokens(text, (expression, dollars) => `${dollars}\${${readable(expression)}}`);

/**
 * Puts in what each marker stands for, in text without tokens. `write` gets the construct's path and what follows it, which
 * may hold markers again.
 */
export function replaceMarkers(text: string, write: (path: string, rest: string) => string): string {
  if (!holdsMarker(text)) return text;
  return text.replace(MARKER, (_, path: string, rest: string) =>
    write(decodeURIComponent(path), decodeURIComponent(rest)),
  );
}

/** The paths of the constructs a text refers to. */
export function constructsIn(text: string): string[] {
  const paths: string[] = [];
  const collect = (path: string, rest: string): string => {
    paths.push(path);
    return replaceMarkers(rest, collect);
  };
  replaceMarkers(unwrap(text), collect);
  return paths;
}

const NOT_IN_PATH = /[^\w./-]/gu;

function encode(text: string, what: RegExp): string {
  return text.replace(what, (character) => {
    const encoded = encodeURIComponent(character);
    return encoded === character ? `%${character.charCodeAt(0).toString(16).toUpperCase().padStart(2, '0')}` : encoded;
  });
}
