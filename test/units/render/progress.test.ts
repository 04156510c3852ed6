import { describe, expect, it } from 'vitest';
import type { Action, Event } from '../../../src/model/index.js';
import { LineProgress, lineText, LiveLines, type Line } from '../../../src/render/index.js';

const plain = (lines: readonly Line[]): string[] => lines.map((line) => lineText(line, { color: false }));
const about = (
  address: string,
  action: Action = 'create',
  elapsedMs = 0,
): { address: string; action: Action; elapsedMs: number } => ({ address, action, elapsedMs });
const id = { key: 'id', value: 'i-1' };

describe('progress as lines', () => {
  it.each<[Event, string[]]>([
    [{ type: 'apply-start', ...about('a.b') }, ['a.b: Creating...']],
    [{ type: 'apply-start', ...about('a.b', 'update'), id }, ['a.b: Modifying... [id=i-1]']],
    [
      { type: 'apply-start', ...about('a.b', 'delete'), id, deposed: '1a2b3c4d' },
      ['a.b (deposed object 1a2b3c4d): Destroying... [id=i-1]'],
    ],
    [{ type: 'apply-complete', ...about('a.b', 'create', 61_900), id }, ['a.b: Creation complete after 1m1s [id=i-1]']],
    [{ type: 'apply-complete', ...about('a.b', 'delete', 1200), id }, ['a.b: Destruction complete after 1s']],
    [{ type: 'apply-errored', ...about('a.b', 'update', 3_600_000) }, ['a.b: Modifications errored after 1h0m0s']],
    [{ type: 'recovered', ...about('a.b'), outcome: 'adopted' }, ['a.b: Adopted: created by an interrupted run']],
    [
      { type: 'landing', ...about('a.b'), remainingMs: 61_000 },
      [
        'a.b: An interrupted run tried to create this, and the request may still take effect. Checking again for up to 1m1s...',
      ],
    ],
    [
      { type: 'lock-waiting', holder: 'ann@laptop', elapsedMs: 12_000 },
      ['Waiting for the lock on the state, held by ann@laptop... [12s elapsed]'],
    ],
    [{ type: 'refresh-start', ...about('a.b', 'no-op') }, []],
    [{ type: 'phase', phase: 'plan' }, []],
  ])('%j', (event, expected) => {
    expect(plain(new LineProgress().event(event, 0))).toEqual(expected);
  });

  it('reports every ten seconds that a request of an earlier run is awaited', () => {
    const progress = new LineProgress();
    const said = (now: number): string[] =>
      plain(progress.event({ type: 'landing', ...about('a.b', 'delete'), remainingMs: 60_000 - now }, now));
    expect([0, 250, 9_999].map((now) => said(now).length)).toEqual([1, 0, 0]);
    expect(said(10_000)).toEqual([
      'a.b: An interrupted run tried to delete this, and the request may still take effect. Checking again for up to 50s...',
    ]);
  });

  it('is repeated every ten seconds', () => {
    const progress = new LineProgress();
    progress.event({ type: 'apply-start', ...about('a.b') }, 500);
    const said = (now: number): string[] => plain(progress.tick(now));
    expect(said(10_400)).toEqual([]);
    expect(said(10_500)).toEqual(['a.b: Still creating... [10s elapsed]']);
    expect(said(10_600)).toEqual([]);
    expect(said(20_500)).toEqual(['a.b: Still creating... [20s elapsed]']);
    progress.event({ type: 'apply-complete', ...about('a.b') }, 21_000);
    expect(said(40_000)).toEqual([]);
  });

  it('says after five seconds what a call is waiting for', () => {
    const progress = new LineProgress();
    progress.event({ type: 'apply-start', ...about('a.b', 'delete'), id }, 0);
    progress.event({ type: 'apply-progress', ...about('a.b', 'delete'), waitingFor: 'clusters to be gone' }, 1000);
    expect(plain(progress.tick(4900))).toEqual([]);
    expect(plain(progress.tick(5000))).toEqual([
      'a.b: Still destroying, waiting for clusters to be gone... [id=i-1, 5s elapsed]',
    ]);
    expect(plain(progress.tick(10_000))).toHaveLength(1);
  });

  it('says what takes so long during a slow read', () => {
    const progress = new LineProgress();
    for (const address of ['a.a', 'a.b', 'a.c'])
      progress.event({ type: 'refresh-start', ...about(address, 'no-op') }, 0);
    progress.event({ type: 'refresh-complete', ...about('a.a', 'no-op') }, 100);
    progress.event({ type: 'waiting', what: 'the rate limit', elapsedMs: 0 }, 200);
    expect(plain(progress.tick(4000))).toEqual([]);
    expect(plain(progress.tick(5000))).toEqual([
      'Still refreshing: 1 done, 2 running; a.b for 5s, waiting for the rate limit',
    ]);
    expect(plain(progress.tick(6000))).toEqual([]);
    expect(plain(progress.tick(15_000))).toHaveLength(1);
  });

  it('reports a wait once while nothing is read', () => {
    const progress = new LineProgress();
    const wait = { type: 'waiting', what: 'the rate limit', elapsedMs: 0 } as const;
    expect(plain(progress.event(wait, 100))).toEqual(['Waiting for the rate limit']);
    expect(plain(progress.event(wait, 200))).toEqual([]);
  });
});

describe('progress on a screen', () => {
  const size = { columns: 60, rows: 24 };

  it('writes finished operations, and draws running ones with the count', () => {
    const progress = new LiveLines();
    progress.event({ type: 'phase', phase: 'apply', total: 4 }, 0);
    expect(progress.event({ type: 'apply-start', ...about('a.b') }, 0)).toEqual([]);
    progress.event({ type: 'apply-start', ...about('a.c', 'delete') }, 1000);
    progress.event({ type: 'apply-progress', ...about('a.c', 'delete'), waitingFor: 'clusters' }, 2000);
    expect(plain(progress.event({ type: 'apply-complete', ...about('a.b', 'create', 3000), id }, 3000))).toEqual([
      '✓ a.b: Creation complete after 3s [id=i-1]',
    ]);
    expect(plain(progress.frame(7000, size))).toEqual([
      '⠋ Applying  ━━━━━───────────────  1/4  7s',
      '   - a.c  destroying  6s  waiting for clusters',
    ]);
  });

  it('shows failures', () => {
    const progress = new LiveLines();
    progress.event({ type: 'apply-start', ...about('a.b') }, 0);
    expect(plain(progress.event({ type: 'apply-errored', ...about('a.b', 'create', 3000) }, 3000))).toEqual([
      '✗ a.b: Creation errored after 3s',
    ]);
  });

  it('never draws more rows or columns than the terminal has', () => {
    const progress = new LiveLines();
    progress.event({ type: 'phase', phase: 'apply', total: 100 }, 0);
    for (let index = 0; index < 100; index += 1)
      progress.event({ type: 'apply-start', ...about(`resource_with_a_long_name.number_${index}`) }, 0);
    for (const rows of [5, 10, 24, 50]) {
      for (const columns of [20, 40, 80]) {
        const frame = plain(progress.frame(1000, { rows, columns }));
        expect(frame.length).toBeLessThan(rows);
        for (const line of frame) expect(line.length).toBeLessThan(columns);
      }
    }
    expect(plain(progress.frame(1000, size)).at(-1)).toBe('    … and 89 more');
  });

  it('shows reading before anything is applied', () => {
    const progress = new LiveLines();
    progress.event({ type: 'phase', phase: 'plan' }, 0);
    progress.event({ type: 'refresh-start', ...about('a.a', 'no-op') }, 0);
    expect(plain(progress.frame(0, size))[0]).toBe('⠋ Refreshing  0s');
  });
});

describe('progress of several stacks', () => {
  const start = (stack: string): Event => ({ type: 'apply-start', stack, ...about('a.b') });

  it('names the stack of each object as lines', () => {
    const progress = new LineProgress();
    progress.event({ type: 'phase', phase: 'load', stacks: 2 }, 0);
    expect(plain(progress.event(start('web'), 0))).toEqual(['web:a.b: Creating...']);
    progress.event(start('api'), 0);
    const done: Event = { type: 'apply-complete', stack: 'api', ...about('a.b', 'create', 1000) };
    expect(plain(progress.event(done, 1000))).toEqual(['api:a.b: Creation complete after 1s']);
    expect(plain(progress.tick(10_000))).toEqual(['web:a.b: Still creating... [10s elapsed]']);
    progress.event({ type: 'phase', phase: 'load' }, 0);
    expect(plain(progress.event(start('web'), 0))).toEqual(['a.b: Creating...']);
  });

  it('counts them together on a screen', () => {
    const live = new LiveLines();
    const phase = (name: 'load' | 'plan' | 'apply', stack: string, total?: number): void =>
      void live.event({ type: 'phase', phase: name, stack, ...(total !== undefined && { total }) }, 0);
    const frame = (): string => plain(live.frame(0, { columns: 80, rows: 24 })).join('\n');
    live.event({ type: 'phase', phase: 'load', stacks: 2 }, 0);
    phase('plan', 'web');
    expect(frame()).toContain('Planning 2 stacks');
    phase('apply', 'web', 3);
    live.event(start('web'), 0);
    live.event({ type: 'apply-complete', stack: 'web', ...about('a.b') }, 0);
    phase('plan', 'api');
    phase('apply', 'api', 1);
    live.event(start('api'), 0);
    expect(frame()).toMatch(/Applying 2 stacks .*1\/4/);
    expect(frame()).toContain('api:a.b  creating');
  });
});
