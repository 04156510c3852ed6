import type { AnyReference, Dynamic, Given, Ref, Reference } from './reference.js';
import { shapeOfValue, typedReference } from './reference.js';
import type { Shape } from './shape.js';

/** The element that a dynamic block is written for: its value, and its key in a map or index in a list. */
export interface DynamicItem<T> {
  readonly key: AnyReference;
  readonly value: Ref<T>;
}

/** A block for each element of a collection that may be unknown; the value of an attribute for such blocks. */
export type DynamicBlocks<Block> = Reference<readonly Given<Block>[] & Given<Block>>;

type ElementOf<Items> = 0 extends 1 & Items
  ? Dynamic
  : Items extends Reference<infer Value>
    ? ElementOf<Value>
    : Items extends readonly (infer Element)[]
      ? Given<Element>
      : Items extends Readonly<Record<string, infer Element>>
        ? Given<Element>
        : Dynamic;

const BRAND = Symbol.for('landform.dynamic');

/** What {@link dynamic} returns at run time. */
export class WrittenDynamic {
  readonly forEach: unknown;
  readonly iterator: string;
  readonly content: Readonly<Record<string, unknown>>;

  constructor(forEach: unknown, iterator: string, content: Readonly<Record<string, unknown>>) {
    this.forEach = forEach;
    this.iterator = iterator;
    this.content = content;
    Object.defineProperty(this, BRAND, { value: true });
  }

  static isDynamic(value: unknown): value is WrittenDynamic {
    return typeof value === 'object' && value !== null && BRAND in value;
  }
}

/** How many calls of {@link dynamic} are around the current one. Blocks inside of blocks need names of their own. */
let depth = 0;

/**
 * Writes a block for each element of a list, set or map whose elements may be known only during planning:
 * `ingress: dynamic(ports.value, (port) => ({ fromPort: port.value }))`.
 */
export function dynamic<const Items, Block extends Readonly<Record<string, unknown>>>(
  forEach: Items,
  content: (item: DynamicItem<ElementOf<Items>>) => Block,
  options: { readonly iterator?: string } = {},
): DynamicBlocks<Block> {
  const iterator = options.iterator ?? (depth === 0 ? 'item' : `item_${depth + 1}`);
  depth += 1;
  try {
    const item: DynamicItem<ElementOf<Items>> = {
      key: typedReference<Dynamic>(`${iterator}.key`, 'dynamic'),
      value: typedReference<ElementOf<Items>>(`${iterator}.value`, elementOf(shapeOfValue(forEach))),
    };
    // Only the resolver looks inside.
    return new WrittenDynamic(forEach, iterator, content(item)) as unknown as DynamicBlocks<Block>;
  } finally {
    depth -= 1;
  }
}

function elementOf(shape: Shape): Shape {
  if (typeof shape === 'string') return 'dynamic';
  if (shape.kind === 'tuple') return shape.items[0] ?? 'dynamic';
  return shape.kind === 'object' ? (Object.values(shape.fields)[0]?.shape ?? 'dynamic') : shape.element;
}
