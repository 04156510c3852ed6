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
  chomp: (value: Text) => text('chomp', value),
  endswith: (value: Text, suffix: Text) => bool('endswith', value, suffix),
  /** One list is the list of the values, as in CDKTF: a value that is a list itself goes into a list. */
  format: (spec: Text, ...values: readonly unknown[]) => text('format', spec, ...several(values)),
  /** Each list is one value of `spec`, text by text. CDKTF's list of lists does not compile. */
  formatlist: (spec: Text, ...values: readonly ListedTexts[]) => texts('formatlist', spec, ...values),
  indent: (spaces: Input<number>, value: Text) => text('indent', spaces, value),
  join: (separator: Text, list: Texts | AnyReference) => text('join', separator, list),
  lower: (value: Text) => text('lower', value),
  regex: (pattern: Text, value: Text) => any('regex', pattern, value),
  regexall: (pattern: Text, value: Text) => any('regexall', pattern, value),
  replace: (value: Text, search: Text, replacement: Text) => text('replace', value, search, replacement),
  split: (separator: Text, value: Text) => texts('split', separator, value),
  startswith: (value: Text, prefix: Text) => bool('startswith', value, prefix),
  strcontains: (value: Text, part: Text) => bool('strcontains', value, part),
  strrev: (value: Text) => text('strrev', value),
  substr: (value: Text, offset: Input<number>, length: Input<number>) => text('substr', value, offset, length),
  templatestring: (template: AnyReference | Text, variables: unknown) => text('templatestring', template, variables),
  title: (value: Text) => text('title', value),
  trim: (value: Text, characters: Text) => text('trim', value, characters),
  trimprefix: (value: Text, prefix: Text) => text('trimprefix', value, prefix),
  trimspace: (value: Text) => text('trimspace', value),
  trimsuffix: (value: Text, suffix: Text) => text('trimsuffix', value, suffix),
  upper: (value: Text) => text('upper', value),
};

export const numbers = {
  abs: (value: Input<number>) => number('abs', value),
  ceil: (value: Input<number>) => number('ceil', value),
  floor: (value: Input<number>) => number('floor', value),
  log: (value: Input<number>, base: Input<number>) => number('log', value, base),
  max: ofNumbers('max'),
  min: ofNumbers('min'),
  parseint: (value: Text, base: Input<number>) => number('parseint', value, base),
  pow: (value: Input<number>, exponent: Input<number>) => number('pow', value, exponent),
  signum: (value: Input<number>) => number('signum', value),
};

export const times = {
  formatdate: (spec: Text, timestamp: Text) => text('formatdate', spec, timestamp),
  plantimestamp: () => text('plantimestamp'),
  timeadd: (timestamp: Text, duration: Text) => text('timeadd', timestamp, duration),
  timecmp: (left: Text, right: Text) => number('timecmp', left, right),
  timestamp: () => text('timestamp'),
};
