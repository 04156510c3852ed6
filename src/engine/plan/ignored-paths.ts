import {
  isObjectValue,
  isTupleValue,
  ListValue,
  MapValue,
  unmarkDeep,
  type Block,
  type Expression,
  type Lifecycle,
  type Path,
  type ResourceConfiguration,
  type Value,
} from '../../model/index.js';
import { applyIgnoreChanges } from '../diff/ignore-changes.js';

/**
 * The configuration with the prior values that `ignore_changes` keeps, both with their marks: a kept value stays
 * sensitive. The configuration itself if nothing is ignored.
 */
export function ignoreChanges({ lifecycle }: ResourceConfiguration, config: Value, prior: Value, block: Block): Value {
  if (prior === null || lifecycle.ignoreChanges.length === 0) return config;
  return applyIgnoreChanges(config, prior, ignoredPaths(lifecycle, unmarkDeep(config), unmarkDeep(prior)), block);
}

/**
 * `ignore_changes` as paths relative to the resource. As in Terraform, `.name` leads only into objects and `["key"]`
 * only into maps; a path that ends in a key of what is actually an object affects the whole object.
 */
function ignoredPaths(lifecycle: Lifecycle, config: Value, prior: Value): 'all' | readonly Path[] {
  if (lifecycle.ignoreChanges === 'all') return 'all';
  return lifecycle.ignoreChanges.flatMap((expression) => {
    const path = pathOf(expression, config, prior);
    return path === undefined ? [] : [path];
  });
}

function pathOf(expression: Expression, config: Value, prior: Value): Path | undefined {
  if (expression.kind !== 'traversal') return undefined;
  const path: (string | number)[] = [];
  let sides: readonly Value[] = [config, prior];
  const steps = [{ kind: 'attribute' as const, key: expression.root }, ...expression.steps];
  for (const [index, { kind, key }] of steps.entries()) {
    const last = index === steps.length - 1;
    if (kind === 'index' && typeof key === 'string' && last)
      return sides.some((side) => side instanceof MapValue) ? [...path, key] : path;
    const inside = sides.flatMap((side) => {
      const part = enter(side, kind, key);
      return part === undefined ? [] : [part];
    });
    path.push(key);
    if (last) return path;
    if (inside.length < sides.length) return undefined;
    sides = inside;
  }
  return path;
}

function enter(value: Value, kind: 'attribute' | 'index', key: string | number): Value | undefined {
  if (kind === 'attribute') return isObjectValue(value) && Object.hasOwn(value, key) ? value[key] : undefined;
  if (typeof key === 'string') return value instanceof MapValue ? value.entries[key] : undefined;
  if (value instanceof ListValue) return value.items[key];
  return isTupleValue(value) ? value[key] : undefined;
}
