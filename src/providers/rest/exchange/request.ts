import { isJsonList, stringifyJson, type Json } from '../../../model/index.js';
import { buildBody } from './body.js';
import type { HttpRequest } from '../http/client.js';
import type { Operation } from '../description/description.js';
import type { Files } from './files.js';
import type { CallMapping, Part, UpdateMapping } from '../mapping/definition.js';
import { partValue, type MergeSources, type Values } from '../values/projection.js';

export interface RequestParts {
  readonly operation: Operation;
  readonly endpoint: string;
  /** Later entries of the same name take precedence. */
  readonly parameters: Readonly<Record<string, Part>>;
  readonly call: Pick<CallMapping, 'body' | 'repeatable'> & Pick<UpdateMapping, 'clears'>;
  /** The values for the body. */
  readonly values: Values;
  /** The values for path, query and headers. */
  readonly address: Values;
  /** The provider configuration. */
  readonly configured: Values;
  /** If set, only these attributes are part of the body. */
  readonly only?: ReadonlySet<string> | undefined;
  readonly query?: Readonly<Record<string, string>> | undefined;
  /** Content of the files that attributes name. */
  readonly files?: Files | undefined;
  readonly about?: MergeSources | undefined;
}

export type Built = { readonly request: HttpRequest } | { readonly missing: string };

const REPEATABLE = new Set(['GET', 'HEAD', 'PUT', 'DELETE', 'OPTIONS']);

/** The request of an operation. `missing` names the address parameters without a value. */
export function buildRequest(parts: RequestParts): Built {
  const { operation, call } = parts;
  const values = new Map(parametersOf(parts));
  const path = fillPath(operation.path, values, operation.separators);
  if ('missing' in path) return { missing: sourceName(parts.parameters[path.missing], path.missing) };
  const url = new URL(parts.endpoint.replace(/\/+$/, '') + path.text);
  const headers: Record<string, string> = {};
  for (const [name, value] of values) {
    const place = operation.parameters.get(name);
    const separator = operation.separators.get(name);
    const texts = itemsOf(value).map(text);
    if (place === 'query')
      for (const item of separator === undefined ? texts : [texts.join(separator)]) url.searchParams.append(name, item);
    else if (place === 'header') headers[name] = texts.join(separator);
  }
  for (const [name, value] of Object.entries(parts.query ?? {})) url.searchParams.set(name, value);
  const body = call.body === undefined ? undefined : buildBody(call.body, { ...parts, clears: call.clears });
  if (body?.type !== undefined) headers['content-type'] = body.type;
  const repeatable = call.repeatable ?? REPEATABLE.has(operation.method);
  const { method, accepted } = operation;
  const template = operation.path;
  return { request: { method, url, headers, body: body?.content, repeatable, template, accepted } };
}

function* parametersOf({ operation, parameters, address, configured }: RequestParts): Generator<[string, Json]> {
  for (const [name, part] of Object.entries(parameters)) {
    if (!operation.parameters.has(name)) continue;
    const value = partValue(part, address, configured);
    if (value !== undefined) yield [name, value];
  }
}

/**
 * Fills in a path's parameters. A value that would change the path's shape is rejected: an empty one, or dots that mean
 * "up".
 */
function fillPath(
  template: string,
  values: ReadonlyMap<string, Json>,
  separators: Operation['separators'],
): { readonly text: string } | { readonly missing: string } {
  let missing: string | undefined;
  const filled = template.replaceAll(/\{([^}]+)\}/g, (_, name: string) => {
    const texts = itemsOf(values.get(name) ?? []).map(text);
    const segment = texts.map(encodeURIComponent).join(separators.get(name));
    if (segment === '' || segment === '.' || segment === '..') missing ??= name;
    return segment;
  });
  return missing === undefined ? { text: filled } : { missing };
}

function sourceName(part: Part | undefined, name: string): string {
  if (typeof part === 'string') return part;
  if (part === undefined || 'value' in part) return name;
  if ('setting' in part) return part.setting;
  return 'attribute' in part ? part.attribute : name;
}

const itemsOf = (value: Json): readonly Json[] => (isJsonList(value) ? value : [value]);

function text(value: Json): string {
  return typeof value === 'string' ? value : stringifyJson(value);
}
