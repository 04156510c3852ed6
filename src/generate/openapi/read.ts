import {
  findJsonProblem,
  JsonSyntaxError,
  type Diagnostic,
  type Json,
  type SourceRange,
  isJsonObject,
  type JsonObject,
  reasonOf,
} from '../../model/index.js';
import { notConverted, notOpenApi, selfContaining, tooDeep, unreadable } from './diagnostics.js';
import { placesInJson, placesInYaml, type Places } from './places.js';
import { at, escapeStep, pointerSteps } from './pointer.js';
import { fromSwagger, inSwaggerWords, isSwagger, pointerInSwagger } from './swagger.js';
import { readYaml, YamlError, YamlTooDeepError } from './yaml.js';

export interface DescriptionText {
  /** A file path relative to the project, or a URL. */
  readonly name: string;
  readonly text: string;
  /** The original text, if several files were combined: line numbers refer to it. */
  readonly written?: string;
  /** Referenced files that could not be read → why. */
  readonly unread?: ReadonlyMap<string, string>;
}

export type ReadDescription =
  /** `converted`: pointers do not refer to the original text. */
  | { readonly document: JsonObject; readonly converted: boolean }
  | { readonly document?: undefined; readonly diagnostics: readonly Diagnostic[] };

/** Maximum nesting of objects and lists. Real descriptions stay below 50. */
const DEPTH = 400;

/** Parses an OpenAPI document of version 3.0 or 3.1, or converts one from Swagger 2.0. */
export function readDescription(given: DescriptionText, locate: Locator): ReadDescription {
  const parsed = parseDescription(given);
  if (parsed.document === undefined) return parsed;
  const converted = isSwagger(parsed.document);
  let document: Json = parsed.document;
  try {
    if (isSwagger(document)) document = fromSwagger(document);
  } catch (error) {
    return { diagnostics: [notConverted(given.name, reasonOf(error))] };
  }
  const refuse = (pointer: string, found: string): ReadDescription => ({
    diagnostics: [locate(notOpenApi(given.name, pointer, found), pointer)],
  });
  if (!isJsonObject(document)) return refuse('#', 'The file does not contain an object');
  const wrong = whatIsWrong(document);
  return wrong === undefined ? { document, converted } : refuse(wrong.pointer, wrong.found);
}

/** Parses a JSON or YAML text; the result is never cyclic. */
export function parseDescription(
  given: DescriptionText,
): { readonly document: Json } | { readonly document?: undefined; readonly diagnostics: readonly [Diagnostic] } {
  const { name, text } = given;
  let document: Json;
  try {
    document = looksLikeJson(text) ? readJson(text) : readYaml(text, DEPTH);
  } catch (error) {
    if (error instanceof YamlTooDeepError) return { diagnostics: [tooDeep(name, DEPTH)] };
    return { diagnostics: [withRange(unreadable(name, reasonOf(error)), rangeOfError(given, error))] };
  }
  const endless = whereItNeverEnds(document);
  if (endless?.kind === 'deep') return { diagnostics: [tooDeep(name, DEPTH)] };
  if (endless !== undefined) return { diagnostics: [selfContaining(name, endless.pointer)] };
  return { document };
}

/** The diagnostic with the line of a pointer's value in the text. */
export type Locator = (diagnostic: Diagnostic, pointer: string) => Diagnostic;

/** Finds lines in a text, which is looked into when the first of them is wanted. */
export function locator({ name, text, written = text }: DescriptionText): Locator {
  let found: { readonly places: Places; readonly original: JsonObject | undefined } | undefined;
  return (given, converted) => {
    found ??= {
      places: looksLikeJson(written) ? placesInJson(written) : placesInYaml(written),
      original: swaggerIn(written),
    };
    const { places, original } = found;
    const pointer = original === undefined ? converted : pointerInSwagger(original, converted);
    const diagnostic = original === undefined ? given : inWords(given, converted, pointer);
    const place = places(pointerSteps(pointer));
    return place === undefined ? diagnostic : withRange(diagnostic, rangeFrom(name, place));
  };
}

/** The Swagger document of a text that is one: it was converted, and pointers refer to the converted document. */
function swaggerIn(text: string): JsonObject | undefined {
  if (!/\bswagger["']?\s*:/.test(text)) return undefined;
  const { document } = parseDescription({ name: '', text });
  return isJsonObject(document) && 'swagger' in document ? document : undefined;
}

/** A diagnostic about a converted Swagger document, in Swagger's terms. */
function inWords(diagnostic: Diagnostic, from: string, to: string): Diagnostic {
  const { summary, detail } = diagnostic;
  const worded = (text: string): string => inSwaggerWords(text.replaceAll(from, to));
  return { ...diagnostic, summary: worded(summary), ...(detail === undefined ? {} : { detail: worded(detail) }) };
}

/**
 * The first value that contains itself, as a YAML alias can, or that is nested too deeply. Code that walks a
 * description relies on neither occurring.
 */
function whereItNeverEnds(
  document: Json,
): { readonly kind: 'circle'; readonly pointer: string } | { readonly kind: 'deep' } | undefined {
  const around = new Set<object>();
  const way: { readonly value: object; readonly pointer: string; readonly inside: Iterator<[string, Json]> }[] = [];
  const enter = (value: Json, pointer: string): void => {
    if (typeof value !== 'object' || value === null) return;
    around.add(value);
    way.push({ value, pointer, inside: Object.entries(value as JsonObject).values() });
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

function whatIsWrong(document: JsonObject): { readonly pointer: string; readonly found: string } | undefined {
  const version = document['openapi'];
  if (version === undefined) {
    const older = document['swagger'];
    if (older === undefined) return { pointer: '#/openapi', found: 'It does not declare its version of OpenAPI' };
    return { pointer: '#/swagger', found: `Swagger version ${JSON.stringify(older)} is not supported` };
  }
  if (typeof version !== 'string' || !/^3\.[01]\./.test(version))
    return { pointer: '#/openapi', found: `OpenAPI version ${JSON.stringify(version)} is not supported` };
  return isJsonObject(at(document, '#/paths')) ? undefined : { pointer: '#/paths', found: 'It has no paths' };
}

function readJson(text: string): Json {
  try {
    return JSON.parse(text) as Json;
  } catch (error) {
    const problem = findJsonProblem(text);
    throw problem === undefined ? error : new JsonSyntaxError(problem.message, problem.offset);
  }
}

function rangeOfError({ name, text }: DescriptionText, error: unknown): SourceRange | undefined {
  if (error instanceof JsonSyntaxError) {
    const before = text.slice(0, error.offset);
    const column = before.length - before.lastIndexOf('\n');
    return rangeFrom(name, { line: before.split('\n').length, column, byte: error.offset });
  }
  if (!(error instanceof YamlError)) return undefined;
  return rangeFrom(name, { line: error.line, column: error.column, byte: error.offset });
}

function rangeFrom(file: string, start: SourceRange['start']): SourceRange {
  return { file, start, end: { line: start.line, column: start.column + 1, byte: start.byte + 1 } };
}

function withRange(diagnostic: Diagnostic, range: SourceRange | undefined): Diagnostic {
  return range === undefined ? diagnostic : { ...diagnostic, range };
}
