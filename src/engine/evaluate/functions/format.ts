import {
  compareNumbers,
  convert,
  isInteger,
  isNull,
  isTupleValue,
  isWhollyKnown,
  normalized,
  ListValue,
  listOf,
  type Num,
  SetValue,
  toBigInt,
  Unknown,
  unmark,
  type Value,
} from '../../../model/index.js';
import { boundedLength, BoundedText } from './bounds.js';
import { countCharacters, sliceCharacters } from './characters.js';
import { anyParameter, ArgumentError, type FunctionDefinition, FunctionError } from './definition.js';
import { floatDigits, generalText } from './float-text.js';
import { jsonText } from './json-text.js';
import { textFrom } from '../refined.js';
import { isKind } from './sequence.js';

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
    if (verb.argument > values.length) {
      throw new FunctionError(
        `"${verb.raw}" needs a ${ordinal(verb.argument)} argument after the format string, but there ${values.length === 1 ? 'is' : 'are'} ${values.length}`,
      );
    }
    result.add(fillOne(verb, values[verb.argument - 1]!));
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
      return wanted(verb, value, 'bool') === true ? 'true' : 'false';
    case 's':
      return pad(verb, cut(verb, wanted(verb, value, 'string') as string));
    case 'q':
      return pad(verb, jsonText(cut(verb, wanted(verb, value, 'string') as string)));
    case 'b':
    case 'd':
    case 'o':
    case 'x':
    case 'X':
      return integer(verb, wanted(verb, value, 'number') as Num);
    case 'e':
    case 'E':
    case 'f':
    case 'g':
    case 'G':
      return float(verb, wanted(verb, value, 'number') as Num);
    default:
      throw new ArgumentError(0, `contains "${verb.raw}", which is not a verb`);
  }
}

function wanted(verb: Verb, value: Value, type: 'bool' | 'string' | 'number'): Value {
  const result = convert(value, type);
  if (result.ok) return result.value;
  throw new ArgumentError(verb.argument, `cannot be formatted with "${verb.raw}": it ${result.message}`);
}

/** `%v` shows strings and numbers as they are and everything else as JSON; `%#v` shows everything as JSON. */
function shown(verb: Verb, value: Value): string {
  if (!verb.flags.includes('#')) {
    if (typeof value === 'string') return value;
    if (typeof value === 'number' || (typeof value === 'object' && value !== null && 'mantissa' in value)) {
      return generalText(value as Num);
    }
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

const BASES: Readonly<Record<string, readonly [base: number, prefix: string]>> = {
  b: [2, '0b'],
  d: [10, ''],
  o: [8, '0'],
  x: [16, '0x'],
  X: [16, '0X'],
};

function float(verb: Verb, value: Num): string {
  const sign = signOf(verb, compareNumbers(value, 0) < 0);
  if (value === Infinity || value === -Infinity) return padNumber(verb, sign === '' ? '+' : sign, 'Inf', false);
  return padNumber(verb, sign, floatDigits(value, verb.mode, verb.precision), true);
}

function integer(verb: Verb, value: Num): string {
  if (!isInteger(value))
    throw new ArgumentError(verb.argument, `cannot be formatted with "${verb.raw}": it needs a whole number`);
  const number = toBigInt(value);
  const [base, prefix] = BASES[verb.mode]!;
  const size = (number < 0n ? -number : number).toString(base);
  const digits = (verb.mode === 'X' ? size.toUpperCase() : size).padStart(boundedLength(verb.precision ?? 0), '0');
  const sign = signOf(verb, number < 0n) + (verb.flags.includes('#') ? prefix : '');
  return padNumber(verb, sign, digits, verb.precision === undefined);
}

function format([text, ...values]: readonly Value[]): Value {
  return fill(text as string, values);
}

/** One string for each position of the lists among the arguments; other values are repeated for every position. */
function formatList([text, ...values]: readonly Value[]): Value {
  const lists = values.map(listItems);
  if (values.some(isUnknownList)) return new Unknown(listOf('string'), true);
  const long = lists.findIndex((items) => items !== undefined);
  const length = long < 0 ? 1 : lists[long]!.length;
  const other = lists.findIndex((items) => items !== undefined && items.length !== length);
  if (other >= 0) {
    throw new ArgumentError(other + 1, `has ${lists[other]!.length} elements, but argument ${long + 1} has ${length}`);
  }
  const texts: Value[] = [];
  for (let place = 0; place < length; place += 1) {
    const row = values.map((value, index) => (lists[index] === undefined ? value : lists[index][place]!));
    texts.push(row.every(isWhollyKnown) ? normalized(fill(text as string, row)) : new Unknown('string', true));
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

const values = anyParameter('args', { nullable: true });

export const FORMAT_FUNCTIONS: Readonly<Record<string, FunctionDefinition>> = {
  format: {
    parameters: [{ name: 'format', type: 'string' }],
    rest: values,
    result: 'string',
    call: format,
    // The text before the first verb is known.
    early: ([text]) => textFrom(typeof text === 'string' ? text.split('%', 1)[0]! : ''),
  },
  formatlist: {
    parameters: [{ name: 'format', type: 'string' }],
    rest: { ...values, unknown: 'all' },
    result: listOf('string'),
    call: formatList,
  },
};
