import { containsSensitive, unmarkDeep, valuesEqual, type Value } from '../../model/index.js';

/** The value without any mark; the value itself when it has none. */
export const withoutMarks = (value: Value): Value => (containsSensitive(value) ? unmarkDeep(value) : value);

/** Equal but for marks. */
export const sameWithoutMarks = (left: Value, right: Value): boolean =>
  valuesEqual(left, right) ||
  ((containsSensitive(left) || containsSensitive(right)) && valuesEqual(unmarkDeep(left), unmarkDeep(right)));
