import { containsSensitive, unmarkDeep, valuesEqual, type Value } from '../../model/index.js';

/** The value without any marks; the same object if it has none. */
export const withoutMarks = (value: Value): Value => (containsSensitive(value) ? unmarkDeep(value) : value);

/** Whether two values are equal apart from their marks. */
export const sameWithoutMarks = (left: Value, right: Value): boolean =>
  valuesEqual(left, right) ||
  ((containsSensitive(left) || containsSensitive(right)) && valuesEqual(unmarkDeep(left), unmarkDeep(right)));
