import type { ConfigurationFile, Diagnostic, Path, SourcePlace, SourceRange, Span } from '../model/index.js';
import { endOfString, JsonIndex, type Member } from './json-index.js';
import { HclPlaces } from './hcl-places.js';
import { LineIndex } from './line-index.js';
import { isJson, isOverride } from './names.js';

/** A range without the name of its file. */
export type TextRange = Pick<SourceRange, 'start' | 'end'>;

/**
 * Finds the range of a path in a JSON text and, with `span`, of that part of the string at the path. For an object or
 * list, and when `part` is the key, the range is that of the key. For a missing path it is that of the nearest
 * enclosing value.
 */
export function locate(text: string, path: Path, span?: Span, part?: 'key'): TextRange | undefined {
  return new JsonLocator(text).locate(path, span, part);
}

/** Fills `range` from `source` where it is missing, also of related places. */
export function resolveDiagnostics(
  diagnostics: readonly Diagnostic[],
  files: readonly ConfigurationFile[],
): readonly Diagnostic[] {
  const locators = new Locators(files);
  const resolve = <Placed extends Pick<Diagnostic, 'source' | 'range'>>(placed: Placed): Placed => {
    const { source } = placed;
    if (source === undefined || placed.range !== undefined) return placed;
    const range = locators.rangeOf(source);
    return range === undefined ? placed : { ...placed, range };
  };
  return diagnostics.map((diagnostic) => {
    const { related } = diagnostic;
    return resolve(related === undefined ? diagnostic : { ...diagnostic, related: related.map(resolve) });
  });
}

/** The ranges of places, in the same order. */
export function rangesOf(
  places: readonly SourcePlace[],
  files: readonly ConfigurationFile[],
): readonly (SourceRange | undefined)[] {
  const locators = new Locators(files);
  return places.map((place) => locators.rangeOf(place));
}

/** A locator for each file, made when it is first asked for. */
class Locators {
  readonly #files: readonly ConfigurationFile[];
  readonly #known = new Map<string, Locator>();

  constructor(files: readonly ConfigurationFile[]) {
    this.#files = files;
  }

  rangeOf({ file, path, span, part }: SourcePlace): SourceRange | undefined {
    const locator = this.#of(file);
    if (locator === undefined) return undefined;
    // The additions of an override file are addressed at the original declaration, but their text is only in the
    // override file.
    const holder = locator.has(path)
      ? undefined
      : this.#files.find(({ name }) => isOverride(name) && this.#of(name)?.has(path));
    const range = (holder === undefined ? locator : this.#of(holder.name)!).locate(path, span, part);
    return range && { file: holder?.name ?? file, ...range };
  }

  #of(name: string): Locator | undefined {
    let locator = this.#known.get(name);
    if (locator === undefined) {
      const file = this.#files.find((file) => file.name === name);
      if (file === undefined) return undefined;
      this.#known.set(name, (locator = locatorOf(file)));
    }
    return locator;
  }
}

/** Answers many questions about one text. */
export interface Locator {
  /** Whether a value exists at the exact path. */
  has(path: Path): boolean;
  locate(path: Path, span?: Span, part?: 'key'): TextRange | undefined;
}

export const locatorOf = ({ name, text }: Pick<ConfigurationFile, 'name' | 'text'>): Locator =>
  isJson(name) ? new JsonLocator(text) : new HclLocator(text);

class HclLocator implements Locator {
  readonly #places: HclPlaces;
  readonly #lines: LineIndex;

  constructor(text: string) {
    this.#places = new HclPlaces(text);
    this.#lines = new LineIndex(text);
  }

  has(path: Path): boolean {
    return this.#places.find(path).exact;
  }

  locate(path: Path, span?: Span, part?: 'key'): TextRange {
    const { exact, mark, extent, key } = this.#places.find(path);
    // An expression that an override file replaced has its span in the other file.
    const isInside = span !== undefined && span.start >= extent.start && span.end <= extent.end;
    const { start, end } = isInside ? span : exact && part === 'key' ? (key ?? mark) : mark;
    return this.#lines.range(start, end);
  }
}

class JsonLocator implements Locator {
  readonly #index: JsonIndex;
  readonly #lines: LineIndex;

  constructor(text: string) {
    this.#index = new JsonIndex(text);
    this.#lines = new LineIndex(text);
  }

  has(path: Path): boolean {
    return this.#find(path).exact;
  }

  locate(path: Path, span?: Span, part?: 'key'): TextRange | undefined {
    const { text, root } = this.#index;
    if (root >= text.length) return undefined;
    const { found, exact } = this.#find(path);
    if (!exact) return this.#range(found);
    if (part === 'key' && found.key !== undefined) return this.#lines.range(found.key.keyStart, found.key.keyEnd);
    if (span !== undefined && text[found.start] === '"') {
      const [start, end] = insideString(text, found.start, span);
      return this.#lines.range(start, end);
    }
    return this.#range(found);
  }

  #find(path: Path): { readonly found: Found; readonly exact: boolean } {
    let found: Found = { start: this.#index.root };
    for (const step of path) {
      const next = this.#step(found, step);
      if (next === undefined) return { found, exact: false };
      found = next;
    }
    return { found, exact: true };
  }

  #step(found: Found, step: string | number): Found | undefined {
    // Repeated keys that mean a list are counted as its items.
    if (typeof step === 'number' && found.twins !== undefined) {
      const twin = found.twins[step];
      return twin === undefined ? undefined : { start: twin.start, key: twin };
    }
    const content = this.#index.content(found.start);
    if (content.kind === 'array') {
      const start = typeof step === 'number' ? content.items[step] : undefined;
      return start === undefined ? undefined : { start };
    }
    const members = content.kind === 'object' && typeof step === 'string' ? content.members.get(step) : undefined;
    const last = members?.at(-1);
    if (members === undefined || last === undefined) return undefined;
    return { start: last.start, key: last, ...(members.length > 1 && { twins: members }) };
  }

  #range(found: Found): TextRange {
    const { text } = this.#index;
    const container = text[found.start] === '{' || text[found.start] === '[';
    if (!container) return this.#lines.range(found.start, this.#index.end(found.start));
    if (found.key !== undefined) return this.#lines.range(found.key.keyStart, found.key.keyEnd);
    return this.#lines.range(found.start, found.start + 1);
  }
}

interface Found {
  readonly start: number;
  readonly key?: Member;
  /** All members of the key's name, when there are several. */
  readonly twins?: readonly Member[];
}

/** Converts offsets in a string to offsets in its escaped text. */
function insideString(text: string, start: number, span: Span): [number, number] {
  const end = endOfString(text, start) - 1;
  let at = start + 1;
  let unit = 0;
  const to = (target: number): number => {
    while (unit < target && at < end) {
      at += text[at] !== '\\' ? 1 : text[at + 1] === 'u' ? 6 : 2;
      unit += 1;
    }
    return at;
  };
  return [to(span.start), to(span.end)];
}

export interface Snippet {
  /** The first line of the range; of a long line the part around the range. */
  readonly code: string;
  /** 1-based. */
  readonly startLine: number;
  /** UTF-16 offsets in `code` of what the range marks. */
  readonly highlightStart: number;
  readonly highlightEnd: number;
}

const LONGEST_LINE = 160;
const ELLIPSIS = '…';

/** The line a range begins on, for display, with what is to be marked in it. */
export function snippet(text: string, range: TextRange): Snippet {
  const lines = new LineIndex(text);
  const { start: lineStart, end: lineEnd } = lines.line(range.start.line);
  const line = text.slice(lineStart, lineEnd);
  const from = Math.min(lines.offset(range.start) - lineStart, line.length);
  const to =
    range.end.line === range.start.line ? Math.min(lines.offset(range.end) - lineStart, line.length) : line.length;
  if (line.length <= LONGEST_LINE)
    return { code: line, startLine: range.start.line, highlightStart: from, highlightEnd: Math.max(from, to) };
  const room = Math.max(0, LONGEST_LINE - (to - from));
  const first = Math.max(0, Math.min(from - Math.floor(room / 2), line.length - LONGEST_LINE));
  const last = Math.min(line.length, first + LONGEST_LINE);
  const before = first > 0 ? ELLIPSIS : '';
  const code = before + line.slice(first, last) + (last < line.length ? ELLIPSIS : '');
  const shift = before.length - first;
  return {
    code,
    startLine: range.start.line,
    highlightStart: from + shift,
    highlightEnd: Math.max(from, Math.min(to, last)) + shift,
  };
}
