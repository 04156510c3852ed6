import type { ResourceChange } from '../../model/index.js';
import { attributeDifferences } from '../differences.js';
import { heading, toned, treeOf, type Block, type TreeNode } from '../report.js';
import { hideEchoes } from '../echoes.js';

/** Changes outside Landform: one tree per object that differs from the state. */
export function driftBlocks(drift: readonly ResourceChange[], title: string): Block[] {
  if (drift.length === 0) return [];
  return [heading(title), treeOf(drift, driftNode)];
}

function driftNode(change: ResourceChange): TreeNode {
  const gone = change.after === null;
  const appeared = change.before === null;
  const what = gone ? 'is gone' : appeared ? 'was found' : 'changed';
  const location = change.origin?.location;
  return {
    sign: gone ? '-' : appeared ? '+' : '~',
    detail: [
      toned('strong', change.address),
      toned('faint', `  ${change.previousAddress === undefined ? what : `was ${change.previousAddress}, ${what}`}`),
      ...(location === undefined ? [] : [toned('accent', `  ${location}`)]),
    ],
    children:
      gone || appeared
        ? []
        : attributeDifferences(hideEchoes(change.before, change.after), hideEchoes(change.after, change.before)),
  };
}
