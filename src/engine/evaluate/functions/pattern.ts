import type { RE2JS } from 're2js';
import { library } from './library.js';

/**
 * The position of a match: start and end of the whole match and of each group; -1 for a group that did not participate.
 */
export type Match = readonly [whole: MatchPlace, ...groups: MatchPlace[]];
type MatchPlace = readonly [start: number, end: number];

/** A regular expression in Go's syntax (RE2), which finds the same matches as Go. */
export interface Pattern {
  readonly groupCount: number;
  /** The numbers of the named groups. */
  readonly names: Readonly<Record<string, number>>;
  first(text: string): Match | undefined;
  /** Every match, except an empty one directly after the previous match. */
  all(text: string): Iterable<Match>;
}

const engine = library('#re2');

/** Patterns rarely differ between calls, and compiling one costs more than matching. */
const compiled = new Map<string, Pattern>();
const KEPT = 200;

/** Throws an Error whose message describes what is wrong with the pattern. */
export function compilePattern(source: string): Pattern {
  let pattern = compiled.get(source);
  if (pattern === undefined) {
    pattern = new CompiledPattern(engine().RE2JS.compile(source));
    if (compiled.size >= KEPT) compiled.clear();
    compiled.set(source, pattern);
  }
  return pattern;
}

class CompiledPattern implements Pattern {
  readonly groupCount: number;
  readonly names: Readonly<Record<string, number>>;
  readonly #expression: RE2JS;

  constructor(expression: RE2JS) {
    this.#expression = expression;
    this.groupCount = expression.groupCount();
    this.names = expression.namedGroups();
  }

  first(text: string): Match | undefined {
    const matcher = this.#expression.matcher(text);
    return matcher.find() ? this.#places(matcher) : undefined;
  }

  *all(text: string): Generator<Match> {
    const matcher = this.#expression.matcher(text);
    let last = -1;
    while (matcher.find()) {
      const [start, end] = [matcher.start(), matcher.end()];
      if (start !== end || start !== last) yield this.#places(matcher);
      last = end;
    }
  }

  #places(matcher: ReturnType<RE2JS['matcher']>): Match {
    const place = (group: number): MatchPlace => [matcher.start(group), matcher.end(group)];
    return [place(0), ...Array.from({ length: this.groupCount }, (_, index) => place(index + 1))];
  }
}
