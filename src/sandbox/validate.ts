import { Ajv2020 } from 'ajv/dist/2020.js';
import type { ErrorObject, Options, ValidateFunction } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';

import { at, isRecord } from './description.js';
import type { Misfit } from './fit.js';
import type { Description, Operation, Parameter, Schema } from './description.js';
import { standIn } from './stand-in.js';

/** The validation errors, one sentence each. Never contains a value: it may be a secret. */
export type Problems = readonly string[];

/**
 * Validates requests, and optionally replies, against an API description. A schema is compiled on first use and cached,
 * so a sandbox starts quickly and each request costs next to nothing.
 */
export class Validator {
  readonly #description: Description;
  readonly #ajv: Ajv2020;
  #forms: Ajv2020 | undefined;
  #verbose: Ajv2020 | undefined;
  readonly #compiled = new Map<Ajv2020, Map<string, ValidateFunction>>();

  /** `anyWords`: unknown keywords and formats in the description are accepted. */
  constructor(description: Description, anyWords = false) {
    this.#description = description;
    this.#ajv = this.#make(anyWords ? { strict: false, logger: false } : { strict: true, strictTypes: false });
  }

  #make(options: Options): Ajv2020 {
    const ajv = new Ajv2020({
      allErrors: true,
      validateSchema: false,
      // Schemas that many refer to are compiled once, rather than into each: less than half of the time and memory.
      inlineRefs: false,
      code: { optimize: false },
      ...options,
    });
    addFormats.default(ajv);
    ajv.addVocabulary([...foreignWords(this.#description.document)]);
    ajv.addSchema(this.#description.document, BASE);
    return ajv;
  }

  /** Values arrive as strings; one that should be a number and is not stays a string, and is reported. */
  parameters(operation: Operation, path: Readonly<Record<string, string>>, query: URLSearchParams): Problems {
    return operation.parameters.flatMap((parameter) => {
      if (parameter.in === 'header') return [];
      const { name } = parameter;
      const given = parameter.in === 'path' ? path[name] : (query.get(name) ?? undefined);
      if (given === undefined) return parameter.required ? [`${name}: is required`] : [];
      const value = parameter.in === 'path' ? parameterValue(parameter, given) : queryValue(parameter, query);
      return this.#check(parameter.pointer, value, name);
    });
  }

  body(operation: Operation, mediaType: string, value: unknown): Problems {
    const pointer = operation.body?.schemas.get(mediaType);
    return pointer === undefined ? [] : this.#check(pointer, value, '');
  }

  /** Converts the fields of a form to the types in their schemas. */
  form(operation: Operation, mediaType: string, fields: Record<string, unknown>): Problems {
    const pointer = operation.body?.schemas.get(mediaType);
    return pointer === undefined ? [] : this.#check(pointer, fields, '', this.#ofForms);
  }

  /** A status that the description does not list is a problem, too. */
  reply(operation: Operation, status: number, value: unknown): Problems {
    if (!operation.replies.has(status)) return [`status ${status} is not described`];
    const pointer = this.#replySchema(operation, status);
    if (pointer === undefined) return value === undefined ? [] : ['has a JSON body, but none is described'];
    return this.#check(pointer, value, '');
  }

  /** The problems of a body, location by location. */
  misfits(operation: Operation, status: number, value: unknown): readonly Misfit[] {
    const pointer = this.#replySchema(operation, status);
    if (pointer === undefined) return [];
    return this.#errors(pointer, value, this.#withSchemas).map((error) => {
      const { parentSchema, params } = error;
      const missing: unknown = params['missingProperty'];
      if (typeof missing !== 'string') return error;
      const schema = at(parentSchema, `/properties/${escape(missing)}`);
      return { ...error, standIn: standIn(schema, missing, (place) => at(this.#description.document, place)) };
    });
  }

  #replySchema(operation: Operation, status: number): string | undefined {
    const types = operation.replies.get(status) ?? new Map<string, string>();
    return types.get('application/json') ?? [...types].find(([type]) => /[/+]json($|;)/.test(type))?.[1];
  }

  /** Created for the first form: few descriptions have any. */
  get #ofForms(): Ajv2020 {
    return (this.#forms ??= this.#make({ strict: false, logger: false, coerceTypes: 'array' }));
  }

  /** Tells what schema was broken, which takes more memory: it is made when the first reply does not fit. */
  get #withSchemas(): Ajv2020 {
    return (this.#verbose ??= this.#make({ strict: false, logger: false, verbose: true }));
  }

  #check(pointer: string, value: unknown, name: string, ajv = this.#ajv): Problems {
    return sentences(this.#errors(pointer, value, ajv), name);
  }

  #compiledBy(ajv: Ajv2020): Map<string, ValidateFunction> {
    const compiled = this.#compiled.get(ajv) ?? new Map<string, ValidateFunction>();
    this.#compiled.set(ajv, compiled);
    return compiled;
  }

  #errors(pointer: string, value: unknown, ajv: Ajv2020): readonly ErrorObject[] {
    const compiled = this.#compiledBy(ajv);
    let validate = compiled.get(pointer);
    if (validate === undefined) {
      validate = ajv.compile({ $ref: BASE + inUri(pointer) });
      compiled.set(pointer, validate);
    }
    return validate(value) ? [] : (validate.errors ?? []).filter(isMistake);
  }
}

/** A query parameter converted to its schema's type; for a list, all items. */
export function queryValue(parameter: Parameter, query: URLSearchParams): unknown {
  const { name, schema, separator } = parameter;
  const isList = typesOf(schema).includes('array') && separator === undefined;
  return isList
    ? query.getAll(name).map((text) => scalar(schema.items ?? {}, text))
    : parameterValue(parameter, query.get(name) ?? '');
}

function parameterValue({ schema, separator = ',' }: Parameter, text: string): unknown {
  if (!typesOf(schema).includes('array')) return scalar(schema, text);
  return text.split(separator).map((item) => scalar(schema.items ?? {}, item));
}

const typesOf = ({ type }: Schema): readonly string[] => [type ?? []].flat();

function scalar(schema: Schema, text: string): unknown {
  const types = typesOf(schema);
  if ((types.includes('integer') || types.includes('number')) && /^-?\d+(\.\d+)?$/.test(text)) return Number(text);
  if (types.includes('boolean') && (text === 'true' || text === 'false')) return text === 'true';
  return text;
}

/** Descriptions use "one of" for overlapping schemas: a value that matches several of them is accepted. */
const isMistake = ({ keyword, params }: ErrorObject): boolean =>
  keyword !== 'oneOf' || !Array.isArray(params['passingSchemas']);

const BASE = 'https://sandbox.invalid/description';

function inUri(pointer: string): string {
  return `#${pointer.slice(1).split('/').map(encodeURIComponent).join('/')}`;
}

function sentences(errors: readonly ErrorObject[], name: string): string[] {
  return errors.map((error) => {
    const steps = error.instancePath.split('/').slice(1);
    const missing: unknown = error.params['missingProperty'];
    if (error.keyword === 'required') return `${[name, ...steps, missing].filter(Boolean).join('.')}: is required`;
    const place = [name, ...steps].filter(Boolean).join('.');
    const allowed: unknown = error.params['allowedValues'];
    const choice = Array.isArray(allowed) ? `: ${allowed.join(', ')}` : '';
    return `${place === '' ? 'body' : place}: ${error.message ?? 'is not valid'}${choice}`;
  });
}

/** A description's own sections and extensions: they are not schema keywords, so strict mode needs to know them. */
function foreignWords(document: Readonly<Record<string, unknown>>): Set<string> {
  const words = new Set(['example', 'discriminator', 'externalDocs', 'xml']);
  for (const section of Object.keys(document)) if (section !== 'description') words.add(section);
  const waiting: unknown[] = [document];
  for (let value = waiting.pop(); value !== undefined; value = waiting.pop()) {
    if (Array.isArray(value)) waiting.push(...value.filter((item) => typeof item === 'object' && item !== null));
    if (!isRecord(value)) continue;
    for (const [key, item] of Object.entries(value)) {
      if (key.startsWith('x-')) words.add(key);
      if (typeof item === 'object' && item !== null) waiting.push(item);
    }
  }
  return words;
}
