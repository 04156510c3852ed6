import type { Dynamic } from '../reference.js';
import { call, conditional, propertyAccess, rawString } from './expressions.js';
import type { IResolvable } from './resolvable.js';
import { isUnresolved, listToken, misused, numberToken, textToken } from './token-map.js';

type Text = string;
type Values = Dynamic[];

const quotesIn = (value: unknown): boolean => typeof value === 'string' && /(?<!\\)(?:\\\\)*"/.test(value);

/** A call. CDKTF refuses a quote in a literal argument, since it ends the string; so a program writes `\"` where it means one. */
function written(name: string, args: readonly unknown[]): IResolvable {
  for (const arg of args) {
    if (quotesIn(arg) && !isUnresolved(arg))
      throw misused(
        `an argument of Fn.${name} contains a quotation mark`,
        String.raw`Write \\" for a quotation mark, or pass Fn.rawString(text).`,
      );
  }
  return call(name, args);
}

const text =
  (name: string) =>
  (...args: readonly unknown[]): string =>
    textToken(written(name, args));
const number =
  (name: string) =>
  (...args: readonly unknown[]): number =>
    numberToken(written(name, args));
const list =
  (name: string) =>
  (...args: readonly unknown[]): string[] =>
    listToken(written(name, args));
const later =
  (name: string) =>
  (...args: readonly unknown[]): IResolvable =>
    written(name, args);
/** CDKTF's functions that return anything return a string token, which may be used as any type. */
const any =
  (name: string) =>
  (...args: readonly unknown[]): Dynamic =>
    textToken(written(name, args));

/** Whether the last argument is a list of arguments, as in `concat([a, b])`. */
const spread =
  <T>(make: (...args: readonly unknown[]) => T) =>
  (...args: readonly unknown[]): T => {
    const last = args.at(-1);
    return Array.isArray(last) && !isUnresolved(last) ? make(...args.slice(0, -1), ...spreadable(last)) : make(...args);
  };

const spreadable = (items: readonly unknown[]): readonly unknown[] => items;

/** The functions of the language that CDKTF 0.21 has, with its arguments: the last one is a list where there may be several. */
// oxlint-disable-next-line typescript/no-extraneous-class -- CDKTF's programs call static methods
export class FnGenerated {
  static readonly abs: (num: number) => number = number('abs');
  static readonly abspath: (path: Text) => string = text('abspath');
  static readonly alltrue: (list: Values) => IResolvable = later('alltrue');
  static readonly anytrue: (list: Values) => IResolvable = later('anytrue');
  static readonly base64decode: (str: Text) => string = text('base64decode');
  static readonly base64encode: (str: Text) => string = text('base64encode');
  static readonly base64gzip: (str: Text) => string = text('base64gzip');
  static readonly base64sha256: (str: Text) => string = text('base64sha256');
  static readonly base64sha512: (str: Text) => string = text('base64sha512');
  static readonly basename: (path: Text) => string = text('basename');
  static readonly can: (expression: Dynamic) => IResolvable = later('can');
  static readonly ceil: (num: number) => number = number('ceil');
  static readonly chomp: (str: Text) => string = text('chomp');
  static readonly chunklist: (list: Values, size: number) => string[] = list('chunklist');
  static readonly cidrhost: (prefix: Text, hostnum: number) => string = text('cidrhost');
  static readonly cidrnetmask: (prefix: Text) => string = text('cidrnetmask');
  static readonly cidrsubnet: (prefix: Text, newbits: number, netnum: number) => string = text('cidrsubnet');
  static readonly cidrsubnets: (prefix: Text, newbits: number[]) => string[] = spread(list('cidrsubnets'));
  static readonly coalesce: (vals: Values) => Dynamic = spread(any('coalesce'));
  static readonly coalescelist: (vals: Values) => Dynamic = spread(any('coalescelist'));
  static readonly compact: (list: string[]) => string[] = list('compact');
  static readonly concat: (seqs: Values) => Dynamic = spread(any('concat'));
  static readonly contains: (list: Dynamic, value: Dynamic) => Dynamic = any('contains');
  static readonly csvdecode: (str: Text) => Dynamic = any('csvdecode');
  static readonly dirname: (path: Text) => string = text('dirname');
  static readonly distinct: (list: Values) => string[] = list('distinct');
  static readonly element: (list: Dynamic, index: number) => Dynamic = any('element');
  static readonly endswith: (str: Text, suffix: Text) => IResolvable = later('endswith');
  static readonly file: (path: Text) => string = text('file');
  static readonly filebase64: (path: Text) => string = text('filebase64');
  static readonly filebase64sha256: (path: Text) => string = text('filebase64sha256');
  static readonly filebase64sha512: (path: Text) => string = text('filebase64sha512');
  static readonly fileexists: (path: Text) => IResolvable = later('fileexists');
  static readonly filemd5: (path: Text) => string = text('filemd5');
  static readonly fileset: (path: Text, pattern: Text) => string[] = list('fileset');
  static readonly filesha1: (path: Text) => string = text('filesha1');
  static readonly filesha256: (path: Text) => string = text('filesha256');
  static readonly filesha512: (path: Text) => string = text('filesha512');
  static readonly flatten: (list: Dynamic) => Dynamic = any('flatten');
  static readonly floor: (num: number) => number = number('floor');
  static readonly format: (format: Text, args: Values) => Dynamic = spread(any('format'));
  static readonly formatdate: (format: Text, time: Text) => string = text('formatdate');
  static readonly formatlist: (format: Text, args: Values) => Dynamic = spread(any('formatlist'));
  static readonly indent: (spaces: number, str: Text) => string = text('indent');
  static readonly index: (list: Dynamic, value: Dynamic) => Dynamic = any('index');
  static readonly jsondecode: (str: Text) => Dynamic = any('jsondecode');
  static readonly jsonencode: (val: Dynamic) => string = text('jsonencode');
  static readonly keys: (inputMap: Dynamic) => Dynamic = any('keys');
  static readonly lengthOf: (value: Dynamic) => number = number('length');
  static readonly log: (num: number, base: number) => number = number('log');
  static readonly lower: (str: Text) => string = text('lower');
  static readonly matchkeys: (values: Values, keys: Values, searchset: Values) => string[] = list('matchkeys');
  static readonly max: (numbers: number[]) => number = spread(number('max'));
  static readonly md5: (str: Text) => string = text('md5');
  static readonly merge: (maps: Values) => Dynamic = spread(any('merge'));
  static readonly min: (numbers: number[]) => number = spread(number('min'));
  static readonly nonsensitive: (value: Dynamic) => Dynamic = any('nonsensitive');
  static readonly one: (list: Dynamic) => Dynamic = any('one');
  static readonly parseint: (number: Dynamic, base: Dynamic) => Dynamic = any('parseint');
  static readonly pathexpand: (path: Text) => string = text('pathexpand');
  static readonly plantimestamp: () => string = text('plantimestamp');
  static readonly pow: (num: number, power: number) => number = number('pow');
  static readonly regex: (pattern: Text, str: Text) => Dynamic = any('regex');
  static readonly regexall: (pattern: Text, str: Text) => string[] = list('regexall');
  static readonly replace: (str: Text, substr: Text, replace: Text) => string = text('replace');
  static readonly reverse: (list: Dynamic) => Dynamic = any('reverse');
  static readonly rsadecrypt: (ciphertext: Text, privatekey: Text) => string = text('rsadecrypt');
  static readonly sensitive: (value: Dynamic) => Dynamic = any('sensitive');
  static readonly setintersection: (first_set: Values, other_sets: Values[]) => string[] = spread(
    list('setintersection'),
  );
  static readonly setproduct: (sets: Values) => Dynamic = spread(any('setproduct'));
  static readonly setsubtract: (a: Values, b: Values) => string[] = list('setsubtract');
  static readonly setunion: (first_set: Values, other_sets: Values[]) => string[] = spread(list('setunion'));
  static readonly sha1: (str: Text) => string = text('sha1');
  static readonly sha256: (str: Text) => string = text('sha256');
  static readonly sha512: (str: Text) => string = text('sha512');
  static readonly signum: (num: number) => number = number('signum');
  static readonly slice: (list: Dynamic, start_index: number, end_index: number) => Dynamic = any('slice');
  static readonly sort: (list: string[]) => string[] = list('sort');
  static readonly split: (separator: Text, str: Text) => string[] = list('split');
  static readonly startswith: (str: Text, prefix: Text) => IResolvable = later('startswith');
  static readonly strcontains: (str: Text, substr: Text) => IResolvable = later('strcontains');
  static readonly strrev: (str: Text) => string = text('strrev');
  static readonly substr: (str: Text, offset: number, length: number) => string = text('substr');
  static readonly sum: (list: Dynamic) => Dynamic = any('sum');
  static readonly templatefile: (path: Text, vars: Dynamic) => Dynamic = any('templatefile');
  static readonly textdecodebase64: (source: Text, encoding: Text) => string = text('textdecodebase64');
  static readonly textencodebase64: (str: Text, encoding: Text) => string = text('textencodebase64');
  static readonly timeadd: (timestamp: Text, duration: Text) => string = text('timeadd');
  static readonly timecmp: (timestamp_a: Text, timestamp_b: Text) => number = number('timecmp');
  static readonly timestamp: () => string = text('timestamp');
  static readonly title: (str: Text) => string = text('title');
  static readonly tobool: (v: Dynamic) => IResolvable = later('tobool');
  static readonly tolist: (v: Dynamic) => string[] = list('tolist');
  static readonly tomap: (v: Dynamic) => Dynamic = any('tomap');
  static readonly tonumber: (v: Dynamic) => number = number('tonumber');
  static readonly toset: (v: Dynamic) => string[] = list('toset');
  static readonly tostring: (v: Dynamic) => string = text('tostring');
  static readonly transpose: (values: Dynamic) => Dynamic = any('transpose');
  static readonly trim: (str: Text, cutset: Text) => string = text('trim');
  static readonly trimprefix: (str: Text, prefix: Text) => string = text('trimprefix');
  static readonly trimspace: (str: Text) => string = text('trimspace');
  static readonly trimsuffix: (str: Text, suffix: Text) => string = text('trimsuffix');
  static readonly try: (expressions: Values) => Dynamic = spread(any('try'));
  static readonly upper: (str: Text) => string = text('upper');
  static readonly urlencode: (str: Text) => string = text('urlencode');
  static readonly uuid: () => string = text('uuid');
  static readonly uuidv5: (namespace: Text, name: Text) => string = text('uuidv5');
  static readonly values: (mapping: Dynamic) => Dynamic = any('values');
  static readonly yamldecode: (src: Text) => Dynamic = any('yamldecode');
  static readonly yamlencode: (value: Dynamic) => string = text('yamlencode');
  static readonly zipmap: (keys: string[], values: Dynamic) => Dynamic = any('zipmap');
}

export class Fn extends FnGenerated {
  static bcrypt(str: string, cost?: number): string {
    return textToken(written('bcrypt', cost === undefined ? [str] : [str, cost]));
  }

  static conditional(condition: Dynamic, trueValue: Dynamic, falseValue: Dynamic): Dynamic {
    return conditional(condition, trueValue, falseValue);
  }

  static join(separator: string, list: string[]): string {
    return textToken(written('join', [separator, list]));
  }

  static lookup(inputMap: Dynamic, key: string, defaultValue?: Dynamic): Dynamic {
    return textToken(
      defaultValue === undefined ? propertyAccess(inputMap, [key]) : written('lookup', [inputMap, key, defaultValue]),
    );
  }

  static lookupNested(inputMap: Dynamic, path: Dynamic[]): Dynamic {
    return textToken(propertyAccess(inputMap, path));
  }

  static range(start: number, limit: number, step = 1): string[] {
    return listToken(written('range', [start, limit, step]));
  }

  static rawString(str: string): string {
    return textToken(rawString(str));
  }
}
