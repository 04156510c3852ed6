import { listOf, ListValue, objectOf, type Type, tupleOf, type Value } from '../../../model/index.js';
import { ArgumentError, fixed, type FunctionDefinition, textParameter } from './definition.js';

const CLASSES: Readonly<Record<string, string>> = {
  alnum: '0-9A-Za-z',
  alpha: 'A-Za-z',
  ascii: '\\x00-\\x7f',
  blank: '\\t ',
  cntrl: '\\x00-\\x1f\\x7f',
  digit: '0-9',
  graph: '!-~',
  lower: 'a-z',
  print: ' -~',
  punct: '!-\\/:-@\\[-`{-~',
  space: '\\t\\n\\v\\f\\r ',
  upper: 'A-Z',
  word: '0-9A-Za-z_',
  xdigit: '0-9A-Fa-f',
};

/** What stands for itself in RE2 and would mean something, or be refused, in JavaScript's Unicode mode. */
const literal = (character: string): string => (/[\^$\\.*+?()[\]{}|/]/.test(character) ? `\\${character}` : character);

const inClass = (character: string): string => (/[\^\\\][-]/.test(character) ? `\\${character}` : character);

/** RE2's white space is ASCII alone. */
const ESCAPES: Readonly<Record<string, string>> = {
  s: '[\\t\\n\\f\\r ]',
  S: '[^\\t\\n\\f\\r ]',
  A: '(?<![\\s\\S])',
  z: '(?![\\s\\S])',
  a: '\\x07',
  h: 'h',
};

/** Terraform's patterns (RE2) as JavaScript's; refuses the argument where it is no pattern. */
export function compilePattern(pattern: string, argument: number): RegExp {
  const flags = /^\(\?([imsU]+)\)/.exec(pattern);
  const body = flags === null ? pattern : pattern.slice(flags[0].length);
  if (flags?.[1]?.includes('U') === true) throw new ArgumentError(argument, 'uses the flag U, which is not supported');
  try {
    const set = flags?.[1] ?? '';
    return new RegExp(translate(body, argument, set.includes('s')), `gu${set}`);
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    throw new ArgumentError(argument, 'is no valid pattern');
  }
}

function translate(pattern: string, argument: number, dotTakesLines: boolean): string {
  let result = '';
  for (let index = 0; index < pattern.length;) {
    const rest = pattern.slice(index);
    const [taken, text] = special(rest, argument) ?? ordinary(rest, dotTakesLines);
    result += text;
    index += taken;
  }
  return result;
}

function ordinary(rest: string, dotTakesLines: boolean): Piece {
  if (rest.startsWith('\\')) return escape(rest, false);
  if (rest.startsWith('[')) return characterClass(rest);
  return [1, rest.startsWith('.') && !dotTakesLines ? '[^\\n]' : rest[0]!];
}

type Piece = readonly [taken: number, text: string];

function special(rest: string, argument: number): Piece | undefined {
  if (rest.startsWith('(?P<')) return [4, '(?<'];
  const flags = /^\(\?[imsU-]+[:)]/.exec(rest);
  if (flags !== null)
    throw new ArgumentError(argument, 'sets flags in its middle, which is not supported; set them at its beginning');
  const quoted = /^\\Q([\s\S]*?)(?:\\E|$)/.exec(rest);
  if (quoted !== null) return [quoted[0].length, Array.from(quoted[1]!).map(literal).join('')];
  // A brace that begins no repetition stands for itself.
  if (rest.startsWith('{') && !/^\{\d+(?:,\d*)?\}/.test(rest)) return [1, '\\{'];
  if (rest.startsWith('}') || rest.startsWith(']')) return [1, `\\${rest[0]!}`];
  const repeat = /^\{\d+(?:,\d*)?\}/.exec(rest);
  return repeat === null ? undefined : [repeat[0].length, repeat[0]];
}

/** An escape outside or inside a class. */
function escape(rest: string, within: boolean): Piece {
  const wide = /^\\x\{([0-9A-Fa-f]+)\}/.exec(rest);
  if (wide !== null) return [wide[0].length, `\\u{${wide[1]!}}`];
  const octal = /^\\([0-7]{3}|0[0-7]{0,2})/.exec(rest);
  if (octal !== null) return [octal[0].length, `\\u{${parseInt(octal[1]!, 8).toString(16)}}`];
  const property = /^\\([pP])([A-Z])(?!\{)/.exec(rest);
  if (property !== null) return [property[0].length, `\\${property[1]!}{${property[2]!}}`];
  const named = /^\\([pP])\{(\^?)([A-Za-z_]+)\}/.exec(rest);
  if (named !== null) {
    const [all, sign, not, name] = named as unknown as [string, string, string, string];
    const flipped = not === '' ? sign : sign === 'p' ? 'P' : 'p';
    return [all.length, `\\${flipped}{${name.length <= 2 ? name : `Script=${name}`}}`];
  }
  const character = rest[1];
  if (character === undefined) return [1, '\\'];
  if (within && character === 's') return [2, '\\t\\n\\f\\r '];
  const known = within ? undefined : ESCAPES[character];
  if (known !== undefined) return [2, known];
  if (/[A-Za-z0-9]/.test(character)) return [2, `\\${character}`];
  return [2, within ? inClass(character) : literal(character)];
}

function characterClass(rest: string): Piece {
  let index = 1;
  let text = '[';
  if (rest[index] === '^') {
    text += '^';
    index += 1;
  }
  for (let first = true; index < rest.length && (first || rest[index] !== ']'); first = false) {
    const tail = rest.slice(index);
    const named = /^\[:(\^?)([a-z]+):\]/.exec(tail);
    const inside = named === null || named[1] === '^' ? undefined : CLASSES[named[2]!];
    if (inside !== undefined) {
      text += inside;
      index += named![0].length;
    } else if (tail.startsWith('\\')) {
      const [taken, piece] = escape(tail, true);
      text += piece;
      index += taken;
    } else {
      const character = String.fromCodePoint(tail.codePointAt(0)!);
      text +=
        character === '-' && !isRangeSign(rest, index, first) ? '\\-' : character === '-' ? '-' : inClass(character);
      index += character.length;
    }
  }
  return [index + 1, `${text}]`];
}

/** A hyphen between two characters of a class makes a range; at its ends it stands for itself. */
function isRangeSign(rest: string, index: number, first: boolean): boolean {
  return !first && rest[index + 1] !== ']' && rest[index - 1] !== undefined;
}

/** The type of one match: text, a tuple of groups, or an object of named groups. */
function matchType(pattern: RegExp, argument: number): Type {
  const groups = new RegExp(`${pattern.source}|`, pattern.flags).exec('')!;
  const count = groups.length - 1;
  if (count === 0) return 'string';
  const names = Object.keys(groups.groups ?? {});
  if (names.length === 0) return tupleOf(Array.from({ length: count }, () => 'string'));
  if (names.length < count) throw new ArgumentError(argument, 'has groups with and without names; name all or none');
  return objectOf(Object.fromEntries(names.map((name) => [name, 'string'])));
}

function matchValue(match: RegExpMatchArray, type: Type): Value {
  if (type === 'string') return match[0];
  if (match.groups === undefined) return match.slice(1).map((group: string | undefined) => group ?? null);
  const value = Object.create(null) as Record<string, Value>;
  for (const name of Object.keys(match.groups)) value[name] = match.groups[name] ?? null;
  return value;
}

const typeOfMatch = (args: readonly Value[]): Type => {
  const [pattern] = args;
  return typeof pattern === 'string' ? matchType(compilePattern(pattern, 0), 0) : 'dynamic';
};

function regex(args: readonly Value[]): Value {
  const pattern = compilePattern(args[0] as string, 0);
  const type = matchType(pattern, 0);
  const match = pattern.exec(args[1] as string);
  if (match === null) throw new ArgumentError(1, 'does not match the pattern anywhere');
  return matchValue(match, type);
}

/** Every match, except an empty one right behind the one before. */
function allMatches(pattern: RegExp, text: string): RegExpExecArray[] {
  let end = -1;
  return [...text.matchAll(pattern)].filter((match) => {
    const counts = match[0] !== '' || match.index !== end;
    end = match.index + match[0].length;
    return counts;
  });
}

function regexAll(args: readonly Value[]): Value {
  const pattern = compilePattern(args[0] as string, 0);
  const type = matchType(pattern, 0);
  return new ListValue(
    type,
    allMatches(pattern, args[1] as string).map((match) => matchValue(match, type)),
  );
}

/** Replaces every match; `$1`, `$name` and `${name}` in the replacement stand for groups, `$$` for a dollar. */
export function replacePattern(text: string, pattern: string, replacement: string): string {
  const parts = [...replacement.matchAll(/\$(?:\$|\{(\w+)\}|(\w+))|[^$]+|\$/g)];
  let result = '';
  let from = 0;
  for (const match of allMatches(compilePattern(pattern, 1), text)) {
    result += text.slice(from, match.index);
    for (const [whole, braced, bare] of parts) result += part(match, whole, braced ?? bare);
    from = match.index + match[0].length;
  }
  return result + text.slice(from);
}

function part(match: RegExpExecArray, whole: string, name: string | undefined): string {
  if (name === undefined) return whole === '$$' ? '$' : whole;
  if (/^\d+$/.test(name)) return match[Number(name)] ?? '';
  return match.groups !== undefined && Object.hasOwn(match.groups, name) ? (match.groups[name] ?? '') : '';
}

export const REGEX_FUNCTIONS: Readonly<Record<string, FunctionDefinition>> = {
  regex: fixed([textParameter('pattern'), textParameter('string')], typeOfMatch, regex),
  regexall: fixed([textParameter('pattern'), textParameter('string')], (args) => listOf(typeOfMatch(args)), regexAll),
};
