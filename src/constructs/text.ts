import { holdsToken, refuseCut, writeTokens } from './token.js';

/**
 * References in expressions. The final text of a reference is unknown until synthesis: the logical name may change, and in
 * another stack the reference reads remote state. The text of an expression therefore contains a marker for each construct,
 * `@landform(path:rest)`. A string made from an expression contains the whole expression as a token (`token.ts`).
 */
const SIGN = '@landform';
const LONE_RETURN = /\r(?!\n)/g;
const MARKER = /@landform\(([^():]*):([^():]*)\)/g;

const holdsMarker = (text: string): boolean => text.includes(`${SIGN}(`);

/** The marker for a construct, followed by `rest` (`.name`, `[0].name`) in the language's syntax. */
export function marker(path: string, rest: string): string {
  return `${SIGN}(${encode(path, NOT_IN_PATH)}:${encode(rest, NOT_IN_PATH)})`;
}

/**
 * Writes out the tokens in a text as `${…}`: the result is in the language, except for markers. A dollar sign before a token
 * would make the language read the token as text, as would a carriage return anywhere before it, so these characters become
 * separate expressions. Throws if part of a token remains: `reference-cut`.
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

/** The value as part of a JSON string: escaped, without quotes. Like a template, `join` refuses null. */
const asPartOfJson = (expression: string): string =>
  String.raw`trimsuffix(trimprefix(jsonencode(join("", [${expression}])), "\""), "\"")`;

/** An expression in readable form, with constructs by their paths. */
export const readable = (expression: string): string =>
  replaceMarkers(expression, (path, rest) => path + readable(rest));

/** The output or error text of a program in readable form, with references as `${prod/a.id}`. */
export const readableText = (text: string): string =>
  writeTokens(text, (expression, dollars) => `${dollars}\${${readable(expression)}}`);

/**
 * Replaces the markers in text without tokens. `write` receives the construct's path and the steps after it, which may contain
 * markers too.
 */
export function replaceMarkers(text: string, write: (path: string, rest: string) => string): string {
  if (!holdsMarker(text)) return text;
  return text.replace(MARKER, (_, path: string, rest: string) =>
    write(decodeURIComponent(path), decodeURIComponent(rest)),
  );
}

/** The paths of the constructs that a text refers to. */
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
