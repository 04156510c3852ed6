import { createRequire } from 'node:module';
import type { Block } from '../../model/index.js';
import { jsonSchemaOf } from './json-schema.js';

/** One thing a validator found wrong. */
export interface Finding {
  readonly keyword: string;
  /** JSON pointer to the value. */
  readonly instancePath: string;
  readonly schemaPath: string;
  readonly params: Readonly<Record<string, unknown>>;
}

/** Findings for one body; none when it fits. */
export type Validate = (json: unknown) => readonly Finding[];

/** The few things of ajv that are used here. */
interface Ajv {
  compile(schema: object): { (data: unknown): boolean; readonly errors?: readonly Finding[] | null };
}

let ajv: Ajv | undefined;

/**
 * Loaded when the first body needs it: most never do. It says what is wrong in a schema's own keywords, ignores keywords and
 * formats nobody knows, and never changes what it is given.
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

/** Compiles once per block. */
export function validatorOf(block: Block): Validate {
  let validate = compiled.get(block);
  if (validate === undefined) {
    const check = loadAjv().compile(jsonSchemaOf(block));
    validate = (json) => (check(json) ? [] : (check.errors ?? []));
    compiled.set(block, validate);
  }
  return validate;
}
