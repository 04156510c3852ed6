import { ConstructError } from './error.js';

/**
 * References inside strings. Until synthesis nobody knows how a reference is written: the logical name may change, and
 * in another stack it becomes a read of remote state. So an expression's text holds a marker for each construct it
 * means, `@landform(path:rest)`, and a string made from an expression holds the whole of it as a token, `${@landform[…]}`,
 * with quotes and braces encoded: it survives JSON.stringify and being put inside another string, and its beginning is
 * known, whatever the program writes before it.
 */
const SIGN = '@landform';
const TOKEN = /(\$*)\$\{@landform\[([^\]]*)\]\}/g;
const LONE_RETURN = /\r(?!\n)/g;
const MARKER = /@landform\(([^():]*):([^():]*)\)/g;

export const holdsMarker = (text: string): boolean => text.includes(SIGN) && /@landform[[(]/.test(text);

/** The marker of what a construct stands for, followed by `rest` (`.name`, `[0].name`) in the language's own form. */
export function marker(path: string, rest: string): string {
  return `${SIGN}(${encode(path, NOT_IN_PATH)}:${encode(rest, NOT_IN_PATH)})`;
}

/** An expression as it appears inside a string. */
export const tokenOf = (expression: string): string => `\${${SIGN}[${encode(expression, NOT_IN_TOKEN)}]}`;

/**
 * The text with tokens written out as `${…}`: what the language reads, apart from markers. A dollar sign before a token is
 * text, and would make the language read the token as text too, as would a carriage return anywhere before it; so these go
 * into expressions of their own.
 */
export function unwrap(text: string): string {
  if (!text.includes(`${SIGN}[`)) return text;
  return text
    .replace(LONE_RETURN, () => '${"\\r"}')
    .replace(TOKEN, (_, dollars: string, inner: string) => {
      const before = dollars === '' ? '' : `\${"${dollars}"}`;
      return `${before}\${${decodeURIComponent(inner)}}`;
    });
}

/** An expression for people: with constructs by their paths. */
export const readable = (expression: string): string =>
  replaceMarkers(expression, (path, rest) => path + readable(rest));

/**
 * Puts in what each marker stands for, in text without tokens. `write` gets the construct's path and what follows it, which
 * may hold markers again.
 */
export function replaceMarkers(text: string, write: (path: string, rest: string) => string): string {
  if (!holdsMarker(text)) return text;
  const result = text.replace(MARKER, (_, path: string, rest: string) =>
    write(decodeURIComponent(path), decodeURIComponent(rest)),
  );
  if (holdsMarker(result)) {
    throw new ConstructError(
      'reference-cut',
      'A string holds part of a reference',
      'The value is known only when the plan is applied, so string operations of JavaScript (slice, split, replace, toUpperCase…) cut the text that stands for it. Use Fn.substr, Fn.split, Fn.replace, Fn.upper… instead.',
    );
  }
  return result;
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
const NOT_IN_TOKEN = /[%"'\\[\]{}$<>&\p{Cc}]/gu;

function encode(text: string, what: RegExp): string {
  return text.replace(what, (character) => {
    const encoded = encodeURIComponent(character);
    return encoded === character ? `%${character.charCodeAt(0).toString(16).toUpperCase().padStart(2, '0')}` : encoded;
  });
}
