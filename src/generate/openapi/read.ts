import { LineCounter, parse, parseDocument, YAMLParseError } from 'yaml';
import type { Diagnostic, Json, SourceRange } from '../../model/index.js';
import { notOpenApi, unreadable } from './diagnostics.js';
import { at, isRecord, pointerSteps, type JsonRecord } from './pointer.js';

export interface DescriptionText {
  /** A file relative to the project, or a URL. */
  readonly name: string;
  readonly text: string;
}

export type ReadDescription =
  { readonly document: JsonRecord } | { readonly document?: undefined; readonly diagnostics: readonly Diagnostic[] };

/** A text as an OpenAPI document of version 3.0 or 3.1, as it is. */
export function readDescription({ name, text }: DescriptionText): ReadDescription {
  let document: Json;
  try {
    document = looksLikeJson(text) ? (JSON.parse(text) as Json) : (parse(text) as Json);
  } catch (error) {
    const [line = (error as Error).message] = (error as Error).message.split('\n');
    return { diagnostics: [withRange(unreadable(name, line.replace(/:$/, '')), rangeOfError(name, error))] };
  }
  const wrong = whatIsWrong(document);
  if (wrong === undefined) return { document: document as JsonRecord };
  return { diagnostics: [locate({ name, text }, notOpenApi(name, wrong.pointer, wrong.found), wrong.pointer)] };
}

/** The diagnostic with the line at which a pointer's value stands in the text. */
export function locate({ name, text }: DescriptionText, diagnostic: Diagnostic, pointer: string): Diagnostic {
  const lines = new LineCounter();
  const found: unknown = parseDocument(text, { lineCounter: lines }).getIn(pointerSteps(pointer).map(stepOf), true);
  const range = isRecord(found) ? (found['range'] as unknown) : undefined;
  if (!Array.isArray(range)) return diagnostic;
  return withRange(diagnostic, rangeAt(name, lines.linePos(range[0] as number), range[0] as number));
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
