import type { ResourceChange } from '../../model/index.js';
import { attributeDifferences } from '../differences.js';
import { heading, toned, treeOf, type Block, type TreeNode } from '../report.js';
import type { Secrets } from '../secrets.js';

/** What the world did on its own: one tree per object that is not as state remembers it. */
export function driftBlocks(drift: readonly ResourceChange[], title: string, secrets: Secrets): Block[] {
  if (drift.length === 0) return [];
  return [heading(title), treeOf(drift, (change) => driftNode(change, secrets))];
}

function driftNode(change: ResourceChange, secrets: Secrets): TreeNode {
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
    children: gone || appeared ? [] : attributeDifferences(secrets.hide(change.before), secrets.hide(change.after)),
  };
}
