import type { ConditionConfiguration } from '../model/index.js';
import type { Scope } from './report.js';

const KNOWN = ['condition', 'error_message'];

/** The blocks of a scope that each hold a condition and what to say when it is not met. */
export function readConditions(
  scope: Scope,
  name: 'precondition' | 'postcondition' | 'validation',
): ConditionConfiguration[] {
  return scope.blocks(name).flatMap((block) => {
    const what = `a ${name}`;
    block.allow(KNOWN, what);
    const missing = KNOWN.filter((key) => !block.has(key));
    for (const key of missing) block.missing(key, what);
    if (missing.length > 0) return [];
    return [
      {
        condition: block.expression('condition'),
        errorMessage: block.expression('error_message'),
        source: block.source,
      },
    ];
  });
}
