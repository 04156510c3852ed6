import type { ErrorObject } from 'ajv/dist/2020.js';

/** A compiled schema: whether a value fits, and else, until the next call, what is wrong with it. */
export interface Check {
  (value: unknown): boolean;
  readonly errors?: null | readonly ErrorObject[];
}
