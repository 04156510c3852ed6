import { compareKeys, compareModules, type ResourceChange } from '../../model/index.js';

/** Sorted by address: the root module first, then its calls, then theirs; keys are in the order of state. */
export function sortedByAddress(changes: readonly ResourceChange[]): readonly ResourceChange[] {
  const modules = [...new Set(changes.map(({ resource }) => resource.module))].sort(compareModules);
  if (modules.length <= 1) return changes.toSorted(compareAddresses);
  const rank = new Map(modules.map((module, index) => [module, index]));
  const rankOf = ({ resource }: ResourceChange): number => rank.get(resource.module) ?? 0;
  return changes.toSorted((left, right) => {
    if (left.resource.module !== right.resource.module) return rankOf(left) - rankOf(right);
    return compareAddresses(left, right);
  });
}

function compareAddresses(left: ResourceChange, right: ResourceChange): number {
  if (left.resourceKey !== right.resourceKey) return left.resourceKey < right.resourceKey ? -1 : 1;
  const keys = compareKeys(left.key, right.key);
  if (keys !== 0) return keys;
  if (left.address !== right.address) return left.address < right.address ? -1 : 1;
  return (left.deposed ?? '') < (right.deposed ?? '') ? -1 : 1;
}
