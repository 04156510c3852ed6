import type { HclArgument, HclBlock, HclBlocks, HclContent } from '../language/index.js';
import type { Expression, Path, Span, Traversal } from '../model/index.js';
import {
  computed,
  type Followed,
  type ListNode,
  type Member,
  type NameNode,
  type ObjectNode,
  type SourceNode,
  type SourceText,
} from './node.js';

/** Follows a name in the module, or the instance, that the text is read for. */
export type FollowTraversal = (traversal: Traversal) => Followed;

const NOWHERE: Span = { start: 0, end: 0 };

/** Reads what HCL says at a place. */
export class HclNodes {
  readonly #source: SourceText;
  readonly #follow: FollowTraversal;

  constructor(source: SourceText, follow: FollowTraversal) {
    this.#source = source;
    this.#follow = follow;
  }

  /** The body or the value at a path, as the places of a configuration have it. */
  at(content: HclContent, path: Path): SourceNode | undefined {
    const [name, ...rest] = path;
    const found = typeof name === 'string' ? content.get(name) : undefined;
    if (found === undefined) return undefined;
    if (found.kind === 'argument') return rest.length === 0 ? this.#argument(found) : undefined;
    const [block, inner] = blockAt(found, rest);
    if (block === undefined) return undefined;
    return inner.length === 0 ? this.body(block) : this.at(block.content, inner);
  }

  body(block: HclBlock): ObjectNode {
    const members: Member[] = [];
    for (const [name, part] of block.content) {
      if (part.kind === 'argument')
        members.push({ name, span: { start: part.name.start, end: part.value.end }, value: this.#argument(part) });
      else if (name === 'dynamic') members.push(...this.#dynamic(part));
      else members.push({ name, span: spanOf(part.blocks), value: this.#blocks(name, part.blocks) });
    }
    const open = this.#source.text.indexOf('{', block.header.end);
    return {
      kind: 'object',
      source: this.#source,
      span: block.span,
      members,
      spreads: [],
      isBody: true,
      open,
      close: block.span.end - 1,
      isCamelCase: false,
    };
  }

  #blocks(name: string, blocks: readonly HclBlock[]): ListNode {
    return {
      kind: 'list',
      source: this.#source,
      span: spanOf(blocks),
      items: blocks.map((block) => this.body(block)),
      blocks: name,
      isSpread: false,
    };
  }

  #dynamic({ blocks }: HclBlocks): readonly Member[] {
    return blocks.flatMap(({ labels: [name], span }) =>
      name === undefined ? [] : [{ name, span, value: this.#opaque(span, 'a dynamic block') }],
    );
  }

  #opaque(span: Span, what: string): SourceNode {
    return { kind: 'opaque', source: this.#source, span, reason: computed(what) };
  }

  #argument({ expression, value }: HclArgument): SourceNode {
    return this.expression(expression, value);
  }

  expression(expression: Expression, span: Span = expression.span ?? NOWHERE): SourceNode {
    const place = { source: this.#source, span };
    switch (expression.kind) {
      case 'literal':
        return { kind: 'literal', ...place, value: expression.value };
      case 'tuple': {
        const items = expression.items.map((item) => this.expression(item));
        return { kind: 'list', ...place, items, isSpread: false };
      }
      case 'object': {
        const members: Member[] = [];
        for (const { key, value } of expression.items) {
          if (key.kind !== 'literal' || typeof key.value !== 'string')
            return this.#opaque(span, 'a key of the object is calculated');
          const node = this.expression(value);
          const start = (key.span ?? span).start;
          members.push({ name: key.value, span: { start, end: node.span.end }, value: node });
        }
        const inner = expression.span ?? span;
        const braces = { open: inner.start, close: inner.end - 1 };
        return { kind: 'object', ...place, members, spreads: [], isBody: false, isCamelCase: false, ...braces };
      }
      case 'traversal': {
        const node: NameNode = { kind: 'name', ...place, follow: () => this.#follow(expression) };
        return node;
      }
      default:
        return this.#opaque(span, this.#source.text.slice(span.start, span.end));
    }
  }
}

/** The block with the labels at the beginning of a path, and the rest of the path. */
function blockAt({ blocks }: HclBlocks, path: Path): readonly [HclBlock | undefined, Path] {
  const count = blocks[0]?.labels.length ?? 0;
  const labels = path.slice(0, count);
  const alike = blocks.filter((block) => block.labels.every((label, index) => label === labels[index]));
  const [index, ...rest] = path.slice(count);
  if (typeof index === 'number') return [alike[index], rest];
  return [alike.at(-1), path.slice(count)];
}

const spanOf = (blocks: readonly HclBlock[]): Span => ({
  start: blocks[0]?.span.start ?? 0,
  end: blocks.at(-1)?.span.end ?? 0,
});
