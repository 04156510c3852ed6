import { type Body, emptyRecord, type Expression } from '../model/index.js';
import type { Scope } from './report.js';

/** A block for schema attributes whose names collide with the arguments of every resource or provisioner. */
export const ESCAPE = '_';

const NOTHING: ReadonlySet<string> = new Set();

/** Everything that is not in `without`, by name. */
export function readBody(scope: Scope, without = NOTHING): Body & { readonly content: Record<string, Expression> } {
  const content = emptyRecord<Expression>();
  for (const name of scope.body.names()) if (!without.has(name)) content[name] = scope.content(name);
  return { content, source: scope.source };
}
