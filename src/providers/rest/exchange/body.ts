import { isJsonList, ExactNumber, isNull, stringifyJson, type Json } from '../../../model/index.js';
import type { Files } from './files.js';
import type { BodyMapping, FilePart, JsonPart, Part, UpdateMapping } from '../mapping/definition.js';
import { pointerSet } from '../pointer.js';
import { partValue, type MergeSources, type Values } from '../values/projection.js';

export interface BodySources {
  readonly values: Values;
  /** The provider configuration. */
  readonly configured: Values;
  /** If set, only these attributes are part of the body. */
  readonly only?: ReadonlySet<string> | undefined;
  readonly clears?: UpdateMapping['clears'];
  readonly files?: Files | undefined;
  readonly about?: MergeSources | undefined;
}

export interface BuiltBody {
  readonly content: string | Uint8Array<ArrayBuffer> | FormData;
  /** Absent if the transport must set it. */
  readonly type?: string;
}

/** The body of a request; undefined if it would contain a file and there is none. */
export function buildBody(mapping: BodyMapping, sources: BodySources): BuiltBody | undefined {
  if ('json' in mapping) {
    // Exactly this value: some services refuse the type with a charset appended.
    const { type = 'application/json' } = mapping;
    const body = record(mapping.json, sources);
    if (type === 'multipart/form-data') return { content: filled(new FormData(), body) };
    const content = type === FORM ? filled(new URLSearchParams(), body).toString() : stringifyJson(body);
    return { content, type };
  }
  if ('multipart' in mapping) return { content: form(mapping.multipart, sources) };
  if (isFile(mapping.raw)) {
    const file = sources.files?.get(mapping.raw.file);
    return file && { content: file.bytes, type: mapping.type };
  }
  return { content: text(take(mapping.raw, sources) ?? ''), type: mapping.type };
}

const FORM = 'application/x-www-form-urlencoded';

/** A form with the fields of an object. */
function filled<F extends Pick<FormData, 'append'>>(fields: F, value: Json, name = ''): F {
  if (isJsonList(value)) for (const item of value) filled(fields, item, name);
  else if (typeof value === 'object' && value !== null && !(value instanceof ExactNumber))
    for (const [member, inner] of Object.entries(value))
      filled(fields, inner, name === '' ? member : `${name}[${member}]`);
  else fields.append(name, text(value));
  return fields;
}

function form(parts: Readonly<Record<string, Part | FilePart | JsonPart>>, sources: BodySources): FormData {
  const data = new FormData();
  for (const [name, part] of Object.entries(parts)) {
    if (isFile(part)) {
      const file = sources.files?.get(part.file);
      if (file !== undefined) data.append(name, new Blob([file.bytes]), file.name);
    } else {
      const value = isJson(part) ? stringifyJson(record(part.json, sources)) : take(part, sources);
      if (value !== undefined) data.append(name, text(value));
    }
  }
  return data;
}

function record(parts: Readonly<Record<string, Part>>, sources: BodySources): Json {
  const body: Record<string, Json> = {};
  for (const [pointer, part] of Object.entries(parts)) {
    const value = take(part, sources);
    if (value === undefined) continue;
    // The body itself, for example a list.
    if (pointer === '') return value;
    pointerSet(body, pointer, value);
  }
  return body;
}

function take(part: Part, { values, configured, only, clears, about }: BodySources): Json | undefined {
  const names = attributesIn(part);
  if (names.length > 0 && only !== undefined && !names.some((name) => only.has(name))) return undefined;
  const cleared = clears === 'as-null' && names.length > 0 && names.every((name) => isNull(values[name] ?? null));
  return cleared ? null : partValue(part, values, configured, about);
}

/** The attributes that a part is made of. */
export function attributesIn(part: Part): readonly string[] {
  if (typeof part === 'string') return [part];
  if ('attributes' in part) return part.attributes;
  return 'attribute' in part ? [part.attribute] : [];
}

function isFile(part: Part | FilePart | JsonPart): part is FilePart {
  return typeof part === 'object' && 'file' in part;
}

function isJson(part: Part | FilePart | JsonPart): part is JsonPart {
  return typeof part === 'object' && 'json' in part;
}

function text(value: Json): string {
  return typeof value === 'string' ? value : stringifyJson(value);
}
