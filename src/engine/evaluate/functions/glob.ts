/** A compiled pattern for paths whose parts are separated by `/`. */
export interface Glob {
  /** The folders that are written out before the first pattern, which every match is in. */
  readonly base: string;
  fits(path: string): boolean;
  /** Whether something in this folder, or deeper, may fit. */
  mayContain(folder: string): boolean;
}

/**
 * Compiles `*`, `**`, `?`, `[a-z]` and `{a,b}` as `fileset` knows them; names that begin with a dot are like others.
 * Undefined if the pattern is not valid.
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
    fits: (path) => sources.test(path),
    mayContain: (folder) => isDeep || folder.split('/').length < depth,
  };
}

/** Without empty parts and `.`, as paths are compared. */
const cleaned = (pattern: string): string =>
  pattern
    .split('/')
    .filter((part) => part !== '' && part !== '.')
    .join('/');

function alternatives(parts: readonly string[]): RegExp | undefined {
  let source = '';
  const text = parts.join('/');
  let depth = 0;
  for (let at = 0; at < text.length; at += 1) {
    const character = text[at]!;
    const isStart = at === 0 || text[at - 1] === '/';
    if (isStart && /^\*\*(?:\/|$)/.test(text.slice(at))) {
      // Any number of folders; at the end, whatever is in them.
      const isLast = at + 2 >= text.length;
      source += isLast ? '(?:[^/]+/)*[^/]+' : '(?:[^/]+/)*';
      at += isLast ? 1 : 2;
    } else if (character === '*') source += '[^/]*';
    else if (character === '?') source += '[^/]';
    else if (character === '[') {
      const set = /^\[(\^?)((?:\\[^/]|[^\]\\/])+)\]/su.exec(text.slice(at));
      if (set === null || /^-|[^\\]-$/.test(set[2]!)) return undefined;
      const [whole, negated, inside] = set;
      source += `(?!/)[${negated === '' ? '' : '^'}${inside!.replace(/\\(.)|([[\]^\\&~|])/gsu, (_, escaped, special) => `\\${String(escaped ?? special)}`)}]`;
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
      source += escaped(text[at]!);
    } else source += escaped(character);
  }
  if (depth > 0) return undefined;
  try {
    return new RegExp(`^(?:${source})$`, 's');
  } catch {
    return undefined;
  }
}

const escaped = (character: string): string => character.replace(/[\\^$.*+?()[\]{}|/-]/, '\\$&');
