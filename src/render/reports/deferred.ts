import type { Deferred } from '../../model/index.js';
import { countOf, lines, toned, type Block, type Line } from '../report.js';
import { SIGNS, SIGN_TONES } from '../theme.js';

/** How many are listed; the rest is counted. */
const LISTED = 20;

/** What a plan leaves for a later apply, and what each of it waits for. */
export function deferredBlocks(deferred: readonly Deferred[]): Block[] {
  if (deferred.length === 0) return [];
  const rows = deferred.slice(0, LISTED).map((one): Line[] => {
    const sign = SIGNS[one.change?.action ?? 'no-op'];
    return [
      [toned(SIGN_TONES[sign] ?? 'faint', sign.padStart(3)), ' ', one.address],
      [toned('faint', waitingText(one))],
    ];
  });
  const rest = deferred.length - rows.length;
  const more: Line[][] = rest > 0 ? [[[toned('faint', `    and ${rest} more`)]]] : [];
  return [lines([toned('strong', deferredSentence(deferred.length))]), { kind: 'table', rows: [...rows, ...more] }];
}

const deferredSentence = (count: number): string =>
  `Then, after this apply: ${countOf(count, 'object')} ${count === 1 ? 'waits' : 'wait'} for values known only then.`;

/** `waits for terraform_data.a and terraform_data.b` */
export function waitingText({ waitsFor }: Pick<Deferred, 'waitsFor'>): string {
  const [first = 'this apply', second, ...more] = waitsFor;
  if (second === undefined) return `waits for ${first}`;
  return more.length === 0 ? `waits for ${first} and ${second}` : `waits for ${first} and ${more.length + 1} others`;
}
