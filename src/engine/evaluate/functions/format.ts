import {
  compareNumbers,
  convert,
  isInteger,
  isKind,
  isNull,
  isNumber,
  isTupleValue,
  isWhollyKnown,
  listOf,
  ListValue,
  normalized,
  type Num,
  SetValue,
  toBigInt,
  Unknown,
  unmark,
  type Value,
} from '../../../model/index.js';
import { boundedLength, BoundedText } from './bounds.js';
import { countCharacters, sliceCharacters } from './characters.js';
import {
  anyParameter,
  ArgumentError,
  define,
  type FunctionDefinition,
  FunctionError,
  textParameter,
} from './definition.js';
import { floatDigits, generalText } from './float-text.js';
import { jsonText } from './json-text.js';
import { textFrom } from '../refined.js';

/** A parsed verb such as `%[2]-08.3f`: flags, width, precision, argument and conversion. */
interface Verb {
  readonly raw: string;
  readonly flags: string;
  readonly width: number | undefined;
  readonly precision: number | undefined;
  readonly argument: number;
  readonly mode: string;
}

const VERB = /%(?:%|([-+# 0]*)(\d*)(?:\.(\d*))?(?:\[(\d+)\])?([A-Za-z]))/y;

/** The format string with its verbs filled in; `values[0]` is the argument after the format string. */
function fill(text: string, values: readonly Value[]): string {
  const result = new BoundedText();
  let next = 1;
  let highest = 0;
  for (let index = 0; index < text.length;) {
    const percent = text.indexOf('%', index);
    if (percent < 0) {
      result.add(text.slice(index));
      break;
    }
    result.add(text.slice(index, percent));
    VERB.lastIndex = percent;
    const match = VERB.exec(text);
    if (match === null)
      throw new ArgumentError(0, `has a "%" at ${percent} without a verb; write %% for a percent sign`);
    index = VERB.lastIndex;
    if (match[0] === '%%') {
      result.add('%');
      continue;
    }
    const verb = readVerb(match, next);
    next = verb.argument + 1;
    highest = Math.max(highest, verb.argument);
    const value = values[verb.argument - 1];
    if (value === undefined) {
      throw new FunctionError(
        `"${verb.raw}" needs a ${ordinal(verb.argument)} argument after the format string, but there ${values.length === 1 ? 'is' : 'are'} ${values.length}`,
      );
    }
    result.add(fillOne(verb, value));
  }
  if (values.length > highest && highest === 0)
    throw new FunctionError('there are arguments, but the format string has no verbs');
  if (values.length > highest)
    throw new FunctionError(`the format string uses ${highest} of ${values.length} arguments`);
  return result.text;
}

const ordinal = (number: number): string => ['first', 'second', 'third'][number - 1] ?? `${number}th`;

function readVerb(match: RegExpExecArray, next: number): Verb {
  const [raw, flags = '', width = '', precision, argument, mode = ''] = match;
  return {
    raw,
    flags,
    width: width === '' ? undefined : Number(width),
    precision: precision === undefined ? undefined : Number(precision),
    argument: argument === undefined ? next : Number(argument),
    mode,
  };
}

function fillOne(verb: Verb, given: Value): string {
  const value = unmark(given);
  if (isNull(value) && verb.mode !== 'v')
    throw new ArgumentError(verb.argument, `is null, which "${verb.raw}" cannot format`);
  switch (verb.mode) {
    case 'v':
      return pad(verb, shown(verb, value));
    case 't':
      return wanted(verb, value, 'bool', isTrueOrFalse) ? 'true' : 'false';
    case 's':
      return pad(verb, cut(verb, wanted(verb, value, 'string', isText)));
    case 'q':
      return pad(verb, jsonText(cut(verb, wanted(verb, value, 'string', isText))));
    case 'b':
    case 'd':
    case 'o':
    case 'x':
    case 'X':
      return integer(verb, verb.mode, wanted(verb, value, 'number', isNumber));
    case 'e':
    case 'E':
    case 'f':
    case 'g':
    case 'G':
      return float(verb, wanted(verb, value, 'number', isNumber));
    default:
      throw new ArgumentError(0, `contains "${verb.raw}", which is not a verb`);
  }
}

const isTrueOrFalse = (value: Value): value is boolean => typeof value === 'boolean';
const isText = (value: Value): value is string => typeof value === 'string';

/** The value converted to the type that a verb formats. */
function wanted<V extends Value>(
  verb: Verb,
  value: Value,
  type: 'bool' | 'string' | 'number',
  isOfType: (value: Value) => value is V,
): V {
  const result = convert(value, type);
  if (result.ok && isOfType(result.value)) return result.value;
  const reason = result.ok ? 'is null' : result.message;
  throw new ArgumentError(verb.argument, `cannot be formatted with "${verb.raw}": it ${reason}`);
}

/** `%v` shows strings and numbers as they are and everything else as JSON; `%#v` shows everything as JSON. */
function shown(verb: Verb, value: Value): string {
  if (!verb.flags.includes('#')) {
    if (typeof value === 'string') return value;
    if (isNumber(value)) return generalText(value);
  }
  return jsonText(value);
}

const cut = (verb: Verb, text: string): string =>
  verb.precision === undefined || verb.precision === 0 ? text : sliceCharacters(text, 0, verb.precision);

function pad(verb: Verb, text: string): string {
  const missing = boundedLength(verb.width ?? 0) - countCharacters(text);
  if (missing <= 0) return text;
  const padding = (verb.flags.includes('0') ? '0' : ' ').repeat(missing);
  return verb.flags.includes('-') ? text + padding : padding + text;
}

/** Sign, then zeros, then digits; or the whole padded with spaces. */
function padNumber(verb: Verb, sign: string, digits: string, zeros: boolean): string {
  const missing = boundedLength(verb.width ?? 0) - sign.length - digits.length;
  if (missing <= 0) return sign + digits;
  if (verb.flags.includes('-')) return sign + digits + ' '.repeat(missing);
  return zeros && verb.flags.includes('0') ? sign + '0'.repeat(missing) + digits : ' '.repeat(missing) + sign + digits;
}

const signOf = (verb: Verb, negative: boolean): string =>
  negative ? '-' : verb.flags.includes('+') ? '+' : verb.flags.includes(' ') ? ' ' : '';

const BASES = {
  b: [2, '0b'],
  d: [10, ''],
  o: [8, '0'],
  x: [16, '0x'],
  X: [16, '0X'],
} as const;

function float(verb: Verb, value: Num): string {
  const sign = signOf(verb, compareNumbers(value, 0) < 0);
  if (value === Infinity || value === -Infinity) return padNumber(verb, sign === '' ? '+' : sign, 'Inf', false);
  return padNumber(verb, sign, floatDigits(value, verb.mode, verb.precision), true);
}

function integer(verb: Verb, mode: keyof typeof BASES, value: Num): string {
  if (!isInteger(value))
    throw new ArgumentError(verb.argument, `cannot be formatted with "${verb.raw}": it needs a whole number`);
  const number = toBigInt(value);
  const [base, prefix] = BASES[mode];
  const size = (number < 0n ? -number : number).toString(base);
  const digits = (mode === 'X' ? size.toUpperCase() : size).padStart(boundedLength(verb.precision ?? 0), '0');
  const sign = signOf(verb, number < 0n) + (verb.flags.includes('#') ? prefix : '');
  return padNumber(verb, sign, digits, verb.precision === undefined);
}

/** One string for each position of the lists among the arguments; other values are repeated for every position. */
function formatList([text, ...values]: readonly [string, ...Value[]]): Value {
  if (values.some(isUnknownList)) return new Unknown(listOf('string'), true);
  let first: { readonly place: number; readonly length: number } | undefined;
  for (const [index, value] of values.entries()) {
    const length = listItems(value)?.length;
    if (length === undefined) continue;
    first ??= { place: index + 1, length };
    if (length !== first.length)
      throw new ArgumentError(index + 1, `has ${length} elements, but argument ${first.place} has ${first.length}`);
  }
  const texts: Value[] = [];
  for (let place = 0; place < (first?.length ?? 1); place += 1) {
    const row = values.map((value) => {
      const items = listItems(value);
      return items === undefined ? value : (items[place] ?? null);
    });
    texts.push(row.every(isWhollyKnown) ? normalized(fill(text, row)) : new Unknown('string', true));
  }
  return new ListValue('string', texts);
}

/** An unknown for which the number of resulting strings is unknown. */
const isUnknownList = (value: Value): boolean =>
  value instanceof Unknown && (value.type === 'dynamic' || isKind(value.type, 'list', 'set', 'tuple'));

function listItems(value: Value): readonly Value[] | undefined {
  if (isTupleValue(value)) return value;
  return value instanceof ListValue || value instanceof SetValue ? value.items : undefined;
}

const values = { ...anyParameter('args'), nullable: true } as const;

export const FORMAT_FUNCTIONS: Readonly<Record<string, FunctionDefinition>> = {
  format: define([textParameter('format')], 'string', ([text, ...given]) => fill(text, given), {
    rest: values,
    // The text before the first verb is known.
    early: ([text]) => textFrom(typeof text === 'string' ? text.replace(/%.*/s, '') : ''),
  }),
  formatlist: define([textParameter('format')], listOf('string'), formatList, { rest: { ...values, unknown: 'all' } }),
};
