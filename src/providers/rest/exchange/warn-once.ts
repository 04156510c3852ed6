import type { Diagnostic } from '../../../model/index.js';
import type { Unexpected } from '../diagnostics.js';

/** Gives the warning about a reply that was read although it breaks the description: once for each way to break it. */
export function warnOnce(): (unexpected: Unexpected | undefined) => readonly Diagnostic[] {
  const told = new Set<string | undefined>();
  return (unexpected) => {
    if (unexpected === undefined) return [];
    // Which item of a list it is makes no difference.
    const way = unexpected.warning.detail?.replaceAll(/\/\d+(?=[/ ])/g, '/*');
    if (told.has(way)) return [];
    told.add(way);
    return [unexpected.warning];
  };
}
