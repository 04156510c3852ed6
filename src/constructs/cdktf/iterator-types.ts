import type { Dynamic } from '../reference.js';

/** What `forEach` accepts. */
export interface ITerraformIterator {
  _getForEachExpression(): Dynamic;
}
