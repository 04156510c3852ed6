import { describe, expect, it } from 'vitest';
import { defineProvider, string } from '../../../../src/providers/author.js';
import type { ApplyRequest, ApplyResponse } from '../../../../src/providers/requests.js';
import { EngineRig } from '../../../support/engine.js';

const WITHIN = 20;

interface Late {
  /** When it is carried out. */
  readonly at: number;
  readonly land: () => void;
}

/** A service that holds colours by name, and loses answers: what it was asked to do lands so many seconds later, or never. */
function world() {
  const held = new Map<string, string>();
  let late: Late[] = [];
  let delay: number | undefined | 'prompt' = 'prompt';
  let slow = 0;
  const creates: string[] = [];
  const asked: ApplyRequest[] = [];
  const look = (): Map<string, string> => {
    const due = late.filter(({ at }) => at <= rig.now);
    late = late.filter(({ at }) => at > rig.now);
    for (const { land } of due) land();
    return held;
  };
  const factory = defineProvider({
    name: 'acme/late',
    resources: {
      thing: {
        schema: { name: string({ required: true }), colour: string({ required: true }) },
        landsWithinSeconds: WITHIN,
        create: async ({ name, colour }) => {
          creates.push(name);
          look().set(name, colour);
          return {};
        },
        read: async ({ name }) => {
          const colour = look().get(name);
          return colour === undefined ? null : { colour };
        },
        update: async ({ name, colour }, prior) => {
          look().delete(prior.name);
          look().set(name, colour);
        },
        delete: async ({ name }) => void look().delete(name),
        locate: async ({ name, colour }) => {
          const found = look().get(name) === colour ? {} : null;
          rig.now += slow * 1000;
          return found;
        },
      },
    },
  });
  const rig = new EngineRig('registry.terraform.io/acme/late', {
    create: () => {
      const provider = factory.create();
      const prompt = provider.apply.bind(provider);
      const apply = async (request: ApplyRequest): Promise<ApplyResponse> => {
        asked.push(request);
        if (delay === 'prompt') return prompt(request);
        const at = rig.now + (delay ?? Number.POSITIVE_INFINITY) * 1000;
        const land = (): void => void prompt(request);
        if (delay !== undefined) late.push({ at, land });
        const diagnostics = [{ severity: 'error' as const, code: 'lost', summary: 'The answer is lost' }];
        return { state: undefined, uncertain: true, diagnostics };
      };
      return Object.assign(provider, { apply });
    },
  });
  const things = (...all: readonly (readonly [string, string])[]): object => {
    const thing = Object.fromEntries(
      all.map(([name, colour], index) => [`t${index}`, { provider: 'acme', name, colour }]),
    );
    return {
      terraform: { required_providers: { acme: { source: 'acme/late' } } },
      ...(all.length === 0 ? {} : { resource: { thing } }),
    };
  };
  return {
    rig,
    held,
    creates,
    asked,
    things,
    /** Until further notice: what is applied lands so late, or never; its answer is lost. */
    late: (seconds: number | undefined | 'prompt'): void => void (delay = seconds),
    /** Until further notice: so long after the service has looked, its answer to a search arrives. */
    slow: (seconds: number): void => void (slow = seconds),
  };
}

const codesOf = ({ diagnostics }: { readonly diagnostics: readonly { readonly code: string }[] }): string[] =>
  diagnostics.map(({ code }) => code);

const actionsOf = (rig: Awaited<ReturnType<EngineRig['apply']>>): string[] =>
  rig.plan!.changes.map(({ address, action }) => `${address} ${action}`);

describe('a create whose response is lost', () => {
  it.each([0, 1, WITHIN - 1])('is adopted when it takes effect %i seconds later, and not repeated', async (seconds) => {
    const { rig, held, creates, things, late } = world();
    late(seconds);
    expect(codesOf(await rig.apply(things(['a', 'red'])))).toEqual(['lost']);
    late('prompt');
    const next = await rig.apply(things(['a', 'red']));
    expect([codesOf(next), actionsOf(next)]).toEqual([[], ['thing.t0 no-op']]);
    expect([[...held], creates]).toEqual([[['a', 'red']], ['a']]);
    expect(actionsOf(await rig.plan(things(['a', 'red'])))).toEqual(['thing.t0 no-op']);
  });

  it('is adopted when it takes effect during a search that ends only once that is impossible', async () => {
    const { rig, held, creates, things, late, slow } = world();
    late(WITHIN - 1);
    await rig.apply(things(['a', 'red']));
    late('prompt');
    slow(WITHIN + 1);
    expect(actionsOf(await rig.apply(things(['a', 'red'])))).toEqual(['thing.t0 no-op']);
    expect([[...held], creates]).toEqual([[['a', 'red']], ['a']]);
  });

  it('is repeated only after the request can no longer take effect, and the wait is reported', async () => {
    const { rig, held, creates, things, late } = world();
    late(undefined);
    await rig.apply(things(['a', 'red']));
    late('prompt');
    const next = await rig.apply(things(['a', 'red']));
    expect([codesOf(next), actionsOf(next)]).toEqual([[], ['thing.t0 create']]);
    expect([[...held], creates]).toEqual([[['a', 'red']], ['a']]);
    expect(rig.now).toBeGreaterThanOrEqual(WITHIN * 1000);
    expect(rig.now).toBeLessThanOrEqual((WITHIN + 1) * 1000);
    const told = rig.events.filter((event) => event.type === 'landing');
    expect(told.length).toBeGreaterThan(3);
    expect(told[0]).toMatchObject({ address: 'thing.t0', action: 'create', remainingMs: WITHIN * 1000 + 500 });
  });

  it.each([
    ['with the same key when the same is wanted, for a service that knows it', 'red', true],
    ['with another key when something else is wanted', 'blue', false],
  ])('is repeated %s', async (_rule, colour, same) => {
    const { rig, asked, things, late } = world();
    late(undefined);
    await rig.apply(things(['a', 'red']));
    late('prompt');
    await rig.apply(things(['a', colour]));
    const [first, second] = asked;
    expect([second!.requestKey === first!.requestKey, first!.repeats, second!.repeats]).toEqual([
      same,
      undefined,
      true,
    ]);
  });

  it('is not awaited after that time', async () => {
    const { rig, things, late } = world();
    late(undefined);
    await rig.apply(things(['a', 'red']));
    late('prompt');
    rig.now += (WITHIN + 1) * 1000;
    const before = rig.now;
    expect(actionsOf(await rig.apply(things(['a', 'red'])))).toEqual(['thing.t0 create']);
    expect(rig.now).toBe(before);
  });

  it('is awaited and then deleted if it was removed from the configuration', async () => {
    const { rig, held, things, late } = world();
    late(3);
    await rig.apply(things(['a', 'red']));
    late('prompt');
    expect(actionsOf(await rig.apply(things()))).toEqual(['thing.t0 delete']);
    expect([...held]).toEqual([]);
  });

  it('stays recorded if the user does not want to wait', async () => {
    const { rig, held, creates, things, late } = world();
    late(10);
    await rig.apply(things(['a', 'red']));
    late('prompt');
    const since = rig.now;
    rig.stopping = () => rig.now - since > 2000;
    expect(codesOf(await rig.plan(things(['a', 'red'])))).toEqual(['stopped-waiting']);
    rig.stopping = () => false;
    expect(actionsOf(await rig.apply(things(['a', 'red'])))).toEqual(['thing.t0 no-op']);
    expect([[...held], creates]).toEqual([[['a', 'red']], ['a']]);
  });
});

describe('an update whose response is lost', () => {
  it('cannot take effect after the update of the next run', async () => {
    const { rig, held, things, late } = world();
    await rig.apply(things(['a', 'red']));
    late(7);
    await rig.apply(things(['a', 'green']));
    late('prompt');
    expect(actionsOf(await rig.apply(things(['a', 'blue'])))).toEqual(['thing.t0 update']);
    rig.now += 60_000;
    expect(actionsOf(await rig.plan(things(['a', 'blue'])))).toEqual(['thing.t0 no-op']);
    expect([...held]).toEqual([['a', 'blue']]);
  });

  it.each([0, 7])('that renames the object is found under the new name %i seconds later', async (seconds) => {
    const { rig, held, creates, things, late } = world();
    await rig.apply(things(['a', 'red']));
    late(seconds);
    await rig.apply(things(['b', 'red']));
    late('prompt');
    expect(actionsOf(await rig.apply(things(['b', 'red'])))).toEqual(['thing.t0 no-op']);
    expect([[...held], creates]).toEqual([[['b', 'red']], ['a']]);
  });

  it('that never took effect is repeated', async () => {
    const { rig, held, things, late } = world();
    await rig.apply(things(['a', 'red']));
    late(undefined);
    await rig.apply(things(['a', 'green']));
    late('prompt');
    expect(actionsOf(await rig.apply(things(['a', 'green'])))).toEqual(['thing.t0 update']);
    expect([...held]).toEqual([['a', 'green']]);
  });
});

describe('a delete whose response is lost', () => {
  it('does not delete an object that the next run keeps', async () => {
    const { rig, held, things, late } = world();
    await rig.apply(things(['a', 'red']));
    late(7);
    await rig.apply(things());
    late('prompt');
    expect(actionsOf(await rig.apply(things(['a', 'red'])))).toEqual(['thing.t0 create']);
    rig.now += 60_000;
    expect(actionsOf(await rig.plan(things(['a', 'red'])))).toEqual(['thing.t0 no-op']);
    expect([...held]).toEqual([['a', 'red']]);
  });
});
