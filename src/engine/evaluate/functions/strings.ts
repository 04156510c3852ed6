import { isNull, listOf, ListValue, type Num, sortedTexts, Unknown, type Value } from '../../../model/index.js';
import { ArgumentError, define, type FunctionDefinition, numberParameter, textParameter } from './definition.js';
import { boundedLength } from './bounds.js';
import { lower, title, upper } from './letter-case.js';
import { replacePattern } from './regex.js';
import { countCharacters, reverseCharacters, sliceCharacters } from './characters.js';
import { wholeNumber } from './sequence.js';

/** A function whose arguments are strings. */
function ofTexts(
  names: readonly string[],
  compute: (...texts: string[]) => Value,
  result: 'string' | 'bool' = 'string',
): FunctionDefinition {
  return define(names.map(textParameter), result, (texts) => compute(...texts));
}

const SPACE = '[\\t\\n\\v\\f\\r \\u0085\\u00a0\\u1680\\u2000-\\u200a\\u2028\\u2029\\u202f\\u205f\\u3000]+';
const SPACE_AROUND = new RegExp(`^${SPACE}|${SPACE}$`, 'g');

function trim(text: string, characters: string): string {
  const unwanted = new Set(characters);
  const all = Array.from(text);
  const isWanted = (character: string): boolean => !unwanted.has(character);
  const start = all.findIndex(isWanted);
  return start < 0 ? '' : all.slice(start, all.findLastIndex(isWanted) + 1).join('');
}

/** `/…/` is a pattern; anything else is matched literally. */
function replace(text: string, wanted: string, replacement: string): string {
  if (wanted.length > 1 && wanted.startsWith('/') && wanted.endsWith('/')) {
    return replacePattern(text, wanted.slice(1, -1), replacement);
  }
  const growth = replacement.length - wanted.length;
  if (growth > 0) boundedLength(text.length + growth * occurrences(text, wanted));
  // Between code points, not between the halves of a surrogate pair.
  if (wanted === '') return Array.from(text, (character) => replacement + character).join('') + replacement;
  return text.replaceAll(wanted, () => replacement);
}

function occurrences(text: string, wanted: string): number {
  if (wanted === '') return text.length + 1;
  let count = 0;
  for (let at = text.indexOf(wanted); at !== -1; at = text.indexOf(wanted, at + wanted.length)) count += 1;
  return count;
}

function substring([text, offset, length]: readonly [string, Num, Num]): string {
  const [from, size] = [wholeNumber(offset, 1), wholeNumber(length, 2)];
  if (from >= 0) return sliceCharacters(text, from, size < 0 ? undefined : from + size);
  const start = Math.max(0, from + countCharacters(text));
  // In Terraform, zero characters counted from the end means all of them.
  return sliceCharacters(text, start, size <= 0 ? undefined : start + size);
}

/** The addressable memory: Terraform allocates the spaces even if they are not needed. */
const ADDRESSABLE = 2 ** 48;

function indent([wanted, text]: readonly [Num, string]): string {
  const spaces = wholeNumber(wanted, 0);
  if (spaces < 0) throw new ArgumentError(0, 'must not be negative');
  const lines = text.split('\n');
  if (spaces >= ADDRESSABLE) throw new ArgumentError(0, 'exceeds the maximum length of a string');
  boundedLength(text.length + spaces * (lines.length - 1));
  return lines.length === 1 ? text : lines.join(`\n${' '.repeat(spaces)}`);
}

function join([separator, ...lists]: readonly [string, ...ListValue[]]): string {
  if (lists.length === 0) throw new ArgumentError(1, 'is missing: at least one list is needed');
  const texts: string[] = [];
  for (const [index, list] of lists.entries()) {
    for (const [place, item] of list.items.entries()) {
      if (typeof item !== 'string') throw new ArgumentError(index + 1, `contains a null (element ${place})`);
      texts.push(item);
    }
  }
  boundedLength(texts.reduce((length, text) => length + text.length, separator.length * Math.max(0, texts.length - 1)));
  return texts.join(separator);
}

/** With unknowns among the strings, only the number of strings in the result is known. */
function sorted(items: readonly Value[]): readonly Value[] {
  if (items.some((item) => item instanceof Unknown)) return items.map(() => new Unknown('string'));
  const texts = items.filter((item) => typeof item === 'string');
  if (texts.length < items.length) throw new ArgumentError(0, 'must not contain null');
  return sortedTexts(texts);
}

/** The known prefix of an unknown string may be enough to decide. */
function startsWith([text, prefix]: readonly [string | Unknown, string]): Value {
  if (typeof text === 'string') return text.startsWith(prefix);
  const start = text.range?.prefix ?? '';
  if (start.startsWith(prefix)) return true;
  return prefix.startsWith(start) ? new Unknown('bool', true) : false;
}

const stringList = { name: 'list', type: listOf('string') };

export const STRING_FUNCTIONS: Readonly<Record<string, FunctionDefinition>> = {
  upper: ofTexts(['str'], upper),
  lower: ofTexts(['str'], lower),
  title: ofTexts(['str'], title),
  trim: ofTexts(['str', 'cutset'], trim),
  trimprefix: ofTexts(['str', 'prefix'], (text, prefix) =>
    text.startsWith(prefix) ? text.slice(prefix.length) : text,
  ),
  trimsuffix: ofTexts(['str', 'suffix'], (text, suffix) =>
    text.endsWith(suffix) ? text.slice(0, text.length - suffix.length) : text,
  ),
  trimspace: ofTexts(['str'], (text) => text.replace(SPACE_AROUND, '')),
  replace: ofTexts(['str', 'substr', 'replace'], replace),
  substr: define([textParameter('str'), numberParameter('offset'), numberParameter('length')], 'string', substring),
  startswith: define([{ ...textParameter('str'), unknown: 'all' }, textParameter('prefix')], 'bool', startsWith),
  endswith: ofTexts(['str', 'suffix'], (text, suffix) => text.endsWith(suffix), 'bool'),
  strcontains: ofTexts(['str', 'substr'], (text, part) => text.includes(part), 'bool'),
  chomp: ofTexts(['str'], (text) => text.replace(/(?:\r\n?|\n)+$/, '')),
  indent: define([numberParameter('spaces'), textParameter('str')], 'string', indent),
  strrev: ofTexts(['str'], reverseCharacters),
  split: define(
    [textParameter('separator'), textParameter('str')],
    listOf('string'),
    ([separator, text]) => new ListValue('string', separator === '' ? Array.from(text) : text.split(separator)),
  ),
  join: define([textParameter('separator')], 'string', join, { rest: { ...stringList, name: 'lists' } }),
  sort: define(
    [{ ...stringList, unknown: 'inside' }],
    listOf('string'),
    ([{ items }]) => new ListValue('string', sorted(items)),
  ),
  compact: define(
    [stringList],
    listOf('string'),
    ([{ items }]) =>
      new ListValue(
        'string',
        items.filter((item) => !isNull(item) && item !== ''),
      ),
  ),
};
