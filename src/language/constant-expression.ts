import { type Expression, objectValue, type Value } from '../model/index.js';
import { references } from './references.js';
import type { Scope } from './report.js';

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

/** The value of an argument that may be calculated, but from constants only. `what` names it in messages. */
export function readConstant(scope: Scope, name: string, what: string, code: string): Expression | undefined {
  const written = scope.value(name);
  if (written === undefined) return undefined;
  const value = written.constant();
  if (value !== undefined) return { kind: 'literal', value };
  const expression = scope.expression(name);
  const found = references(expression);
  for (const { subject, span } of found) {
    const detail = `It cannot contain ${subject.kind === 'function' ? 'function calls' : 'references'}.`;
    scope.error(code, `${what} must be constant`, [name], { detail, ...(span && { span }) });
  }
  return found.length === 0 ? expression : undefined;
}
