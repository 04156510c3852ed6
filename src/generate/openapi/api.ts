import { type Json, isJsonObject, objectIn, type JsonObject, listIn } from '../../model/index.js';
import { repeatedOperation } from './diagnostics.js';
import { at, escapeStep, textOf } from './pointer.js';
import type { Misplaced } from './references.js';

/** An operation with all its references followed. */
export interface ApiOperation {
  /** The description's `operationId`, or method and path. */
  readonly id: string;
  readonly method: Method;
  readonly path: string;
  /** Names of the path parameters, in order. */
  readonly keys: readonly string[];
  readonly pointer: string;
  readonly summary: string | undefined;
  readonly parameters: readonly ApiParameter[];
  readonly request: ApiContent | undefined;
  readonly replies: readonly ApiReply[];
}

export interface ApiParameter {
  readonly name: string;
  readonly in: 'path' | 'query' | 'header';
  readonly required: boolean;
  readonly schema: JsonObject;
  /** Location of its schema in the description. */
  readonly pointer: string;
  readonly description: string | undefined;
}

/** JSON content of a request or a reply. */
export interface ApiContent {
  readonly mediaType: string;
  /** Of the schema. */
  readonly pointer: string;
}

export interface ApiReply {
  readonly status: string;
  readonly pointer: string;
  readonly content: ApiContent | undefined;
  readonly headers: readonly string[];
}

const METHODS = ['get', 'put', 'post', 'delete', 'patch'] as const;

export type Method = (typeof METHODS)[number];

/**
 * The document with path items and operations inlined, each `operationId` unique, and each path parameter declared: the
 * runtime lookup of operations relies on this. `changed`: it was not in this form.
 */
export function settleOperations(document: JsonObject): {
  readonly document: JsonObject;
  readonly changed: boolean;
  readonly misplaced: readonly Misplaced[];
} {
  const ids = new Map<string, string>();
  const misplaced: Misplaced[] = [];
  let changed = false;
  const paths = Object.entries(objectIn(document['paths'])).map(([written, given]): [string, Json] => {
    const pointer = `#/paths/${escapeStep(written)}`;
    const path = withDistinctHoles(written);
    changed ||= path !== written;
    const item = follow(document, pointer).value;
    changed ||= item !== given;
    const shared = new Set(parametersAt(document, pointer).map(({ name }) => name));
    const settled = Object.entries(item).map(([key, value]): [string, Json] => {
      if (!METHODS.some((method) => method === key) || !isJsonObject(value)) return [key, value];
      const here = `${pointer}/${key}`;
      const named = withOwnId(typeof value['$ref'] === 'string' ? follow(document, value['$ref']).value : value, here);
      const whole = withHoles(document, path, named, shared);
      changed ||= whole !== value;
      return [key, whole];
    });
    return [path, Object.fromEntries(settled)];
  });
  return { document: changed ? { ...document, paths: Object.fromEntries(paths) } : document, changed, misplaced };

  function withOwnId(operation: JsonObject, pointer: string): JsonObject {
    const id = textOf(operation['operationId']);
    if (id === undefined) return operation;
    const first = ids.get(id);
    if (first === undefined) {
      ids.set(id, pointer);
      return operation;
    }
    misplaced.push({ pointer, diagnostic: repeatedOperation(pointer, id, first) });
    const { operationId: _, ...nameless } = operation;
    return nameless;
  }
}

function withHoles(document: JsonObject, path: string, operation: JsonObject, shared: ReadonlySet<string>): JsonObject {
  const own = listIn(operation['parameters']);
  const declared = new Set(
    own.map((parameter) => {
      const { $ref } = objectIn(parameter);
      return objectIn(typeof $ref === 'string' ? follow(document, $ref).value : parameter)['name'];
    }),
  );
  const missing = holesOf(path).filter((name) => !declared.has(name) && !shared.has(name));
  if (missing.length === 0) return operation;
  const holes = missing.map((name) => ({ name, in: 'path', required: true, schema: { type: 'string' } }));
  return { ...operation, parameters: [...own, ...holes] };
}

/** A repeated path parameter name gets a numeric suffix, because values are looked up by name. */
function withDistinctHoles(path: string): string {
  const seen = new Map<string, number>();
  return path.replaceAll(/\{([^}]+)\}/g, (hole, name: string) => {
    const count = (seen.get(name) ?? 0) + 1;
    seen.set(name, count);
    return count === 1 ? hole : `{${name}${count}}`;
  });
}

const holesOf = (path: string): string[] => [...path.matchAll(/\{([^}]+)\}/g)].map(([, name = '']) => name);

export function operationsOf(document: JsonObject): readonly ApiOperation[] {
  return Object.entries(objectIn(document['paths'])).flatMap(([path, item]) =>
    METHODS.filter((method) => isJsonObject(objectIn(item)[method])).map((method) =>
      readOperation(document, path, method, `#/paths/${escapeStep(path)}`),
    ),
  );
}

/** The value at a pointer with references followed, and its location. All references were checked before. */
export function follow(
  document: JsonObject,
  pointer: string,
): { readonly value: JsonObject; readonly pointer: string } {
  let here = pointer;
  for (;;) {
    const value = objectIn(at(document, here));
    if (typeof value['$ref'] !== 'string') return { value, pointer: here };
    here = value['$ref'];
  }
}

/** The success reply: the lowest 2xx status that is described. */
export function successOf(operation: ApiOperation): ApiReply | undefined {
  return [...operation.replies]
    .filter(({ status }) => /^2(\d\d|XX)$/.test(status))
    .sort((left, right) => (left.status < right.status ? -1 : 1))[0];
}

function readOperation(document: JsonObject, path: string, method: Method, item: string): ApiOperation {
  const pointer = `${item}/${method}`;
  const { value } = follow(document, pointer);
  const statuses = Object.keys(objectIn(value['responses']));
  const request = value['requestBody'] === undefined ? undefined : follow(document, `${pointer}/requestBody`);
  return {
    id: textOf(value['operationId']) ?? `${method} ${path}`,
    method,
    path,
    keys: holesOf(path),
    pointer,
    summary: textOf(value['summary']) ?? textOf(value['description']),
    parameters: [...parametersAt(document, item), ...parametersAt(document, pointer)],
    request: request && contentOf(request.value, request.pointer, FORMS),
    replies: statuses.map((status) => {
      const reply = follow(document, `${pointer}/responses/${status}`);
      return {
        status,
        pointer: reply.pointer,
        content: contentOf(reply.value, reply.pointer),
        headers: Object.keys(objectIn(reply.value['headers'])),
      };
    }),
  };
}

function parametersAt(document: JsonObject, owner: string): ApiParameter[] {
  return listIn(at(document, `${owner}/parameters`)).flatMap((_, index) => {
    const { value, pointer } = follow(document, `${owner}/parameters/${index}`);
    const place = value['in'];
    if (place !== 'path' && place !== 'query' && place !== 'header') return [];
    return [
      {
        name: textOf(value['name']) ?? '',
        in: place,
        required: value['required'] === true,
        schema: follow(document, `${pointer}/schema`).value,
        pointer: `${pointer}/schema`,
        description: textOf(value['description']),
      },
    ];
  });
}

/** Body formats other than JSON. */
const FORMS = ['application/x-www-form-urlencoded', 'multipart/form-data'];

/** Plain JSON, otherwise another JSON format, or one of `others`. */
function contentOf(holder: JsonObject, here: string, others: readonly string[] = []): ApiContent | undefined {
  const types = Object.entries(objectIn(holder['content'])).filter(([, value]) => schemaIn(value) !== undefined);
  const found =
    types.find(([type]) => type === 'application/json') ??
    types.find(([type]) => /[/+]json($|;)/.test(type)) ??
    types.find(([type]) => others.includes(type));
  if (found === undefined) return undefined;
  return { mediaType: found[0], pointer: `${here}/content/${escapeStep(found[0])}/schema` };
}

function schemaIn(value: Json): Json | undefined {
  const schema = objectIn(value)['schema'];
  return isJsonObject(schema) && Object.keys(schema).length > 0 ? schema : undefined;
}
