import type { TreeNode } from '../report.js';
import type { Sign } from '../theme.js';
import { lineText } from './terminal.js';

/** One line of a tree, in plain text without control characters. */
export interface TreeLine {
  readonly sign: Sign;
  readonly depth: number;
  readonly text: string;
}

/** The lines of trees, made one after the other. */
export function* treeLines(nodes: readonly TreeNode[], depth = 0): Generator<TreeLine> {
  for (const { sign, name, detail, note, children } of nodes) {
    const parts = [
      ...(name === undefined ? [] : [name, ...(detail === undefined ? [] : [' = '])]),
      ...(detail ?? []),
      ...(note === undefined ? [] : ['  ', note]),
    ];
    yield { sign, depth, text: lineText(parts, { color: false }) };
    if (children !== undefined) yield* treeLines(children, depth + 1);
  }
}
