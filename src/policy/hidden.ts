/** Registered, so that each copy of the library recognizes it. */
export const HIDDEN: unique symbol = Symbol.for('landform.policy.hidden');

/** In the place of a value that a policy is not shown. */
export interface Hidden {
  readonly [HIDDEN]: 'sensitive' | 'unknown';
  toString(): string;
}

const kindOf = (value: unknown): unknown =>
  typeof value === 'object' && value !== null && HIDDEN in value ? value[HIDDEN] : undefined;

/** Whether the value is marked as sensitive, and hidden. */
export const isSensitive = (value: unknown): value is Hidden => kindOf(value) === 'sensitive';

/** Whether the value is known only after apply. */
export const isUnknown = (value: unknown): value is Hidden => kindOf(value) === 'unknown';

/** Whether the value itself is known and shown. Its parts may be hidden. */
export const isKnown = <T>(value: T): value is Exclude<T, Hidden> => kindOf(value) === undefined;
