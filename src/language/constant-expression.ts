import { type Expression, objectValue, type Value } from '../model/index.js';

/** The value of an expression that consists of literals only; undefined for any other. */
export function constantOf(expression: Expression): Value | undefined {
  switch (expression.kind) {
    case 'literal':
      return expression.value;
    case 'tuple': {
      const values: Value[] = [];
      for (const item of expression.items) {
        const value = constantOf(item);
        if (value === undefined) return undefined;
        values.push(value);
      }
      return values;
    }
    case 'object': {
      const values = objectValue();
      for (const item of expression.items) {
        const [key, value] = [constantOf(item.key), constantOf(item.value)];
        if (typeof key !== 'string' || value === undefined) return undefined;
        values[key] = value;
      }
      return values;
    }
    default:
      return undefined;
  }
}
