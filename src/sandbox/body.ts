import { isRecord } from './description.js';
import type { MediaTypes } from './description.js';
import { mediaTypeOf } from './exchange.js';
import type { Arrival, System } from './system.js';
import type { Problems, Validator } from './validate.js';

/** A part of a multipart form that is a file. */
export interface UploadedFile {
  readonly name: string;
  readonly type: string;
  readonly bytes: Uint8Array;
}

/** A multipart form: its text fields and its files. */
export interface Form {
  readonly fields: Readonly<Record<string, string>>;
  readonly files: Readonly<Record<string, UploadedFile>>;
}

export type CheckedBody =
  /** Parsed JSON, a {@link Form}, or the bytes of any other type. */
  | { readonly fits: true; readonly body: unknown }
  | { readonly fits: false; readonly status: number; readonly message: string; readonly problems?: Problems };

/** For a body that is used unchanged, whatever its type. */
const ANY_TYPE = '*/*';

/** The body of a request, parsed by its content type and validated against the description. */
export async function readBody(system: System, validator: Validator, arrival: Arrival): Promise<CheckedBody> {
  const { operation, headers, bytes } = arrival;
  if (operation.body === undefined) return { fits: true, body: undefined };
  if (bytes.length === 0) {
    if (!operation.body.required) return { fits: true, body: undefined };
    return { fits: false, status: 400, message: 'Required request body is missing.' };
  }
  const header = headers['content-type'];
  const mediaType = mediaTypeOf(header);
  if (!operation.body.schemas.has(mediaType) && operation.body.schemas.has(ANY_TYPE))
    return { fits: true, body: bytes };
  if (!isAccepted(operation.body.schemas, mediaType, header, system)) {
    const accepted = [...operation.body.schemas.keys()].join(', ');
    const message = `Content type '${header ?? ''}' is not supported; send ${accepted}.`;
    return { fits: false, status: 415, message };
  }
  if (mediaType === 'multipart/form-data' && system.anyWords !== true) return readForm(header ?? '', bytes);
  if (isForm(mediaType)) return readFields(validator, arrival, mediaType);
  if (!isJson(mediaType)) return { fits: true, body: bytes };
  let body: unknown;
  try {
    body = JSON.parse(arrival.text);
  } catch {
    // The parser's own message quotes the body, which may contain a secret.
    return { fits: false, status: 400, message: 'The request body is not valid JSON.' };
  }
  if (system.nullIsAbsent) body = withoutNulls(body);
  const problems = validator.body(operation, mediaType, body);
  return problems.length > 0
    ? { fits: false, status: 400, message: 'Invalid request body.', problems }
    : { fits: true, body };
}

function isAccepted(types: MediaTypes, mediaType: string, header: string | undefined, system: System): boolean {
  if (!types.has(mediaType)) return false;
  return system.exactJson !== true || !isJson(mediaType) || header === mediaType;
}

const isForm = (mediaType: string): boolean =>
  mediaType === 'multipart/form-data' || mediaType === 'application/x-www-form-urlencoded';

/** A form as the object that its fields represent: `address[city]` is the city of the address. */
async function readFields(validator: Validator, arrival: Arrival, mediaType: string): Promise<CheckedBody> {
  const { operation, headers, bytes } = arrival;
  const body: Record<string, unknown> = {};
  try {
    const form = await new Response(bytes, { headers: { 'content-type': headers['content-type'] ?? '' } }).formData();
    for (const name of new Set(form.keys())) {
      const values = form.getAll(name).map((value) => (typeof value === 'string' ? value : value.name));
      place(
        body,
        name.split(/\[|\]\[?/).filter((step) => step !== ''),
        values.length === 1 ? values[0] : values,
      );
    }
  } catch {
    return { fits: false, status: 400, message: 'The request body is not a valid form.' };
  }
  const problems = validator.form(operation, mediaType, body);
  return problems.length > 0
    ? { fits: false, status: 400, message: 'Invalid request body.', problems }
    : { fits: true, body };
}

function place(target: Record<string, unknown>, [step = '', ...rest]: readonly string[], value: unknown): void {
  if (rest.length === 0) target[step] = value;
  else {
    const inside = target[step] ?? {};
    if (!isRecord(inside)) throw new Error(`${step} is both a value and an object`);
    const record = { ...inside };
    target[step] = record;
    place(record, rest, value);
  }
}

const isJson = (mediaType: string): boolean => mediaType === 'application/json' || mediaType.endsWith('+json');

async function readForm(header: string, bytes: Uint8Array<ArrayBuffer>): Promise<CheckedBody> {
  const fields: Record<string, string> = {};
  const files: Record<string, UploadedFile> = {};
  try {
    const form = await new Response(bytes, { headers: { 'content-type': header } }).formData();
    for (const [name, value] of form.entries()) {
      if (typeof value === 'string') fields[name] = value;
      else files[name] = { name: value.name, type: value.type, bytes: new Uint8Array(await value.arrayBuffer()) };
    }
  } catch {
    return { fits: false, status: 400, message: 'The request body is not a valid multipart form.' };
  }
  return { fits: true, body: { fields, files } satisfies Form };
}

function withoutNulls(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutNulls);
  if (!isRecord(value)) return value;
  const kept = Object.entries(value).filter(([, item]) => item !== null);
  return Object.fromEntries(kept.map(([key, item]) => [key, withoutNulls(item)]));
}
