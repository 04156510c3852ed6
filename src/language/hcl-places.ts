import type { Expression, Path, Span } from '../model/index.js';
import { parseHcl } from './hcl-parser.js';
import type { HclBlock, HclContent } from './hcl-tree.js';

/** A place in a file in HCL. */
interface Place {
  /** What marks it. */
  readonly mark: Span;
  /** All that belongs to it. */
  readonly extent: Span;
  /** The name, if it has one. */
  readonly key?: Span;
  readonly inside: Inside;
}

type Inside =
  | { readonly kind: 'content'; readonly content: HclContent }
  /** Blocks of one type, of which `taken` labels were named. */
  | { readonly kind: 'blocks'; readonly blocks: readonly HclBlock[]; readonly taken: number }
  | { readonly kind: 'expression'; readonly expression: Expression };

/** Finds the places of paths in a text in HCL. */
export class HclPlaces {
  readonly #root: Place;
  readonly #labelled = new WeakMap<readonly HclBlock[], ReadonlyMap<string, readonly HclBlock[]>>();

  constructor(text: string) {
    const all = { start: 0, end: text.length };
    const content = parseHcl(text, { unfolded: true }).body;
    this.#root = { mark: { start: 0, end: 0 }, extent: all, inside: { kind: 'content', content } };
  }

  find(path: Path): { readonly exact: boolean; readonly mark: Span; readonly extent: Span; readonly key?: Span } {
    let place = this.#root;
    for (const step of path) {
      const next = this.#into(place.inside, step);
      if (next === undefined) return { ...place, exact: false };
      place = next;
    }
    return { ...place, exact: true };
  }

  #into(inside: Inside, step: string | number): Place | undefined {
    switch (inside.kind) {
      case 'content':
        return intoContent(inside.content, step);
      case 'blocks':
        return this.#intoBlocks(inside.blocks, inside.taken, step);
      case 'expression':
        return intoExpression(inside.expression, step);
    }
  }

  #intoBlocks(blocks: readonly HclBlock[], taken: number, step: string | number): Place | undefined {
    if (typeof step === 'number') {
      const block = blocks[step];
      return block && placeOfBlocks([block], taken);
    }
    let labelled = this.#labelled.get(blocks);
    if (labelled === undefined) this.#labelled.set(blocks, (labelled = byLabel(blocks, taken)));
    const found = labelled.get(step);
    if (found !== undefined) return placeOfBlocks(found, taken + 1);
    const last = blocks.at(-1);
    return last !== undefined && last.labels.length <= taken ? intoContent(last.content, step) : undefined;
  }
}

function byLabel(blocks: readonly HclBlock[], at: number): Map<string, HclBlock[]> {
  const found = new Map<string, HclBlock[]>();
  for (const block of blocks) {
    const label = block.labels[at];
    if (label === undefined) continue;
    const others = found.get(label);
    if (others === undefined) found.set(label, [block]);
    else others.push(block);
  }
  return found;
}

function intoContent(content: HclContent, step: string | number): Place | undefined {
  const found = typeof step === 'string' ? content.get(step) : undefined;
  if (found === undefined) return undefined;
  if (found.kind === 'blocks') return placeOfBlocks(found.blocks, 0);
  return placeOf(found.expression, found.name, found.value);
}

/** Of several blocks with the same labels, the last one counts. */
function placeOfBlocks(blocks: readonly HclBlock[], taken: number): Place | undefined {
  const last = blocks.at(-1);
  return last && { mark: last.header, extent: last.span, key: last.header, inside: { kind: 'blocks', blocks, taken } };
}

function intoExpression(expression: Expression, step: string | number): Place | undefined {
  if (expression.kind === 'tuple' && typeof step === 'number') {
    const item = expression.items[step];
    return item && placeOf(item);
  }
  if (expression.kind !== 'object') return undefined;
  const item = expression.items.findLast(({ key }) => key.kind === 'literal' && key.value === step);
  return item && placeOf(item.value, item.key.span);
}

const NOWHERE: Span = { start: 0, end: 0 };

/** A list or an object is marked by its name, or by its opening bracket. */
function placeOf(expression: Expression, key?: Span, extent = expression.span ?? NOWHERE): Place {
  const isContainer = expression.kind === 'tuple' || expression.kind === 'object';
  const opening = { start: extent.start, end: Math.min(extent.end, extent.start + 1) };
  const mark = isContainer ? (key ?? opening) : extent;
  return { mark, extent, ...(key && { key }), inside: { kind: 'expression', expression } };
}
