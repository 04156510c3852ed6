import type { IgnoredDrift, ResourceChange } from '../../model/index.js';
import { attributeDifferences } from '../differences.js';
import {
  countOf,
  heading,
  lines,
  toned,
  treeOf,
  type Block,
  type Inline,
  type Line,
  type TreeNode,
} from '../report.js';
import { hideEchoes } from '../echoes.js';

/** Changes outside Landform: one tree per object that differs from the state. */
export function driftBlocks(drift: readonly ResourceChange[], title: string): Block[] {
  if (drift.length === 0) return [];
  return [heading(title), treeOf(drift, driftNode)];
}

/** Ignored objects that are listed; more are counted. */
const LISTED = 20;

/** Drift that rules ignore, a line for each object: the terminal cannot fold values. */
export function ignoredBlocks(ignored: readonly IgnoredDrift[]): Block[] {
  if (ignored.length === 0) return [];
  const rows = ignored
    .slice(0, LISTED)
    .map((one): Line => [`  ${one.change.address}  `, toned('faint', ignoredWords(one))]);
  const rest = ignored.length - rows.length;
  const more: Line[] = rest > 0 ? [[`  and ${rest} more`]] : [];
  return [lines([`Ignored by drift.json: ${countOf(ignored.length, 'difference')}.`], ...rows, ...more)];
}

/** `tags, size: ignored until 2027-01-31: …` */
export function ignoredWords({ change, reason, until }: IgnoredDrift): string {
  const names = driftNode(change).children?.flatMap(({ sign, name }) =>
    sign === ' ' || name === undefined ? [] : inlineOf(name),
  );
  const what = names === undefined || names.length === 0 ? driftWords(change) : names.join(', ');
  return `${what}: ignored until ${until}: ${reason}`;
}

const inlineOf = (name: Inline): string => (typeof name === 'string' ? name : name.text);

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
