import { isNull, listOf, ListValue, sortedTexts, Unknown, type Value } from '../../../model/index.js';
import { ArgumentError, fixed, type FunctionDefinition, numberParameter, textParameter } from './definition.js';
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
  return fixed(names.map(textParameter), result, (args) => compute(...(args as readonly string[])));
}

const SPACE = '[\\t\\n\\v\\f\\r \\u0085\\u00a0\\u1680\\u2000-\\u200a\\u2028\\u2029\\u202f\\u205f\\u3000]+';
const SPACE_AROUND = new RegExp(`^${SPACE}|${SPACE}$`, 'g');

function trim(text: string, characters: string): string {
  const unwanted = new Set(characters);
  const all = Array.from(text);
  let [start, end] = [0, all.length];
  while (start < end && unwanted.has(all[start]!)) start += 1;
  while (end > start && unwanted.has(all[end - 1]!)) end -= 1;
  return all.slice(start, end).join('');
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

function substring(args: readonly Value[]): Value {
  const [text, from, size] = [args[0] as string, wholeNumber(args[1]!, 1), wholeNumber(args[2]!, 2)];
  if (from >= 0) return sliceCharacters(text, from, size < 0 ? undefined : from + size);
  const start = Math.max(0, from + countCharacters(text));
  // In Terraform, zero characters counted from the end means all of them.
  return sliceCharacters(text, start, size <= 0 ? undefined : start + size);
}

/** The addressable memory: Terraform allocates the spaces even if they are not needed. */
const ADDRESSABLE = 2 ** 48;

function indent(args: readonly Value[]): Value {
  const spaces = wholeNumber(args[0]!, 0);
  if (spaces < 0) throw new ArgumentError(0, 'must not be negative');
  const text = args[1] as string;
  const lines = text.split('\n');
  if (spaces >= ADDRESSABLE) throw new ArgumentError(0, 'exceeds the maximum length of a string');
  boundedLength(text.length + spaces * (lines.length - 1));
  return lines.length === 1 ? text : lines.join(`\n${' '.repeat(spaces)}`);
}

function join(args: readonly Value[]): Value {
  const [separator, ...lists] = args as readonly [string, ...ListValue[]];
  if (lists.length === 0) throw new ArgumentError(1, 'is missing: at least one list is needed');
  const texts: string[] = [];
  for (const [index, list] of lists.entries()) {
    for (const [place, item] of list.items.entries()) {
      if (isNull(item)) throw new ArgumentError(index + 1, `contains a null (element ${place})`);
      texts.push(item as string);
    }
  }
  boundedLength(texts.reduce((length, text) => length + text.length, separator.length * Math.max(0, texts.length - 1)));
  return texts.join(separator);
}

/** With unknowns among the strings, only the number of strings in the result is known. */
function sorted(items: readonly Value[]): readonly Value[] {
  if (items.some((item) => item instanceof Unknown)) return items.map(() => new Unknown('string'));
  if (items.includes(null)) throw new ArgumentError(0, 'must not contain null');
  return sortedTexts(items as readonly string[]);
}

/** The known prefix of an unknown string may be enough to decide. */
function startsWith([text, wanted]: readonly Value[]): Value {
  const prefix = wanted as string;
  if (!(text instanceof Unknown)) return (text as string).startsWith(prefix);
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
  substr: fixed([textParameter('str'), numberParameter('offset'), numberParameter('length')], 'string', substring),
  startswith: fixed([{ ...textParameter('str'), unknown: 'all' }, textParameter('prefix')], 'bool', startsWith),
  endswith: ofTexts(['str', 'suffix'], (text, suffix) => text.endsWith(suffix), 'bool'),
  strcontains: ofTexts(['str', 'substr'], (text, part) => text.includes(part), 'bool'),
  chomp: ofTexts(['str'], (text) => text.replace(/(?:\r\n?|\n)+$/, '')),
  indent: fixed([numberParameter('spaces'), textParameter('str')], 'string', indent),
  strrev: ofTexts(['str'], reverseCharacters),
  split: fixed(
    [textParameter('separator'), textParameter('str')],
    listOf('string'),
    ([separator, text]) =>
      new ListValue(
        'string',
        separator === '' ? Array.from(text as string) : (text as string).split(separator as string),
      ),
  ),
  join: fixed([textParameter('separator')], 'string', join, { rest: { ...stringList, name: 'lists' } }),
  sort: fixed(
    [{ ...stringList, unknown: 'inside' }],
    listOf('string'),
    ([list]) => new ListValue('string', sorted((list as ListValue).items)),
  ),
  compact: fixed(
    [stringList],
    listOf('string'),
    ([list]) =>
      new ListValue(
        'string',
        (list as ListValue).items.filter((item) => !isNull(item) && item !== ''),
      ),
  ),
};
