import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';
import { isJsonList, isJsonObject, objectIn, codeOf } from '../../../model/index.js';
import { pointerEscape, pointerGet } from '../pointer.js';
import type { Json, JsonObject } from '../../../model/index.js';
import type { Check } from './check.js';

/** A JSON Schema inside a description, with the keywords that are used here. */
export interface JsonSchema {
  readonly $ref?: string;
  readonly type?: string | readonly string[];
  readonly description?: string;
  readonly properties?: Readonly<Record<string, JsonSchema>>;
  readonly allOf?: readonly JsonSchema[];
  readonly anyOf?: readonly JsonSchema[];
  readonly oneOf?: readonly JsonSchema[];
  readonly items?: JsonSchema;
  readonly additionalProperties?: boolean | JsonSchema;
  readonly required?: readonly string[];
  readonly [keyword: string]: unknown;
}

/** The places of parameters; a mapping sends no cookies. */
const PLACES = ['path', 'query', 'header'] as const;

export interface Operation {
  readonly id: string;
  /** In capitals. */
  readonly method: string;
  /** `/orgs/{organisationSlug}/cloud-accounts`. */
  readonly path: string;
  readonly parameters: ReadonlyMap<string, 'path' | 'query' | 'header'>;
  /** Name of a path or query parameter → the separator of the items of a list that is sent as one string. */
  readonly separators: ReadonlyMap<string, string>;
  /** Name of a parameter → its description. */
  readonly words: ReadonlyMap<string, string>;
  /**
   * Alternatives for authentication, each with the names of the schemes that it combines; see `security` in OpenAPI.
   * Undefined if the whole description has none.
   */
  readonly accepted: readonly (readonly string[])[] | undefined;
  /** Pointer to the schema of the JSON request body. */
  readonly requestSchema: string | undefined;
  /** Pointer to the schema of the JSON body of a reply; undefined if none is described for the status. */
  replySchema(status: number): string | undefined;
  /** Whether replies with this status are described as having no JSON body. */
  isBare(status: number): boolean;
}

const METHODS = ['get', 'put', 'post', 'delete', 'patch', 'head', 'options'];

/** An API description, read on first use, so that a program that does not use its provider does not pay for it. */
export class Description {
  readonly #beside: string;
  #document: JsonObject | undefined;
  #operations: Map<string, Operation> | undefined;
  #saysWhoAsks: boolean | undefined;
  #replies: Readonly<Record<string, Check>> | undefined;

  constructor(beside: string) {
    this.#beside = beside;
  }

  get document(): JsonObject {
    return (this.#document ??= load(this.#beside));
  }

  /** Checks against the schema of a reply, if the build compiled it. */
  replyCheck(pointer: string): Check | undefined {
    this.#replies ??= loadReplies(this.#beside);
    return Object.hasOwn(this.#replies, pointer) ? this.#replies[pointer] : undefined;
  }

  /** Throws for an ID that the description does not have, which is a mistake in the mapping. */
  operation(id: string): Operation {
    this.#operations ??= this.#index();
    const found = this.#operations.get(id);
    if (found === undefined) throw new Error(`the API description has no operation ${id}`);
    return found;
  }

  operations(): Iterable<Operation> {
    return (this.#operations ??= this.#index()).values();
  }

  get server(): string | undefined {
    const url = pointerGet(this.document, '/servers/0/url');
    return typeof url === 'string' ? url : undefined;
  }

  /** The schema at a pointer, with `$ref`s followed. */
  schema(pointer: string): JsonSchema {
    return this.follow(pointer).value;
  }

  /** The schema itself, or the target of its `$ref`. A description beside the `$ref` takes precedence. */
  resolve(schema: JsonSchema): JsonSchema {
    if (schema.$ref === undefined) return schema;
    const { $ref, ...own } = schema;
    return { ...this.schema($ref), ...own };
  }

  /** A property, including one from `allOf`. */
  property(schema: JsonSchema, name: string): JsonSchema | undefined {
    const whole = this.resolve(schema);
    const own =
      whole.properties !== undefined && Object.hasOwn(whole.properties, name) ? whole.properties[name] : undefined;
    if (own !== undefined) return this.resolve(own);
    for (const part of whole.allOf ?? []) {
      const found = this.property(part, name);
      if (found !== undefined) return found;
    }
    return undefined;
  }

  follow(pointer: string): { readonly value: JsonObject; readonly pointer: string } {
    let here = pointer;
    for (let hops = 0; hops < 16; hops++) {
      const value = pointerGet(this.document, here.replace(/^#/, ''));
      if (!isJsonObject(value)) break;
      const next = value['$ref'];
      if (typeof next !== 'string') return { value, pointer: here };
      here = next;
    }
    throw new Error(`the API description has nothing at ${pointer}`);
  }

  #index(): Map<string, Operation> {
    const operations = new Map<string, Operation>();
    for (const [path, value] of Object.entries(objectIn(this.document['paths']))) {
      const item = objectIn(value);
      for (const method of METHODS) {
        if (!Object.hasOwn(item, method)) continue;
        const operation = this.#operation(path, method, item);
        operations.set(operation.id, operation);
      }
    }
    return operations;
  }

  #reply(definition: JsonObject, here: string, status: number): ReturnType<Description['follow']> | undefined {
    const replies = objectIn(definition['responses']);
    const key = [String(status), `${String(status)[0]}XX`, 'default'].find((name) => Object.hasOwn(replies, name));
    return key === undefined ? undefined : this.follow(`${here}/responses/${key}`);
  }

  /**
   * If the whole description has no `security`, its authors probably forgot it rather than allowing everyone
   * everything.
   */
  #accepted(own: Json | undefined): Operation['accepted'] {
    const { security, paths } = this.document;
    const found = own ?? security;
    if (isJsonList(found)) return found.map((together) => Object.keys(objectIn(together)));
    this.#saysWhoAsks ??= Object.values(objectIn(paths)).some((item) =>
      METHODS.some((method) => pointerGet(item, `/${method}/security`) !== undefined),
    );
    return this.#saysWhoAsks ? [] : undefined;
  }

  #operation(path: string, method: string, item: JsonObject): Operation {
    const base = `#/paths/${pointerEscape(path)}`;
    const here = `${base}/${method}`;
    const definition = objectIn(item[method]);
    const parameters = new Map<string, 'path' | 'query' | 'header'>();
    const separators = new Map<string, string>();
    const words = new Map<string, string>();
    for (const [owner, list] of [
      [base, item['parameters']],
      [here, definition['parameters']],
    ] as const) {
      if (!Array.isArray(list)) continue;
      list.forEach((_, index) => {
        const { value } = this.follow(`${owner}/parameters/${index}`);
        const { name } = value;
        const place = PLACES.find((each) => each === value['in']);
        if (typeof name !== 'string' || place === undefined) return;
        const separator = separatorOf(value);
        if (separator !== undefined) separators.set(name, separator);
        parameters.set(name, place);
        if (typeof value['description'] === 'string') words.set(name, value['description']);
      });
    }
    const body = definition['requestBody'] === undefined ? undefined : this.follow(`${here}/requestBody`);
    return {
      id: typeof definition['operationId'] === 'string' ? definition['operationId'] : `${method} ${path}`,
      method: method.toUpperCase(),
      path,
      parameters,
      separators,
      words,
      accepted: this.#accepted(definition['security']),
      requestSchema: body && jsonSchemaIn(body.value, body.pointer),
      replySchema: (status) => {
        const reply = this.#reply(definition, here, status);
        return reply && jsonSchemaIn(reply.value, reply.pointer);
      },
      isBare: (status) => {
        const reply = this.#reply(definition, here, status);
        return reply !== undefined && jsonSchemaIn(reply.value, reply.pointer) === undefined;
      },
    };
  }
}

/** A list in a query is repeated for each item unless `explode` is false; elsewhere it is one string. */
function separatorOf(parameter: JsonObject): string | undefined {
  if (parameter['in'] !== 'query') return ',';
  const { style = 'form', explode = style === 'form' } = parameter;
  if (explode === true) return undefined;
  return style === 'spaceDelimited' ? ' ' : style === 'pipeDelimited' ? '|' : ',';
}

/** The content of `application/json`, or otherwise of the first other JSON type (`application/merge-patch+json`). */
function jsonSchemaIn(holder: JsonObject, here: string): string | undefined {
  const types = Object.keys(objectIn(holder['content']));
  const type = types.find((name) => name === 'application/json') ?? types.find((name) => name.endsWith('+json'));
  const place = `/content/${pointerEscape(type ?? 'application/json')}/schema`;
  return pointerGet(holder, place) === undefined ? undefined : `${here}${place}`;
}

/** What the build made of a description; absent when running from source. */
function loadReplies(beside: string): Readonly<Record<string, Check>> {
  const file = new URL('./replies.cjs', beside);
  if (file.protocol !== 'file:' || !existsSync(file)) return {};
  return createRequire(import.meta.url)(fileURLToPath(file)) as Readonly<Record<string, Check>>;
}

function load(beside: string): JsonObject {
  const built = readIfThere(new URL('./openapi.json', beside));
  if (built !== undefined) return objectIn(JSON.parse(built));
  const source = readIfThere(new URL('./openapi.yaml', beside));
  if (source === undefined) throw new Error(`no API description beside ${beside}`);
  // Only sources contain YAML. A published package contains JSON and never gets here.
  const yaml = createRequire(import.meta.url)('yaml') as { parse(text: string): Json };
  return objectIn(yaml.parse(source));
}

function readIfThere(url: URL): string | undefined {
  try {
    return readFileSync(fileURLToPath(url), 'utf8');
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return undefined;
    throw error;
  }
}
