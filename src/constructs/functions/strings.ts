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
  /** The string without line breaks at its end: `"a\n\n"` becomes `"a"`. */
  chomp: (value: Text) => text('chomp', value),
  /** Whether the string ends with `suffix`. */
  endswith: (value: Text, suffix: Text) => bool('endswith', value, suffix),
  /**
   * The string `spec` with its verbs (`%s`, `%d`) replaced by values. In programs, a single list is the list of values,
   * as in CDKTF.
   */
  format: (spec: Text, ...values: readonly unknown[]) => text('format', spec, ...several(values)),
  /** A list of strings as from `format`, one for each position in the given lists. CDKTF's list of lists does not compile. */
  formatlist: (spec: Text, ...values: readonly ListedTexts[]) => texts('formatlist', spec, ...values),
  /** The string with all lines except the first indented by `spaces`. `indent(2, "a\nb")` is `"a\n  b"`. */
  indent: (spaces: Input<number>, value: Text) => text('indent', spaces, value),
  /**
   * The strings of a list in one string, with `separator` between them. Null elements are an error. `join("-", ["a",
   * "b"])` is `"a-b"`.
   */
  join: (separator: Text, list: Texts | AnyReference) => text('join', separator, list),
  /** The string in lower case. */
  lower: (value: Text) => text('lower', value),
  /**
   * The first match of an RE2 pattern: a string or, if the pattern has groups, a list of their matches, or an object by
   * name. No match is an error; `regexall` returns an empty list instead. `regex("[a-z]+", "12ab3")` is `"ab"`.
   */
  regex: (pattern: Text, value: Text) => any('regex', pattern, value),
  /** A list of all matches of an RE2 pattern, each as `regex` returns it. Empty if there are none. */
  regexall: (pattern: Text, value: Text) => any('regexall', pattern, value),
  /**
   * The string with every `search` replaced. A `search` between slashes is an RE2 pattern, and `$1` or `${name}` in the
   * replacement refers to a group. `replace("a-b", "/[a-z]/", "x")` is `"x-x"`.
   */
  replace: (value: Text, search: Text, replacement: Text) => text('replace', value, search, replacement),
  /**
   * The parts of the string between separators; a one-element list if the string does not contain the separator. `split(",", "a,b")` is
   * `["a", "b"]`.
   */
  split: (separator: Text, value: Text) => texts('split', separator, value),
  /** Whether the string begins with `prefix`. */
  startswith: (value: Text, prefix: Text) => bool('startswith', value, prefix),
  /** Whether the string contains `part`. */
  strcontains: (value: Text, part: Text) => bool('strcontains', value, part),
  /** The string in reverse, by user-perceived characters. `strrev("abc")` is `"cba"`. */
  strrev: (value: Text) => text('strrev', value),
  /**
   * `length` characters from `offset`, counted from 0. A negative offset counts from the end, and a length of -1 means up
   * to the end. `substr("hello", 1, 3)` is `"ell"`.
   */
  substr: (value: Text, offset: Input<number>, length: Input<number>) => text('substr', value, offset, length),
  /**
   * The template in a referenced value, evaluated with `variables`. The argument must be a reference, not another
   * expression.
   */
  templatestring: (template: AnyReference | Text, variables: unknown) => text('templatestring', template, variables),
  /** The string with the first letter of each word in upper case. `title("hello world")` is `"Hello World"`. */
  title: (value: Text) => text('title', value),
  /** The string without any of `characters` at its beginning and end. */
  trim: (value: Text, characters: Text) => text('trim', value, characters),
  /** The string without `prefix` at its beginning, removed once. `trimprefix("aab", "a")` is `"ab"`. */
  trimprefix: (value: Text, prefix: Text) => text('trimprefix', value, prefix),
  /** The string without whitespace at its beginning and end. */
  trimspace: (value: Text) => text('trimspace', value),
  /** The string without `suffix` at its end, removed once. */
  trimsuffix: (value: Text, suffix: Text) => text('trimsuffix', value, suffix),
  /** The string in upper case. */
  upper: (value: Text) => text('upper', value),
};

export const numbers = {
  /** The absolute value of the number. */
  abs: (value: Input<number>) => number('abs', value),
  /** The closest whole number at or above the number. */
  ceil: (value: Input<number>) => number('ceil', value),
  /** The closest whole number at or below the number. */
  floor: (value: Input<number>) => number('floor', value),
  /** The logarithm of `value` to the base `base`. `log(8, 2)` is `3`. */
  log: (value: Input<number>, base: Input<number>) => number('log', value, base),
  /** The largest of several numbers. At least one is required. */
  max: ofNumbers('max'),
  /** The smallest of several numbers. At least one is required. */
  min: ofNumbers('min'),
  /**
   * The whole number parsed from a string in a base from 2 to 62. Invalid digits are an error. `parseint("ff", 16)` is
   * `255`.
   */
  parseint: (value: Text, base: Input<number>) => number('parseint', value, base),
  /** `value` to the power of `exponent`. `pow(2, 3)` is `8`. */
  pow: (value: Input<number>, exponent: Input<number>) => number('pow', value, exponent),
  /** -1, 0 or 1: the sign of the number. `signum(-3)` is `-1`. */
  signum: (value: Input<number>) => number('signum', value),
};

export const times = {
  /**
   * A timestamp (RFC 3339) in the format `spec`, such as `'YYYY-MM-DD hh:mm'`. Text in single quotes is copied unchanged.
   * Unknown letters are an error.
   */
  formatdate: (spec: Text, timestamp: Text) => text('formatdate', spec, timestamp),
  /** The time of planning, as RFC 3339 in UTC. It differs in each plan. */
  plantimestamp: () => text('plantimestamp'),
  /** The time that is `duration` (`"1h30m"`, `"-10m"`) after `timestamp`, both as RFC 3339. */
  timeadd: (timestamp: Text, duration: Text) => text('timeadd', timestamp, duration),
  /** -1, 0 or 1: whether the first timestamp is before, equal to or after the second. */
  timecmp: (left: Text, right: Text) => number('timecmp', left, right),
  /**
   * The time of the apply, as RFC 3339 in UTC. It is unknown until then, so values derived from it change in every plan.
   */
  timestamp: () => text('timestamp'),
};
