import type { Lookup } from '../evaluate/scope.js';

/** A reference to something that does not exist. */
export function missing(name: string, detail: string): Lookup {
  return { problem: { code: 'unknown-reference', summary: `There is no ${name}`, detail } };
}
