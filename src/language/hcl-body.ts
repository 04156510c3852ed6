import type { Expression, Path, Value } from '../model/index.js';
import type { HclArgument, HclBlock, HclContent } from './hcl-tree.js';
import { HclValue } from './hcl-value.js';
import type { Problem } from './problem.js';
import { referenceProblems } from './references.js';
import type { BlockVisitor, ReadExpression, SyntaxBody, SyntaxValue } from './syntax.js';

/** A body in HCL. */
export class HclBody implements SyntaxBody {
  readonly origin = undefined;
  readonly #content: HclContent;
  readonly #text: string;

  /** `text` is the whole file. */
  constructor(content: HclContent, text: string) {
    this.#content = content;
    this.#text = text;
  }

  names(): readonly string[] {
    return [...this.#content.keys()];
  }

  has(name: string): boolean {
    return this.#content.has(name);
  }

  form(name: string): 'argument' | 'blocks' {
    return this.#content.get(name)?.kind ?? 'argument';
  }

  expression(name: string): ReadExpression {
    const found = this.#content.get(name);
    if (found === undefined) return { expression: NULL, problems: [] };
    if (found.kind === 'argument') {
      return { expression: found.expression, problems: problemsOf(found) };
    }
    const problems: Problem[] = [];
    return { expression: blocksExpression(found.blocks, name, problems), problems };
  }

  value(name: string): SyntaxValue {
    const found = this.#content.get(name);
    return new HclValue(found?.kind === 'argument' ? found.expression : NULL, this.#text);
  }

  eachBlock(name: string, labels: number, above: Path, visitor: BlockVisitor): void {
    const found = this.#content.get(name);
    if (found === undefined) return;
    const path = [...above, name];
    if (found.kind === 'argument') {
      const detail = `Write ${formOf(name, labels)} { … } without "=".`;
      return visitor.wrong(`"${name}" is a block, not an argument`, path, detail);
    }
    const counted = new Twins(found.blocks);
    for (const block of found.blocks) {
      const own = path.concat(block.labels, counted.index(block));
      // A block that could not be read completely would seem to lack arguments.
      if (block.broken) continue;
      if (block.labels.length === labels) visitor.block(block.labels, new HclBody(block.content, this.#text), own);
      else visitor.wrong(labelProblem(name, labels, block), own, `Write ${formOf(name, labels)} { … }.`);
    }
  }
}

const NULL: Expression = { kind: 'literal', value: null };

/** `resource "…" "…"` */
const formOf = (name: string, labels: number): string => `${name}${' "…"'.repeat(labels)}`;

function labelProblem(name: string, labels: number, block: HclBlock): string {
  const wanted = labels === 0 ? 'no label' : labels === 1 ? 'one label' : 'two labels: a type and a name';
  const given = block.labels.length === 0 ? 'none' : String(block.labels.length);
  return `A "${name}" block has ${wanted}, but this one has ${given}`;
}

/** Numbers blocks of one type with the same labels, where there are several. */
class Twins {
  readonly #counts = new Map<string, { total: number; next: number }>();

  constructor(blocks: readonly HclBlock[]) {
    for (const block of blocks) {
      const key = keyOf(block);
      const count = this.#counts.get(key);
      if (count === undefined) this.#counts.set(key, { total: 1, next: 0 });
      else count.total += 1;
    }
  }

  /** The index of the next block with these labels; nothing for the only one. */
  index(block: HclBlock): number[] {
    const count = this.#counts.get(keyOf(block));
    return count === undefined || count.total === 1 ? [] : [count.next++];
  }
}

const keyOf = ({ labels }: HclBlock): string => labels.join('\0');

/** The blocks of one type, in the form that JSON gives them: an object, or a list of objects for several. */
function blocksExpression(
  blocks: readonly HclBlock[],
  type: string,
  problems: Problem[],
  above: Path = [],
): Expression {
  const [only, another] = blocks;
  if (only !== undefined && another === undefined) return blockExpression(only, type, problems, above);
  const items = blocks.map((block, index) => blockExpression(block, type, problems, [...above, index]));
  return { kind: 'tuple', items, isBlock: true };
}

const blockExpression = (block: HclBlock, type: string, problems: Problem[], above: Path): Expression => ({
  ...labelled(block, type, 0, problems, above),
  blockStart: block.span.start,
});

/** A block in one object for each of its labels. */
function labelled(block: HclBlock, type: string, at: number, problems: Problem[], above: Path): Expression {
  const label = block.labels[at];
  if (label === undefined) return contentExpression(block.content, type, problems, above);
  const value = labelled(block, type, at + 1, problems, [...above, label]);
  return { kind: 'object', items: [{ key: literal(label), value }], isBlock: true };
}

function contentExpression(content: HclContent, type: string, problems: Problem[], above: Path): Expression {
  const items = Array.from(content, ([name, part]) => {
    const path = [...above, name];
    if (part.kind === 'blocks')
      return { key: literal(name), value: blocksExpression(part.blocks, name, problems, path) };
    // A name that the content of the block has for an element.
    const isName = type === 'dynamic' && name === 'iterator' && part.expression.kind === 'traversal';
    for (const problem of isName ? [] : problemsOf(part)) problems.push({ ...problem, path });
    return { key: literal(name), value: part.expression };
  });
  return { kind: 'object', items, isBlock: true };
}

const problemsOf = ({ expression, ambiguous = [] }: HclArgument): readonly Problem[] =>
  ambiguous.length === 0 ? referenceProblems(expression) : ambiguous;

const literal = (value: Value): Expression => ({ kind: 'literal', value });
