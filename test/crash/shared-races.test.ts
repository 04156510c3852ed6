import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { onDisk } from '../support/on-disk.js';
import { USUAL_PLACES } from '../support/shared-places.js';
import { codesOf, Team, type Running, type Wishes } from './team.js';
import { linesOfSandbox, randomOf } from './wishes.js';

onDisk();

/** `LANDFORM_RACES=500 npx vitest run test/crash/shared-races.test.ts` looks longer. */
const RACES = Number(process.env['LANDFORM_RACES'] ?? 2);
const SEED = Number(process.env['LANDFORM_SEED'] ?? 15);

/** What a run may fail with if replies are lost and errors come. No lease ends meanwhile, so none is lost. */
const MISHAPS = new Set(['state-locked', 'state-unreachable', 'state-refused']);

describe.each(USUAL_PLACES)('applies of two folders with one state: %s', (name, open) => {
  let team: Team;
  let races = 0;

  beforeAll(async () => {
    team = await Team.meet(open);
  });
  afterAll(() => team.part());

  /** One account, which is another one each time. */
  const another = (): Wishes => {
    races += 1;
    const metadata = { race: String(races) };
    return {
      one: { name: `race ${races}`, cloudProfile: 'hetzner', enabled: true, metadata, credentials: [], gapless: false },
    };
  };

  it(`${RACES} pairs that start together have one winner each`, { timeout: 60_000 + RACES * 3000 }, async () => {
    team.sandbox.faults.configure({ latencyMs: 15, onlyWrites: true });
    for (let race = 0; race < RACES; race += 1) {
      const wishes = another();
      await team.want(wishes);
      // In every second race the loser waits, and then has nothing to do.
      const lockTimeout = race % 2 === 0 ? '0s' : '60s';
      const pair = await Promise.all([team.apply(team.here, lockTimeout), team.apply(team.there, lockTimeout)]);
      const where = `race ${race}: ${JSON.stringify(pair)}`;
      const losers = pair.filter(({ code }) => code !== 0);
      expect(losers.length, where).toBeLessThanOrEqual(lockTimeout === '0s' ? 1 : 0);
      expect(losers.flatMap(codesOf), where).toEqual(losers.map(() => 'state-locked'));
      expect(team.created, where).toHaveLength(1);
      await team.expectApplied(wishes, where);
    }
  });

  it(`${RACES} pairs with a bad server apply nothing twice`, { timeout: 60_000 + RACES * 6000 }, async ({ skip }) => {
    // Elsewhere, the journal of a run that failed is in its folder, and the other folder knows nothing of it.
    skip(team.place.endLease === undefined, 'its journal is not shared');
    const random = randomOf(SEED);
    team.sandbox.faults.configure({ latencyMs: 15, onlyWrites: true });
    for (let race = 0; race < RACES; race += 1) {
      const wishes = another();
      await team.want(wishes);
      team.place.disturb(random);
      const pair = await Promise.all([team.apply(team.here, '2s'), team.apply(team.there, '2s')]);
      team.place.calm();
      // A run that could not release its lock ended; its process, which is kept, did not.
      await team.place.endLease?.();
      const next = await team.apply(race % 2 === 0 ? team.here : team.there);
      const where = `race ${race}: ${JSON.stringify([...pair, next])}`;
      expect(
        pair.flatMap(codesOf).filter((code) => !MISHAPS.has(code)),
        where,
      ).toEqual([]);
      expect(next.code, where).toBe(0);
      expect(team.created, where).toHaveLength(1);
      await team.expectApplied(wishes, where);
    }
  });

  /** Starts an apply that creates an account, and ends when the account exists but the apply does not know yet. */
  async function inTheMiddle(): Promise<Running> {
    team.sandbox.faults.configure({ latencyMs: 300, onlyWrites: true });
    const before = linesOfSandbox(team.sandbox).join();
    const run = team.start(team.here);
    while (team.created.length === 0 && [before, ''].includes(linesOfSandbox(team.sandbox).join())) await sleep(2);
    return run;
  }

  it('the lock of a killed apply is taken over, and its object adopted', { timeout: 60_000 }, async () => {
    const wishes = another();
    await team.want(wishes);
    const { child, ended } = await inTheMiddle();
    child.kill('SIGKILL');
    await ended;
    // Where the lock at the server has no end, only the folder of the dead apply shows that it died.
    const next = await team.apply(name === 'http' ? team.here : team.there);
    expect(next.code, next.stderr).toBe(0);
    await team.expectApplied(wishes);
    while (team.sandbox.requests.inFlight > 0) await sleep(5);
    expect(team.created).toHaveLength(1);
  });

  it('an apply that sleeps longer than its lease writes nothing afterwards', { timeout: 60_000 }, async ({ skip }) => {
    skip(team.place.endLease === undefined, 'its lease is on this machine');
    const wishes = another();
    await team.want(wishes);
    const { child, ended } = await inTheMiddle();
    child.kill('SIGSTOP');
    expect(codesOf(await team.apply(team.there))).toEqual(['state-locked']);
    await team.place.endLease?.();
    const next = await team.apply(team.there);
    expect(next.code, next.stderr).toBe(0);
    const stored = await team.place.stored();
    child.kill('SIGCONT');
    const late = await ended;
    expect([late.code, late.stderr]).toEqual([1, expect.stringContaining('[lock-lost]')]);
    expect(await team.place.stored()).toBe(stored);
    await team.expectApplied(wishes);
    expect(team.created).toHaveLength(1);
  });
});
