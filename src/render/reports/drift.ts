import type { ResourceChange } from '../../model/index.js';
import { attributeDifferences } from '../differences.js';
import { heading, toned, treeOf, type Block, type TreeNode } from '../report.js';
import { hideEchoes } from '../echoes.js';

/** Changes outside Landform: one tree per object that differs from the state. */
export function driftBlocks(drift: readonly ResourceChange[], title: string): Block[] {
  if (drift.length === 0) return [];
  return [heading(title), treeOf(drift, driftNode)];
}

/** How an object was found: `is gone`. */
export function driftWords({ before, after, previousAddress }: ResourceChange): string {
  const what = after === null ? 'is gone' : before === null ? 'was found' : 'changed';
  return previousAddress === undefined ? what : `was ${previousAddress}, ${what}`;
}

export function driftNode(change: ResourceChange): TreeNode {
  const gone = change.after === null;
  const appeared = change.before === null;
  const location = change.origin?.location;
  return {
    sign: gone ? '-' : appeared ? '+' : '~',
    detail: [
      toned('strong', change.address),
      toned('faint', `  ${driftWords(change)}`),
      ...(location === undefined ? [] : [toned('accent', `  ${location}`)]),
    ],
    children:
      gone || appeared
        ? []
        : attributeDifferences(hideEchoes(change.before, change.after), hideEchoes(change.after, change.before)),
  };
}
