import { formatModule, parseModule } from '../address.js';
import { compareText } from '../set-order.js';
import { LazyList, LazyRecord, type JsonDocument } from './lazy.js';

/** What a module instance has, and the instances that its calls lead to. */
interface ModuleTree<T> {
  /** Empty for the root. */
  readonly address: string;
  readonly items: T[];
  readonly children: ModuleTree<T>[];
}

/** Arranges items by the module instance they are in. A module without items is part of the tree if one below it has some. */
function treeOf<T>(items: readonly T[], moduleOf: (item: T) => string): ModuleTree<T> {
  const root: ModuleTree<T> = { address: '', items: [], children: [] };
  const known = new Map([['', root]]);
  const at = (module: string): ModuleTree<T> => {
    let tree = known.get(module);
    if (tree === undefined) {
      known.set(module, (tree = { address: module, items: [], children: [] }));
      at(formatModule((parseModule(module) ?? []).slice(0, -1))).children.push(tree);
    }
    return tree;
  };
  for (const item of items) at(moduleOf(item)).items.push(item);
  return root;
}

/** The root module with its resources, and the modules below it, as plans and states have them in JSON. */
export function modulesJson<T>(
  items: readonly T[],
  moduleOf: (item: T) => string,
  take: (items: readonly T[], item: (json: JsonDocument) => void) => void,
): LazyRecord {
  const write = ({ address, items: own, children }: ModuleTree<T>): LazyRecord =>
    new LazyRecord((member) => {
      if (own.length > 0) member('resources', new LazyList((item) => take(own, item)));
      if (address !== '') member('address', address);
      if (children.length === 0) return;
      const sorted = children.toSorted((left, right) => compareText(left.address, right.address));
      member('child_modules', new LazyList((item) => sorted.forEach((child) => item(write(child)))));
    });
  return write(treeOf(items, moduleOf));
}
