import { LineCounter, parse, parseDocument, YAMLParseError } from 'yaml';
import type { Diagnostic, Json, SourceRange } from '../../model/index.js';
import { notOpenApi, selfContaining, tooDeep, unreadable } from './diagnostics.js';
import { at, escapeStep, isRecord, pointerSteps, type JsonRecord } from './pointer.js';

export interface DescriptionText {
  /** A file relative to the project, or a URL. */
  readonly name: string;
  readonly text: string;
}

export type ReadDescription =
  { readonly document: JsonRecord } | { readonly document?: undefined; readonly diagnostics: readonly Diagnostic[] };

/** How deep objects and lists are nested at most. Real descriptions stay below 50. */
const DEPTH = 400;

/** A text as an OpenAPI document of version 3.0 or 3.1, as it is. */
export function readDescription(given: DescriptionText, locate: Locator): ReadDescription {
  const { name, text } = given;
  let document: Json;
  try {
    document = looksLikeJson(text) ? (JSON.parse(text) as Json) : (parse(text) as Json);
  } catch (error) {
    // The reader of YAML calls itself for each level.
    if (/call stack/i.test((error as Error).message)) return { diagnostics: [tooDeep(name, DEPTH)] };
    const [line = (error as Error).message] = (error as Error).message.split('\n');
    return { diagnostics: [withRange(unreadable(name, line.replace(/:$/, '')), rangeOfError(name, error))] };
  }
  const endless = whereItNeverEnds(document);
  if (endless?.kind === 'deep') return { diagnostics: [tooDeep(name, DEPTH)] };
  if (endless !== undefined) return { diagnostics: [selfContaining(name, endless.pointer)] };
  const wrong = whatIsWrong(document);
  if (wrong === undefined) return { document: document as JsonRecord };
  return { diagnostics: [locate(notOpenApi(name, wrong.pointer, wrong.found), wrong.pointer)] };
}

/** The diagnostic with the line at which a pointer's value is in the text. */
export type Locator = (diagnostic: Diagnostic, pointer: string) => Diagnostic;

/** Finds lines in a text, which is read once, when the first of them is wanted. */
export function locator({ name, text }: DescriptionText): Locator {
  let read: { readonly document: ReturnType<typeof parseDocument>; readonly lines: LineCounter } | undefined;
  return (diagnostic, pointer) => {
    if (read === undefined) {
      const lines = new LineCounter();
      read = { document: parseDocument(text, { lineCounter: lines }), lines };
    }
    const found: unknown = read.document.getIn(pointerSteps(pointer).map(stepOf), true);
    const range = isRecord(found) ? (found['range'] as unknown) : undefined;
    if (!Array.isArray(range)) return diagnostic;
    return withRange(diagnostic, rangeAt(name, read.lines.linePos(range[0] as number), range[0] as number));
  };
}

/**
 * The first value that contains itself, which an alias of YAML can bring about, or that is nested too deeply. Everything that
 * goes through a description relies on neither.
 */
function whereItNeverEnds(
  document: Json,
): { readonly kind: 'circle'; readonly pointer: string } | { readonly kind: 'deep' } | undefined {
  const around = new Set<object>();
  const way: { readonly value: object; readonly pointer: string; readonly inside: Iterator<[string, Json]> }[] = [];
  const enter = (value: Json, pointer: string): void => {
    if (typeof value !== 'object' || value === null) return;
    around.add(value);
    way.push({ value, pointer, inside: Object.entries(value as JsonRecord).values() });
  };
  enter(document, '#');
  for (let here = way.at(-1); here !== undefined; here = way.at(-1)) {
    const next = here.inside.next();
    if (next.done === true) {
      around.delete(here.value);
      way.pop();
      continue;
    }
    const [key, value] = next.value;
    const pointer = `${here.pointer}/${escapeStep(key)}`;
    if (typeof value === 'object' && value !== null && around.has(value)) return { kind: 'circle', pointer };
    if (way.length >= DEPTH) return { kind: 'deep' };
    enter(value, pointer);
  }
  return undefined;
}

function looksLikeJson(text: string): boolean {
  return /^\s*\{/.test(text);
}

const stepOf = (step: string): string | number => (/^\d+$/.test(step) ? Number(step) : step);

function whatIsWrong(document: Json): { readonly pointer: string; readonly found: string } | undefined {
  if (!isRecord(document)) return { pointer: '#', found: 'there is no object' };
  const version = document['openapi'];
  if (version === undefined)
    return { pointer: '#/openapi', found: document['swagger'] === undefined ? 'nothing is' : 'is Swagger 2.0' };
  if (typeof version !== 'string' || !/^3\.[01]\./.test(version))
    return { pointer: '#/openapi', found: `${JSON.stringify(version)} is no version that is known here` };
  return isRecord(at(document, '#/paths')) ? undefined : { pointer: '#/paths', found: 'no paths are' };
}

function rangeOfError(name: string, error: unknown): SourceRange | undefined {
  if (!(error instanceof YAMLParseError)) return undefined;
  const place = error.linePos?.[0];
  return place && rangeAt(name, place, error.pos[0]);
}

function rangeAt(file: string, { line, col }: { line: number; col: number }, offset: number): SourceRange {
  const place = { line, column: col, byte: offset };
  return { file, start: place, end: { line, column: col + 1, byte: offset + 1 } };
}

function withRange(diagnostic: Diagnostic, range: SourceRange | undefined): Diagnostic {
  return range === undefined ? diagnostic : { ...diagnostic, range };
}
