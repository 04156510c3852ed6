import { createRequire } from 'node:module';
import type { Block } from '../../model/index.js';
import { jsonSchemaOf } from './json-schema.js';

/** One problem that a validator found. */
export interface Finding {
  readonly keyword: string;
  /** The JSON pointer to the value. */
  readonly instancePath: string;
  readonly schemaPath: string;
  readonly params: Readonly<Record<string, unknown>>;
}

/** Returns the findings for one body; none if it is valid. */
export type Validate = (json: unknown) => readonly Finding[];

/** The part of ajv that is used. */
interface Ajv {
  compile(schema: object): { (data: unknown): boolean; readonly errors?: readonly Finding[] | null };
}

let ajv: Ajv | undefined;

/**
 * Loads ajv when the first body needs it, which is rare. It reports errors in a schema's own keywords, ignores unknown
 * keywords and formats, and never changes its input.
 */
function loadAjv(): Ajv {
  if (ajv === undefined) {
    const require = createRequire(import.meta.url);
    const { Ajv2020, addFormats } = require('#ajv') as {
      Ajv2020: new (options: object) => Ajv;
      addFormats: (ajv: Ajv) => void;
    };
    ajv = new Ajv2020({ allErrors: true, strict: false, logger: false });
    addFormats(ajv);
  }
  return ajv;
}

const compiled = new WeakMap<Block, Validate>();

/** Compiles the validator once per block. */
export function validatorOf(block: Block): Validate {
  let validate = compiled.get(block);
  if (validate === undefined) {
    const check = loadAjv().compile(jsonSchemaOf(block));
    validate = (json) => (check(json) ? [] : (check.errors ?? []));
    compiled.set(block, validate);
  }
  return validate;
}
