import { compilePattern, type Pattern } from './pattern.js';

/** A compiled pattern for paths separated by `/`. */
export interface Glob {
  /** The literal folders before the first wildcard; every match is below them. */
  readonly base: string;
  fits(path: string): boolean;
  /** Whether something in this folder, or deeper, may match. */
  mayContain(folder: string): boolean;
}

/**
 * Compiles `*`, `**`, `?`, `[a-z]` and `{a,b}` with the meaning they have in `fileset`; names that begin with a dot are
 * not special. Undefined if the pattern is not valid. However many wildcards there are, the time to match grows linearly with the path.
 */
export function compileGlob(pattern: string): Glob | undefined {
  const parts = cleaned(pattern).split('/');
  const sources = alternatives(parts);
  if (sources === undefined) return undefined;
  const plain = parts.findIndex((part) => /[*?[{\\]/.test(part));
  const base = plain === -1 ? parts.slice(0, -1) : parts.slice(0, plain);
  const isDeep = pattern.includes('**');
  const depth = pattern.includes('{') ? Infinity : parts.length;
  return {
    base: base.join('/'),
    fits: (path) => sources.first(path) !== undefined,
    mayContain: (folder) => isDeep || folder.split('/').length < depth,
  };
}

/** Removes empty parts and `.`, because paths are compared without them. */
const cleaned = (pattern: string): string =>
  pattern
    .split('/')
    .filter((part) => part !== '' && part !== '.')
    .join('/');

function alternatives(parts: readonly string[]): Pattern | undefined {
  let source = '';
  const text = parts.join('/');
  let depth = 0;
  for (let at = 0; at < text.length; at += 1) {
    const character = text.charAt(at);
    const isStart = at === 0 || text[at - 1] === '/';
    if (isStart && /^\*\*(?:\/|$)/.test(text.slice(at))) {
      // Any number of folders; at the end of a pattern, everything inside them.
      const isLast = at + 2 >= text.length;
      source += isLast ? '(?:[^/]+/)*[^/]+' : '(?:[^/]+/)*';
      at += isLast ? 1 : 2;
    } else if (character === '*') source += '[^/]*';
    else if (character === '?') source += '[^/]';
    else if (character === '[') {
      const set = /^\[(\^?)((?:\\[^/]|[^\]\\/])+)\]/su.exec(text.slice(at));
      const [whole, negated, inside] = set ?? [];
      if (whole === undefined || inside === undefined || /^-|[^\\]-$/.test(inside)) return undefined;
      const members = membersOf(inside);
      if (members === undefined) return undefined;
      // A set never contains the separator, also not by a range.
      source += negated === '' ? `[${members}]` : `[^/${members}]`;
      at += whole.length - 1;
    } else if (character === '{') {
      source += '(?:';
      depth += 1;
    } else if (character === '}' && depth > 0) {
      source += ')';
      depth -= 1;
    } else if (character === ',' && depth > 0) source += '|';
    else if (character === '\\') {
      at += 1;
      if (at === text.length) return undefined;
      source += escaped(text.charAt(at));
    } else source += escaped(character);
  }
  if (depth > 0) return undefined;
  try {
    return compilePattern(`(?s)^(?:${source})$`);
  } catch {
    return undefined;
  }
}

/** The members of a set without the separator; undefined if a range is the wrong way round. */
function membersOf(inside: string): string | undefined {
  const members: string[] = [];
  for (const [, first = '', last = first] of inside.matchAll(/\\?(.)(?:-\\?(.))?/gsu)) {
    if (last < first) return undefined;
    const ranges =
      first <= '/' && '/' <= last
        ? [
            [first, '.'],
            ['0', last],
          ]
        : [[first, last]];
    for (const [from = '', to = ''] of ranges) if (from <= to) members.push(`${inSet(from)}-${inSet(to)}`);
  }
  return members.length === 0 ? undefined : members.join('');
}

const inSet = (character: string): string => (/[!-/:-@[-`{-~]/.test(character) ? `\\${character}` : character);

const escaped = (character: string): string => character.replace(/[\\^$.*+?()[\]{}|/-]/, '\\$&');
