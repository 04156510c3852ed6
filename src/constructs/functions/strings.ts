import type { AnyReference, Input, Ref, Reference } from '../reference.js';
import { any, bool, number, several, text, texts } from './call.js';

type Text = Input<string>;
type Texts = Input<readonly string[]>;
type Scalar = Input<string> | Input<number> | Input<boolean>;
type ListedTexts = Scalar | readonly Scalar[] | Reference<readonly (string | number | boolean)[]>;
export interface OfNumbers {
  (values: readonly Input<number>[]): Ref<number>;
  (first: Input<number>, second: Input<number>, ...more: readonly Input<number>[]): Ref<number>;
}

const ofNumbers =
  (name: string): OfNumbers =>
  (...values: readonly unknown[]) =>
    number(name, ...several(values));

export const strings = {
  /** The text without line breaks at its end: `"a\n\n"` is `"a"`. */
  chomp: (value: Text) => text('chomp', value),
  /** Whether the text ends with `suffix`. */
  endswith: (value: Text, suffix: Text) => bool('endswith', value, suffix),
  /** One list is the list of the values, as in CDKTF: a value that is a list itself goes into a list. */
  format: (spec: Text, ...values: readonly unknown[]) => text('format', spec, ...several(values)),
  /** Each list is one value of `spec`, text by text. CDKTF's list of lists does not compile. */
  formatlist: (spec: Text, ...values: readonly ListedTexts[]) => texts('formatlist', spec, ...values),
  /** The text with `spaces` spaces before every line but the first. `indent(2, "a\nb")` is `"a\n  b"`. */
  indent: (spaces: Input<number>, value: Text) => text('indent', spaces, value),
  /**
   * The texts of a list in one text, with `separator` between them. Null elements are an error. `join("-", ["a",
   * "b"])` is `"a-b"`.
   */
  join: (separator: Text, list: Texts | AnyReference) => text('join', separator, list),
  /** The text in lower case. */
  lower: (value: Text) => text('lower', value),
  /**
   * The first match of an RE2 pattern: a text; with groups, a list of their texts, or an object by their names. No
   * match is an error; `regexall` returns an empty list. `regex("[a-z]+", "12ab3")` is `"ab"`.
   */
  regex: (pattern: Text, value: Text) => any('regex', pattern, value),
  /** All matches of an RE2 pattern, each as `regex` returns it. A list, empty without a match. */
  regexall: (pattern: Text, value: Text) => any('regexall', pattern, value),
  /**
   * The text with every `search` replaced. A `search` between slashes is an RE2 pattern, and `$1` or `${name}` in the
   * replacement is a group. `replace("a-b", "/[a-z]/", "x")` is `"x-x"`.
   */
  replace: (value: Text, search: Text, replacement: Text) => text('replace', value, search, replacement),
  /**
   * The parts of the text between separators. A list of one element when there is none. `split(",", "a,b")` is `["a",
   * "b"]`.
   */
  split: (separator: Text, value: Text) => texts('split', separator, value),
  /** Whether the text begins with `prefix`. */
  startswith: (value: Text, prefix: Text) => bool('startswith', value, prefix),
  /** Whether `part` is somewhere in the text. */
  strcontains: (value: Text, part: Text) => bool('strcontains', value, part),
  /** The text from its end to its beginning, by what people see as characters. `strrev("abc")` is `"cba"`. */
  strrev: (value: Text) => text('strrev', value),
  /**
   * `length` characters from `offset`, counted from 0. A negative offset counts from the end, and the length -1 means
   * up to the end. `substr("hello", 1, 3)` is `"ell"`.
   */
  substr: (value: Text, offset: Input<number>, length: Input<number>) => text('substr', value, offset, length),
  /**
   * The template that a reference holds, evaluated with `variables`. The template must be a reference, not an
   * expression.
   */
  templatestring: (template: AnyReference | Text, variables: unknown) => text('templatestring', template, variables),
  /** The text with the first letter of each word in upper case. `title("hello world")` is `"Hello World"`. */
  title: (value: Text) => text('title', value),
  /** The text without any of `characters` at its beginning and end. */
  trim: (value: Text, characters: Text) => text('trim', value, characters),
  /** The text without `prefix` at its beginning, once. `trimprefix("aab", "a")` is `"ab"`. */
  trimprefix: (value: Text, prefix: Text) => text('trimprefix', value, prefix),
  /** The text without spaces and line breaks at its beginning and end. */
  trimspace: (value: Text) => text('trimspace', value),
  /** The text without `suffix` at its end, once. */
  trimsuffix: (value: Text, suffix: Text) => text('trimsuffix', value, suffix),
  /** The text in upper case. */
  upper: (value: Text) => text('upper', value),
};

export const numbers = {
  /** The number without its sign. */
  abs: (value: Input<number>) => number('abs', value),
  /** The whole number at or above this one. */
  ceil: (value: Input<number>) => number('ceil', value),
  /** The whole number at or below this one. */
  floor: (value: Input<number>) => number('floor', value),
  /** The logarithm of `value` to the base `base`. `log(8, 2)` is `3`. */
  log: (value: Input<number>, base: Input<number>) => number('log', value, base),
  /** The largest of several numbers. At least one is needed. */
  max: ofNumbers('max'),
  /** The smallest of several numbers. At least one is needed. */
  min: ofNumbers('min'),
  /**
   * The whole number that the text is in a base of 2 to 62. Other digits are an error. `parseint("ff", 16)` is `255`.
   */
  parseint: (value: Text, base: Input<number>) => number('parseint', value, base),
  /** `value` to the power of `exponent`. `pow(2, 3)` is `8`. */
  pow: (value: Input<number>, exponent: Input<number>) => number('pow', value, exponent),
  /** -1, 0 or 1: the sign of the number. `signum(-3)` is `-1`. */
  signum: (value: Input<number>) => number('signum', value),
};

export const times = {
  /**
   * A moment (RFC 3339) written as `spec` says: `'YYYY-MM-DD hh:mm'`; text between single quotes stays. Unknown letters
   * are an error.
   */
  formatdate: (spec: Text, timestamp: Text) => text('formatdate', spec, timestamp),
  /** The moment at which the plan is made, as RFC 3339 in UTC. It differs in each plan. */
  plantimestamp: () => text('plantimestamp'),
  /** The moment that is `duration` (`"1h30m"`, `"-10m"`) after `timestamp`, both RFC 3339. */
  timeadd: (timestamp: Text, duration: Text) => text('timeadd', timestamp, duration),
  /** -1, 0 or 1: whether the first moment is before, at or after the second. */
  timecmp: (left: Text, right: Text) => number('timecmp', left, right),
  /**
   * The moment of the apply, as RFC 3339 in UTC; known only then, so that what is made from it changes in every plan.
   */
  timestamp: () => text('timestamp'),
};
