import { Composer, LineCounter, Parser, type CST } from 'yaml';
import { isJsonObject, type Json } from '../../model/index.js';
import { partsOf, type YamlPart } from './yaml-parts.js';

/** Invalid YAML. `line` and `column` count from 1, `offset` from 0. */
export class YamlError extends Error {
  readonly offset: number;
  readonly line: number;
  readonly column: number;
  constructor(message: string, offset: number, { line, col }: { line: number; col: number }) {
    super(message);
    this.name = 'YamlError';
    this.offset = offset;
    this.line = line;
    this.column = col;
  }
}

/** YAML that is nested too deeply. */
export class YamlTooDeepError extends Error {}

/** A text of more characters is read part by part, since the parser's tree takes fifty times the memory of the text. */
const LARGE = 200_000;

/** How deep mappings are taken apart: what is large in a description is `paths`, and the `schemas` of `components`. */
const SPLIT = 3;

/** Reads one YAML document. Throws YamlError and YamlTooDeepError. */
export function readYaml(text: string, mostLevels: number, large = LARGE): Json {
  // A part that cannot be read alone, as with an alias of an anchor outside of it, has the whole read as one.
  return inParts(text, { from: 0, to: text.length }, { level: 0, mostLevels, large }) ?? readWhole(text, mostLevels);
}

interface Split {
  /** How many mappings are around it. */
  readonly level: number;
  readonly mostLevels: number;
  readonly large: number;
}

/** A large mapping, entry by entry; undefined where that is not possible. */
function inParts(
  text: string,
  { from, to }: { readonly from: number; readonly to: number },
  split: Split,
): Json | undefined {
  const { level, mostLevels, large } = split;
  if (to - from < large || level >= SPLIT) return undefined;
  const parts = partsOf(text, from, to);
  if (parts === undefined) return undefined;
  const entries = new Map<string, Json>();
  try {
    for (const { start, end, count, head } of portionsOf(parts, large)) {
      const { key, inside } = head;
      const place = { from: inside, to: end };
      const within = key === undefined || count > 1 ? undefined : inParts(text, place, { ...split, level: level + 1 });
      const read = readWhole(text.slice(start, within === undefined ? end : inside), mostLevels - level);
      const found = isJsonObject(read) ? Object.entries(read) : [];
      if (found.length !== count || found.some(([name]) => entries.has(name))) return undefined;
      for (const [name, value] of found) entries.set(name, within ?? value);
    }
  } catch {
    // Read as a whole, it is refused with its place.
    return undefined;
  }
  return Object.fromEntries(entries);
}

interface Portion {
  readonly start: number;
  readonly end: number;
  /** How many entries it has, of which `head` is the first. */
  readonly count: number;
  readonly head: YamlPart;
}

/** Entries that are read together: small ones that follow each other, and large ones alone. */
function portionsOf(parts: readonly YamlPart[], large: number): Portion[] {
  const portions: Portion[] = [];
  for (const head of parts) {
    const { start, end } = head;
    const last = portions.at(-1);
    if (last !== undefined && end - last.start < large)
      portions[portions.length - 1] = { ...last, end, count: last.count + 1 };
    else portions.push({ start, end, count: 1, head });
  }
  return portions;
}

/**
 * Reads one YAML document. Its depth is checked before any recursive code runs: a stack overflow while a regular
 * expression is compiled ends the process. Throws YamlError and YamlTooDeepError.
 */
function readWhole(text: string, mostLevels: number): Json {
  const lines = new LineCounter();
  const fail = (message: string, offset: number): never => {
    throw new YamlError(message, offset, lines.linePos(offset));
  };
  const tokens = notDeeperThan(mostLevels, new Parser(lines.addNewLine).parse(text));
  const [document, another] = new Composer().compose(tokens, true, text.length);
  if (document === undefined) return null;
  const [error] = document.errors;
  if (error !== undefined) return fail(error.message, error.pos[0]);
  if (another !== undefined) return fail('A second document starts here', another.range[0]);
  return document.toJS() as Json;
}

function* notDeeperThan(most: number, tokens: Iterable<CST.Token>): Generator<CST.Token> {
  for (const token of tokens) {
    if (isDeeper(token, most)) throw new YamlTooDeepError();
    yield token;
  }
}

type Part = CST.Token | CST.CollectionItem;

function isDeeper(token: CST.Token, most: number): boolean {
  const waiting: { readonly part: Part; readonly level: number }[] = [{ part: token, level: 0 }];
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    const { part } = next;
    const items = 'items' in part ? part.items : undefined;
    const level = items === undefined ? next.level : next.level + 1;
    if (level > most) return true;
    const inside: readonly (Part | null | undefined)[] = items ?? [
      'key' in part ? part.key : undefined,
      'value' in part ? part.value : undefined,
    ];
    for (const one of inside) if (typeof one === 'object' && one !== null) waiting.push({ part: one, level });
  }
  return false;
}
