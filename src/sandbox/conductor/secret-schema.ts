import { Ajv2020 } from 'ajv/dist/2020.js';

/** Whether a secret's value, or the JSON it encodes, matches its schema. */
export function fitsSchema(value: string, schema: unknown): boolean {
  if (typeof schema !== 'object' || schema === null) return true;
  const fits = new Ajv2020({ strict: false, validateSchema: false, logger: false }).compile(schema);
  if (fits(value)) return true;
  try {
    return fits(JSON.parse(value));
  } catch {
    return false;
  }
}
