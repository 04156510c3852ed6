import { createRequire } from 'node:module';
import type * as ajv from 'ajv/dist/2020.js';
import type formats from 'ajv-formats';
import { accepts, ExactNumber, toDouble, type Json } from '../../../model/index.js';
import type { Check, SchemaError } from './check.js';
import type { Description, Operation } from './description.js';
import { pointerEscape, pointerGet } from '../pointer.js';

/** Where a value violates a schema and by which rule, but never the value itself, which may be a secret. */
export interface Misfit {
  readonly pointer: string;
  readonly rule: string;
}

/**
 * Validates values against schemas of an API description. A schema that the build has not compiled is compiled on first
 * use.
 */
export class SchemaChecker {
  readonly #description: Pick<Description, 'document' | 'replyCheck'>;
  readonly #unchecked: readonly string[];
  readonly #compiled = new Map<string, Check>();
  #ajv: ajv.Ajv2020 | undefined;

  constructor(description: Pick<Description, 'document' | 'replyCheck'>, unchecked: readonly string[] = []) {
    this.#description = description;
    this.#unchecked = unchecked;
  }

  /** Validates a reply's body. A body for an undescribed status is not validated. */
  reply(operation: Operation, status: number, body: Json | undefined): readonly Misfit[] {
    if (operation.isBare(status)) return [];
    const schema =
      operation.replySchema(status) ?? (status >= 200 && status < 300 ? operation.replySchema(200) : undefined);
    if (schema === undefined) return [];
    if (body === undefined) return [{ pointer: '', rule: 'must be JSON' }];
    // Services send null for "absent", whatever their description says. Null is valid where it is described, for an
    // optional member, and for a required one.
    const errors = this.#errors(schema, withoutNulls(body));
    if (errors.length === 0 || this.#errors(schema, rounded(body)).length === 0) return [];
    const misfits = errors.filter((error) => !isAnsweredAsNull(body, error)).map(toMisfit);
    return misfits.filter(({ pointer }) => !this.#unchecked.some((part) => isWithin(pointer, part)));
  }

  /** Validates a value against JSON Schema keywords, as in an attribute's `constraint`. */
  constraint(constraint: Readonly<Record<string, unknown>>, value: Json): readonly Misfit[] {
    const plain = withoutNulls(value);
    if (accepts(constraint, plain)) return [];
    const key = JSON.stringify(constraint);
    let validate = this.#compiled.get(key);
    if (validate === undefined) {
      validate = this.#validator().compile({ ...constraint });
      this.#compiled.set(key, validate);
    }
    return validate(plain) ? [] : (validate.errors ?? []).map(toMisfit);
  }

  #errors(pointer: string, value: unknown): readonly SchemaError[] {
    let validate = this.#compiled.get(pointer);
    if (validate === undefined) {
      validate =
        this.#description.replyCheck(pointer) ?? this.#validator().compile({ $ref: `${BASE}${inUri(pointer)}` });
      this.#compiled.set(pointer, validate);
    }
    return validate(value) ? [] : [...(validate.errors ?? [])];
  }

  #validator(): ajv.Ajv2020 {
    if (this.#ajv === undefined) {
      // Loaded lazily, so that a run without calls does not pay for it.
      const load = createRequire(import.meta.url);
      const { Ajv2020, addFormats } = load('#ajv') as typeof ajv & { readonly addFormats: typeof formats.default };
      // As in scripts/replies.mjs.
      this.#ajv = new Ajv2020({
        allErrors: true,
        strict: false,
        logger: false,
        // The description was validated when it was made; neither it nor its compiled code is validated again.
        validateSchema: false,
        meta: false,
        code: { optimize: false },
        // Schemas that many refer to are compiled once, rather than into each.
        inlineRefs: false,
      });
      addFormats(this.#ajv);
      this.#ajv.addSchema(this.#description.document, BASE);
    }
    return this.#ajv;
  }
}

const BASE = 'https://description.invalid/openapi';

function inUri(pointer: string): string {
  return `#${pointer.slice(1).split('/').map(encodeURIComponent).join('/')}`;
}

function toMisfit(error: SchemaError): Misfit {
  const allowed: unknown = error.params['allowedValues'];
  const choice = Array.isArray(allowed) ? `: ${allowed.join(', ')}` : '';
  return { pointer: error.instancePath, rule: `${error.message ?? 'is not valid'}${choice}` };
}

function isWithin(pointer: string, part: string): boolean {
  return pointer === part || pointer.startsWith(`${part}/`);
}

function isAnsweredAsNull(body: Json, { instancePath, params }: SchemaError): boolean {
  const missing = params['missingProperty'];
  return typeof missing === 'string' && pointerGet(body, `${instancePath}/${pointerEscape(missing)}`) === null;
}

/** A copy to validate: without members that are null, and with exact numbers rounded. */
const withoutNulls = (json: unknown): unknown => copied(json, true);

const rounded = (json: unknown): unknown => copied(json, false);

function copied(json: unknown, leaveOut: boolean): unknown {
  if (json instanceof ExactNumber) return toDouble(json);
  if (Array.isArray(json)) return json.map((item) => copied(item, leaveOut));
  if (typeof json !== 'object' || json === null) return json;
  const result: Record<string, unknown> = {};
  for (const [key, value] of Object.entries(json))
    if (value !== null || !leaveOut) result[key] = copied(value, leaveOut);
  return result;
}
