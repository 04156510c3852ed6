import {
  type Block,
  type Body,
  type Diagnostic,
  type Expression,
  type Origin,
  ownEntry,
  type Path,
} from '../../model/index.js';
import { blocksNamed } from '../evaluate/attribute-blocks.js';
import { contentOf } from '../evaluate/block-content.js';

/** Whatever has a body: a resource, an action, a provider. */
interface Owner {
  readonly body: Body;
  readonly origin?: Origin;
}

/**
 * Reports blocks in place of arguments and arguments in place of blocks. Only HCL tells the two apart: JSON has no such
 * problem.
 */
export function blockFormProblems(owner: Owner, block: Block, address: string): readonly Diagnostic[] {
  const found: Diagnostic[] = [];
  if (owner.body.source.file.endsWith('.json')) return found;
  visit(owner.body.content, block, [], (summary, detail, path) => {
    const { file, path: above } = owner.body.source;
    found.push({
      severity: 'error',
      code: 'wrong-block',
      summary,
      detail,
      address,
      path,
      source: { file, path: [...above, ...path], part: 'key' },
      ...(owner.origin && { origin: owner.origin }),
    });
  });
  return found;
}

type Report = (summary: string, detail: string, path: Path) => void;

function visit(content: Readonly<Record<string, Expression>>, block: Block, above: Path, report: Report): void {
  for (const name in content) {
    const expression = content[name];
    if (expression === undefined) continue;
    const isBlock = expression.isBlock === true;
    // The others were read from JSON.
    const isArgument = expression.span !== undefined && expression.written === undefined;
    if (!isBlock && !isArgument) continue;
    const path = [...above, name];
    const blockType = ownEntry(block.blockTypes, name) ?? (isBlock ? blocksNamed(block, name) : undefined);
    if (blockType === undefined) {
      if (isBlock && Object.hasOwn(block.attributes, name))
        report(`${name} is an argument, not a block`, `Write ${name} = ….`, path);
    } else if (!isBlock) {
      const label = blockType.nesting === 'map' ? ' "LABEL"' : '';
      report(
        `${name} is a block, not an argument`,
        `Write ${name}${label} { … } without "=". To generate blocks from a collection, use a "dynamic" block.`,
        path,
      );
    } else visitBlocks(expression, blockType.block, blockType.nesting === 'map' ? 1 : 0, path, report);
  }
}

/** Visits the bodies in the form that blocks have in an expression, below their labels. */
function visitBlocks(expression: Expression, block: Block, labels: number, path: Path, report: Report): void {
  if (expression.kind === 'tuple') {
    for (const [index, item] of expression.items.entries()) visitBlocks(item, block, labels, [...path, index], report);
  } else if (expression.kind === 'object') {
    const members = contentOf(expression) ?? {};
    if (labels === 0) visit(members, block, path, report);
    else
      for (const [name, member] of Object.entries(members))
        visitBlocks(member, block, labels - 1, [...path, name], report);
  }
}
