import { formatPath, getAt, type Block, type Path, type Value } from '../../model/index.js';
import { attributeAt } from './fields.js';
import { sameWithoutMarks } from './marks.js';
import { isNull } from './parts.js';
import type { Problem } from './problem.js';

/** Equal apart from marks. A null that only changes its type needs no replacement: an update changes the type. */
const isSame = (before: Value, after: Value): boolean =>
  sameWithoutMarks(before, after) || (isNull(before) && isNull(after));

interface Replacing {
  readonly paths: readonly Path[];
  readonly problems: readonly Problem[];
}

const NOTHING: Replacing = { paths: [], problems: [] };

/**
 * The paths that a provider says it cannot change in place and that do change, or may change (unknowns); a changed mark
 * does not count. On create and delete there are none. A path that exists neither before nor after is an error of the
 * provider.
 */
export function effectiveReplacePaths(
  prior: Value,
  planned: Value,
  requiresReplace: readonly Path[],
  block: Block,
): Replacing {
  if (requiresReplace.length === 0 || prior === null || planned === null) return NOTHING;
  const paths: Path[] = [];
  const problems: Problem[] = [];
  const seen = new Set<string>();
  for (const path of requiresReplace) {
    const key = JSON.stringify(path);
    if (seen.has(key)) continue;
    seen.add(key);
    const before = getAt(prior, path);
    const after = getAt(planned, path);
    if (before === undefined && after === undefined) {
      problems.push({
        path,
        message: `requires replacement of ${formatPath(path)}, which exists neither before nor after`,
      });
    } else if (attributeAt(block, path)?.writeOnly === true || !isSame(before ?? null, after ?? null)) paths.push(path);
  }
  return { paths, problems };
}
