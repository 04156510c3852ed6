import type { Diagnostic } from '../../../model/index.js';
import type { Unexpected } from '../diagnostics.js';

/**
 * Emits the warning about a reply that was read although it violates the description: once for each kind of violation.
 */
export function warnOnce(): (unexpected: Unexpected | undefined) => readonly Diagnostic[] {
  const told = new Set<string | undefined>();
  return (unexpected) => {
    if (unexpected === undefined) return [];
    // The item's position in the list makes no difference.
    const way = unexpected.warning.detail?.replaceAll(/\/\d+(?=[/ ])/g, '/*');
    if (told.has(way)) return [];
    told.add(way);
    return [unexpected.warning];
  };
}
