import {
  compareNumbers,
  convert,
  isNull,
  isNumber,
  isWhollyKnown,
  ListValue,
  MapValue,
  normalized,
  type Num,
  objectValue,
  type Range,
  SetValue,
  setValue,
  type Type,
  Unknown,
  unmark,
  type Value,
} from '../../model/index.js';
import { countCharacters, sliceCharacters } from './functions/characters.js';

/*
 * What is known about an unknown value: a prefix, or bounds of a number or of a length. The conclusions are exactly
 * those of Terraform, so that both produce the same plan.
 */

/** At the end of a prefix, these characters never combine with what follows into another character. */
const SAFE_END = /[\t !"#$%&'()*+,\-./:;?@[\\\]^_{|}~]$/;

/** An unknown string that begins with this text. The last character is left out if it may combine with what follows. */
export function textFrom(text: string): Unknown {
  const start = normalized(text);
  const prefix = SAFE_END.test(start) ? start : sliceCharacters(start, 0, Math.max(0, countCharacters(start) - 1));
  return prefix === '' ? SOME_TEXT : new Unknown('string', true, { prefix });
}

const SOME_TEXT = new Unknown('string', true);

/** An unknown number from `least` to `most`, both included; the number itself if they are equal. */
export function numberBetween({ least, most }: Range): Value {
  if (least !== undefined && most !== undefined && compareNumbers(least, most) === 0) return least;
  return new Unknown('number', true, { least, most });
}

/** Whether the unknown cannot become this known, non-null value. */
export function excludes({ range }: Unknown, known: Value): boolean {
  if (range === undefined) return false;
  if (typeof known === 'string') return range.prefix !== undefined && !known.startsWith(range.prefix);
  const size = isNumber(known) ? known : lengthOf(known)?.least;
  return size !== undefined && isOutside(size, range);
}

const isOutside = (size: Num, { least, most }: Range): boolean =>
  (least !== undefined && compareNumbers(size, least) < 0) || (most !== undefined && compareNumbers(size, most) > 0);

/** Whether `left < right`, if their bounds decide it. */
export function isBelow(left: Value, right: Value): boolean | undefined {
  const [a, b] = [boundsOf(left), boundsOf(right)];
  if (a === undefined || b === undefined) return undefined;
  if (a.most !== undefined && b.least !== undefined && compareNumbers(a.most, b.least) < 0) return true;
  return a.least !== undefined && b.most !== undefined && compareNumbers(a.least, b.most) > 0 ? false : undefined;
}

/** The bounds of a number. */
function boundsOf(value: Value): Range | undefined {
  if (value instanceof Unknown) return value.range;
  return isNumber(value) ? { least: value, most: value } : undefined;
}

/** The bounds of a collection's length. */
export function lengthOf(value: Value): Range | undefined {
  if (value instanceof Unknown) return isCollection(value.type) ? (value.range ?? { least: 0 }) : undefined;
  if (value instanceof SetValue && value.items.length > 1 && !isWhollyKnown(value)) return undefined;
  if (value instanceof ListValue || value instanceof SetValue)
    return { least: value.items.length, most: value.items.length };
  if (!(value instanceof MapValue)) return undefined;
  const { length } = Object.keys(value.entries);
  return { least: length, most: length };
}

const isCollection = (type: Type): type is Exclude<Type, string> =>
  typeof type !== 'string' && (type.kind === 'list' || type.kind === 'set' || type.kind === 'map');

/** What is known about a value that is one of two non-null values. */
export function eitherOf(left: Value, right: Value, type: Type): Value {
  const [one, two] = [convert(left, type), convert(right, type)];
  if (!one.ok || !two.ok) return new Unknown(type, true);
  const [a, b] = [unmark(one.value), unmark(two.value)];
  if (type === 'number') return numberBetween(around(boundsOf(a), boundsOf(b)));
  return isCollection(type) ? collection(type, around(lengthOf(a), lengthOf(b))) : new Unknown(type, true);
}

/** The bounds of a value that lies in one range or the other. */
function around(left: Range | undefined, right: Range | undefined): Range {
  const pick = (a: Num | undefined, b: Num | undefined, sign: number): Num | undefined =>
    a === undefined || b === undefined ? undefined : compareNumbers(a, b) * sign > 0 ? b : a;
  return { least: pick(left?.least, right?.least, 1), most: pick(left?.most, right?.most, -1) };
}

/** A collection with a length in this range; if the number of positions is known, it consists of unknown elements. */
function collection(type: Exclude<Type, string>, range: Range): Value {
  const { least, most } = range;
  const element = 'element' in type ? type.element : 'dynamic';
  if (least === most && typeof least === 'number') {
    const items = (): Value[] => Array.from({ length: least }, () => new Unknown(element));
    if (type.kind === 'list') return new ListValue(element, items());
    if (type.kind === 'set' && least < 2) return setValue(element, items());
    if (type.kind === 'map' && least === 0) return new MapValue(element, objectValue());
  }
  return new Unknown(type, true, range);
}

/** Whether the value, known or not, cannot be null. */
export const isNeverNull = (value: Value): boolean => (value instanceof Unknown ? value.notNull : !isNull(value));
