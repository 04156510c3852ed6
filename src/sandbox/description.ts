import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { parse as parseYaml } from 'yaml';

import { messageOf, SandboxError, isMissing } from './error.js';

/** A JSON Schema, as far as the sandbox inspects one itself. */
export interface Schema {
  readonly type?: string | readonly string[];
  readonly $ref?: string;
  readonly items?: Schema;
}

/** The emulators evaluate no cookies. */
const PLACES = ['path', 'query', 'header'] as const;

export interface Parameter {
  readonly name: string;
  readonly in: (typeof PLACES)[number];
  readonly required: boolean;
  readonly schema: Schema;
  /**
   * The separator of the items of a list that is one string; a list without one repeats the parameter for each item.
   */
  readonly separator?: string;
  /** Location of the schema in the description, as a JSON pointer. */
  readonly pointer: string;
}

export interface Operation {
  readonly id: string;
  /** In capitals. */
  readonly method: string;
  /** A path template: `/orgs/{organisationSlug}/cloud-accounts`. */
  readonly path: string;
  readonly parameters: readonly Parameter[];
  readonly body: { readonly required: boolean; readonly schemas: MediaTypes } | undefined;
  /** By status. */
  readonly replies: ReadonlyMap<number, MediaTypes>;
}

/** Media type → JSON pointer of its schema. */
export type MediaTypes = ReadonlyMap<string, string>;

export interface Description {
  readonly document: Readonly<Record<string, unknown>>;
  readonly operations: readonly Operation[];
}

const METHODS = ['get', 'put', 'post', 'delete', 'patch', 'head', 'options'];

/**
 * Reads an OpenAPI 3.1 description, in JSON or YAML. Without a path, it is that of the provider with the same name: the
 * built `openapi.json`, or in a source tree the `openapi.yaml` it is built from.
 */
export async function loadDescription(system: string, place?: string | URL): Promise<Description> {
  const candidates = place === undefined ? besideTheProvider(system) : [toPath(place)];
  for (const path of candidates) {
    const text = await readIfThere(path);
    if (text !== undefined) return describe(parse(path, text));
  }
  throw new SandboxError(
    'sandbox_no_description',
    `No API description for ${system}: none of ${candidates.join(', ')} can be read. Build the project, or pass the path of a description.`,
  );
}

function besideTheProvider(system: string): string[] {
  return ['openapi.json', 'openapi.yaml'].map((file) =>
    fileURLToPath(new URL(`../providers/${system}/${file}`, import.meta.url)),
  );
}

function toPath(place: string | URL): string {
  return place instanceof URL || place.startsWith('file:') ? fileURLToPath(place) : place;
}

async function readIfThere(path: string): Promise<string | undefined> {
  try {
    return await readFile(path, 'utf8');
  } catch (problem) {
    if (isMissing(problem)) return undefined;
    throw new SandboxError('sandbox_no_description', `${path} cannot be read: ${messageOf(problem)}`);
  }
}

function parse(path: string, text: string): Record<string, unknown> {
  try {
    const document: unknown = path.endsWith('.json') ? JSON.parse(text) : parseYaml(text);
    if (isRecord(document) && isRecord(document['paths'])) return document;
  } catch (problem) {
    throw new SandboxError('sandbox_bad_description', `${path} cannot be parsed: ${messageOf(problem)}`);
  }
  throw new SandboxError('sandbox_bad_description', `${path} is not an OpenAPI description: it has no paths.`);
}

/** Lists a document's operations. Their order is the document's. */
export function describe(document: Readonly<Record<string, unknown>>): Description {
  const operations: Operation[] = [];
  for (const [path, item] of entries(document['paths'])) {
    const here = `#/paths/${escape(path)}`;
    for (const method of METHODS) {
      const found = isRecord(item) ? item[method] : undefined;
      if (!isRecord(found)) continue;
      operations.push(operation(document, path, method, `${here}/${method}`, `${here}/parameters`));
    }
  }
  return { document, operations };
}

function operation(
  document: Readonly<Record<string, unknown>>,
  path: string,
  method: string,
  here: string,
  shared: string,
): Operation {
  const { value } = follow(document, here);
  const body = value['requestBody'] === undefined ? undefined : follow(document, `${here}/requestBody`);
  const statuses = Object.keys(isRecord(value['responses']) ? value['responses'] : {}).filter((key) =>
    /^\d+$/.test(key),
  );
  return {
    id: typeof value['operationId'] === 'string' ? value['operationId'] : `${method} ${path}`,
    method: method.toUpperCase(),
    path,
    parameters: [...parameters(document, shared), ...parameters(document, `${here}/parameters`)],
    body: body && { required: body.value['required'] === true, schemas: mediaTypes(body.value, body.pointer) },
    replies: new Map(
      statuses.map((status) => {
        const reply = follow(document, `${here}/responses/${status}`);
        return [Number(status), mediaTypes(reply.value, reply.pointer)];
      }),
    ),
  };
}

function parameters(document: Readonly<Record<string, unknown>>, here: string): Parameter[] {
  const list = at(document, here);
  if (!Array.isArray(list)) return [];
  return list.flatMap((_, index) => {
    const { value, pointer } = follow(document, `${here}/${index}`);
    const place = PLACES.find((each) => each === value['in']);
    if (place === undefined) return [];
    return {
      name: String(value['name']),
      in: place,
      required: value['required'] === true,
      schema: isRecord(value['schema']) ? follow(document, `${pointer}/schema`).value : {},
      ...separatorOf(value),
      pointer: `${pointer}/schema`,
    };
  });
}

/** Lists in paths and headers are one string, those in queries only without `explode`. */
function separatorOf(value: Readonly<Record<string, unknown>>): { readonly separator?: string } {
  if (value['in'] !== 'query') return { separator: ',' };
  const { style = 'form', explode = style === 'form' } = value;
  if (explode === true) return {};
  return { separator: style === 'spaceDelimited' ? ' ' : style === 'pipeDelimited' ? '|' : ',' };
}

function mediaTypes(holder: Readonly<Record<string, unknown>>, here: string): MediaTypes {
  return new Map(entries(holder['content']).map(([type]) => [type, `${here}/content/${escape(type)}/schema`]));
}

/** The value at a pointer with references followed, and its location. */
function follow(document: unknown, pointer: string): { value: Readonly<Record<string, unknown>>; pointer: string } {
  let here = pointer;
  for (let hops = 0; hops < 16; hops++) {
    const value = at(document, here);
    if (!isRecord(value)) break;
    if (typeof value['$ref'] !== 'string') return { value, pointer: here };
    here = value['$ref'];
  }
  throw new SandboxError('sandbox_bad_description', `The API description has nothing at ${pointer}.`);
}

/** The value at a JSON pointer. */
export function at(document: unknown, pointer: string): unknown {
  let value: unknown = document;
  for (const step of pointer.split('/').slice(1)) {
    if (typeof value !== 'object' || value === null) return undefined;
    value = Reflect.get(value, step.replaceAll('~1', '/').replaceAll('~0', '~'));
  }
  return value;
}

function escape(step: string): string {
  return step.replaceAll('~', '~0').replaceAll('/', '~1');
}

function entries(value: unknown): [string, unknown][] {
  return isRecord(value) ? Object.entries(value) : [];
}

export function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
