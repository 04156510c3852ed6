import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { onDisk } from '../support/on-disk.js';
import { USUAL_PLACES } from '../support/shared-places.js';
import { Team } from './team.js';
import { identitiesOf, randomOf, randomWishes } from './wishes.js';

onDisk();

/** `LANDFORM_KILLS=100 npx vitest run test/crash/shared-kills.test.ts` looks longer. */
const KILLS = Number(process.env['LANDFORM_KILLS'] ?? 2);
const SEED = Number(process.env['LANDFORM_SEED'] ?? 15);

/** Of 10 applies that were killed, the next run is killed too after so many. */
const KILLED_AGAIN = 3;

describe.each(USUAL_PLACES)('applies that are killed while the server is bad: %s', (name, open) => {
  let team: Team;

  beforeAll(async () => {
    team = await Team.meet(open);
  });
  afterAll(() => team.part());

  it(`${KILLS} lose nothing`, { timeout: 60_000 + KILLS * 20_000 }, async () => {
    const { sandbox, place } = team;
    const random = randomOf(SEED);
    let killed = 0;
    let usual = 12;
    for (let generation = 0; killed < KILLS; generation += 1) {
      const wishes = randomWishes(random, generation);
      await team.want(wishes);
      sandbox.faults.configure({ latencyMs: 4, rateDropAfter: 0.08, onlyWrites: true, seed: SEED + generation });
      do {
        place.disturb(random);
        // The journal may be in the folder.
        const { child, ended } = team.start(name !== 'http' && random() < 0.5 ? team.there : team.here);
        let done = false;
        void ended.then(() => (done = true));
        const before = sandbox.requests.total;
        const moment = Math.floor(random() * usual);
        while (!done && sandbox.requests.total - before < moment) await sleep(1);
        await sleep(random() * (moment === 0 ? 600 : 12));
        child.kill('SIGKILL');
        if ((await ended).signal === 'SIGKILL') killed += 1;
        place.calm();
        const text = await place.stored();
        if (text !== undefined) expect(() => identitiesOf(text), 'the state is readable').not.toThrow();
      } while (random() * 10 < KILLED_AGAIN);

      const before = sandbox.requests.total;
      const next = await team.apply(team.here);
      const where = `generation ${generation} of seed ${SEED}: ${JSON.stringify(next)}`;
      expect(next.code, where).toBe(0);
      usual = Math.max(8, Math.min(40, sandbox.requests.total - before));
      await team.expectApplied(wishes, where);
    }
  });
});
