import { lines, toned, type Line, type Page } from '../report.js';
import type { Tone } from '../theme.js';
import type { Counts } from './counts.js';

/** What became of one of several stacks. */
export interface StackRow {
  readonly name: string;
  readonly counts: Counts;
  readonly status: 'planned' | 'applied' | 'unchanged' | 'failed' | 'left-out';
}

const WORDS: Readonly<Record<StackRow['status'], readonly [string, Tone]>> = {
  planned: ['', 'faint'],
  applied: ['applied', 'success'],
  unchanged: ['no changes', 'faint'],
  failed: ['failed', 'error'],
  'left-out': ['not started', 'warning'],
};

const PLANNED = ['To add', 'To change', 'To destroy'];
const APPLIED = ['Added', 'Changed', 'Destroyed'];

/** The table at the end of a run over several stacks: one row for each, in their order. */
export function stacksTable(rows: readonly StackRow[], kind: 'plan' | 'apply'): Page {
  const heads = kind === 'plan' ? PLANNED : APPLIED;
  const cells = ({ counts: { add, change, remove } }: StackRow): Line[] =>
    [add, change, remove].map((count, index): Line => [String(count).padStart((heads[index] ?? '').length)]);
  return [
    lines([toned('strong', 'Stacks:')]),
    {
      kind: 'table',
      rows: [
        [[toned('faint', '  ')], ...heads.map((head): Line => [toned('faint', head)]), ['']],
        ...rows.map((row) => {
          const [word, tone] = WORDS[row.status];
          return [[`  ${row.name}`], ...cells(row), [toned(tone, word)]];
        }),
      ],
    },
  ];
}
