import { md5 } from './md5.js';

const LONGEST = 255;
const LONGEST_READABLE = 240;

/**
 * The name of an element in its stack's document, derived from the ids of the constructs between the stack and the element:
 * a single id is used unchanged, while several are joined and get a hash. This is exactly CDKTF's rule, so that a migrated
 * program keeps its state.
 */
export function logicalId(ids: readonly string[]): string {
  const parts = ids.filter((id) => id !== 'Default');
  const [first, ...others] = parts;
  if (first !== undefined && others.length === 0) {
    const only = allowed(first);
    if (only.length <= LONGEST) return only;
  }
  const readable = withoutRepeats(parts)
    .filter((id) => id !== 'Resource')
    .map(allowed)
    .join('_')
    .slice(0, LONGEST_READABLE);
  return `${readable}_${md5(parts.join('/')).slice(0, 8).toUpperCase()}`;
}

const allowed = (id: string): string => id.replace(/[^A-Za-z0-9_-]/g, '');

/** Omits each id that the preceding id ends with. */
function withoutRepeats(ids: readonly string[]): string[] {
  const result: string[] = [];
  for (const id of ids) if (result.at(-1)?.endsWith(id) !== true) result.push(id);
  return result;
}
