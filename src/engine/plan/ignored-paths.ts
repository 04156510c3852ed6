import type { Expression, Lifecycle, Path } from '../../model/index.js';

/** `ignore_changes` as paths relative to the resource. */
export function ignoredPaths(lifecycle: Lifecycle): 'all' | readonly Path[] {
  return lifecycle.ignoreChanges === 'all' ? 'all' : lifecycle.ignoreChanges.map(pathOf);
}

function pathOf(expression: Expression): Path {
  return expression.kind === 'traversal' ? [expression.root, ...expression.steps.map((step) => step.key)] : [];
}
