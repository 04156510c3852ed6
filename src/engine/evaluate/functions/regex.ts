import {
  isError,
  listOf,
  ListValue,
  objectOf,
  objectValue,
  ownEntry,
  standAlone,
  type Type,
  tupleOf,
  type Value,
} from '../../../model/index.js';
import { BoundedText } from './bounds.js';
import { ArgumentError, define, type FunctionDefinition, textParameter } from './definition.js';
import { compilePattern, type Match, type Pattern } from './pattern.js';

/** Compiles a pattern; rejects the argument if it is invalid. */
function patternOf(source: string, argument: number): Pattern {
  try {
    return compilePattern(source);
  } catch (error) {
    if (!isError(error)) throw error;
    const reason = error.message.replace(/^error parsing regexp: /, '');
    throw new ArgumentError(argument, `is not a valid pattern: ${reason}`);
  }
}

/** The type of one match: a string, a tuple of groups, or an object of named groups. */
function matchType({ groupCount, names }: Pattern, argument: number): Type {
  if (groupCount === 0) return 'string';
  const named = Object.keys(names);
  if (named.length === 0) return tupleOf(Array.from({ length: groupCount }, () => 'string'));
  if (named.length < groupCount)
    throw new ArgumentError(argument, 'has groups with and without names; name all or none');
  return objectOf(Object.fromEntries(named.map((name) => [name, 'string'])));
}

const placeText = (text: string, [start, end]: Match[number]): string | null =>
  start < 0 ? null : text.slice(start, end);

function matchValue(text: string, match: Match, { groupCount, names }: Pattern): Value {
  const [whole, ...groups] = match;
  if (groupCount === 0) return placeText(text, whole);
  const texts = groups.map((place) => placeText(text, place));
  const named = Object.entries(names);
  if (named.length === 0) return texts;
  return objectValue(Object.fromEntries(named.map(([name, group]) => [name, texts[group - 1] ?? null])));
}

const typeOfMatch = ([pattern]: readonly [Value, Value]): Type =>
  typeof pattern === 'string' ? matchType(patternOf(pattern, 0), 0) : 'dynamic';

function regex([source, text]: readonly [string, string]): Value {
  const pattern = patternOf(source, 0);
  const type = matchType(pattern, 0);
  const match = pattern.first(text);
  if (match === undefined) throw new ArgumentError(1, 'does not match the pattern anywhere');
  return standAlone(matchValue(text, match, pattern), type);
}

function regexAll([source, text]: readonly [string, string]): Value {
  const pattern = patternOf(source, 0);
  const type = matchType(pattern, 0);
  return new ListValue(
    type,
    Array.from(pattern.all(text), (match) => matchValue(text, match, pattern)),
  );
}

/**
 * `$1`, `$name` and `${name}` are replaced by groups, `$$` by a dollar sign. A name extends over as many characters as
 * possible.
 */
const REPLACEMENT = /\$(?:\$|\{([\p{L}\p{Nd}_]+)\}|([\p{L}\p{Nd}_]+))|[^$]+|\$/gu;

/** Replaces every match of a pattern. */
export function replacePattern(text: string, source: string, replacement: string): string {
  const pattern = patternOf(source, 1);
  const parts = [...replacement.matchAll(REPLACEMENT)];
  const written = new BoundedText();
  let from = 0;
  for (const match of pattern.all(text)) {
    const [[start, end]] = match;
    written.add(text.slice(from, start));
    for (const [whole, braced, bare] of parts) written.add(partText(text, match, pattern, whole, braced ?? bare));
    from = end;
  }
  written.add(text.slice(from));
  return written.text;
}

function partText(text: string, match: Match, { names }: Pattern, whole: string, name: string | undefined): string {
  if (name === undefined) return whole === '$$' ? '$' : whole;
  const isNumber = /^(?:0|[1-9]\d{0,7})$/.test(name);
  const group = isNumber ? Number(name) : ownEntry(names, name);
  const place = group === undefined ? undefined : match[group];
  return place === undefined ? '' : (placeText(text, place) ?? '');
}

export const REGEX_FUNCTIONS: Readonly<Record<string, FunctionDefinition>> = {
  regex: define([textParameter('pattern'), textParameter('string')], typeOfMatch, regex),
  regexall: define([textParameter('pattern'), textParameter('string')], (args) => listOf(typeOfMatch(args)), regexAll),
};
