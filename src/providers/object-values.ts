import { isObjectValue, unmarkDeep, type ObjectValue, type Value } from '../model/index.js';

/** A value that the contract defines as an object, such as a configuration. Throws for any other. */
export function asObject(value: Value): ObjectValue {
  if (isObjectValue(value)) return value;
  throw new Error('A request has another value where the contract has an object.');
}

/** The same for an object that may be absent, such as the prior one of a create. */
export const asObjectOrNull = (value: Value): ObjectValue | null => (value === null ? null : asObject(value));

/** Without marks. */
export const unmarkedObject = (value: Value): ObjectValue => asObject(unmarkDeep(value));
export const unmarkedOrNull = (value: Value): ObjectValue | null => asObjectOrNull(unmarkDeep(value));
