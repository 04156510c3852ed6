import { Unknown, plainJson, type Block, type Diagnostic } from '../../model/index.js';
import { readOnlyAttribute } from '../diagnostics.js';
import { limitBroken } from './diagnostics.js';
import type { Values } from './projection.js';
import type { SchemaChecker } from './replies.js';

/** Whether values fit what the API description says of their fields; unknown ones may become anything. */
export function checkLimits(block: Block, values: Values, checker: SchemaChecker): Diagnostic[] {
  const diagnostics: Diagnostic[] = [];
  for (const [name, attribute] of Object.entries(block.attributes)) {
    const value = values[name];
    if (value === undefined || value === null || value instanceof Unknown) continue;
    if (attribute.required !== true && attribute.optional !== true) {
      diagnostics.push(readOnlyAttribute(name));
      continue;
    }
    if (attribute.constraint === undefined) continue;
    const rules = checker.constraint(attribute.constraint, plainJson(value)).map(({ rule }) => rule);
    if (rules.length > 0) diagnostics.push(limitBroken(name, [...new Set(rules)]));
  }
  return diagnostics;
}
