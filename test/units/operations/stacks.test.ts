import { afterEach, describe, expect, it } from 'vitest';
import { Output, Stack, type App } from 'landform';
import { AcloudProvider, CloudAccount } from 'landform/providers/acloud';
import { TerraformData } from 'landform/providers/terraform';
import { Unknown, type Event } from '../../../src/model/index.js';
import { startSandbox } from '../../../src/sandbox/index.js';
import { StackRoom } from '../../support/stack-room.js';

const rooms: StackRoom[] = [];
afterEach(async () => {
  for (const room of rooms.splice(0)) await room.remove();
});

async function roomOf(build: (app: App) => void): Promise<StackRoom> {
  const room = await StackRoom.make(build);
  rooms.push(room);
  return room;
}

/** Waits when it is applied, and fails if asked to. */
function working(stack: Stack, id: string, seconds: number, fails = false): TerraformData {
  const data = new TerraformData(stack, id, { input: id });
  data.addProvisioner({ type: 'local-exec', command: `sleep ${seconds}; exit ${fails ? 1 : 0}` });
  return data;
}

/** `a` and `x` are independent; `b` needs `a`, and `c` needs `b`. */
const chain =
  (failing = '') =>
  (app: App): void => {
    const a = working(new Stack(app, 'a'), 'made', 0, failing === 'a');
    const second = new Stack(app, 'b');
    const b = new TerraformData(second, 'made', { input: a.output });
    new TerraformData(new Stack(app, 'c'), 'made', { input: b.output });
    working(new Stack(app, 'x'), 'made', 0);
  };

const at = (events: readonly Event[], type: Event['type'], stack: string): number =>
  events.findIndex((event) => event.type === type && event.stack === stack);

describe('a plan of several stacks', () => {
  it('passes planned values on, unknown ones too, and keeps the order of the stacks', async () => {
    const room = await roomOf(chain());
    const { stacks, diagnostics } = await room.plan();
    expect(diagnostics).toEqual([]);
    expect(stacks.map(({ name }) => name)).toEqual(['a', 'b', 'c', 'x']);
    const change = stacks[2]!.plan.changes.find(({ address }) => address === 'terraform_data.made');
    expect(change?.after).toMatchObject({ input: expect.any(Unknown) as unknown });
  });

  it('reports the problems of all stacks that do not depend on each other, and what was left out', async () => {
    const room = await roomOf((app) => {
      const a = new Stack(app, 'a');
      new Output(a, 'o', { value: '${file("nothing-a")}' });
      new TerraformData(new Stack(app, 'b'), 'made', { input: new TerraformData(a, 'made').output });
      new Output(new Stack(app, 'x'), 'o', { value: '${file("nothing-x")}' });
      new TerraformData(new Stack(app, 'y'), 'made');
    });
    const { stacks, diagnostics } = await room.plan();
    expect(diagnostics.map(({ code, stack = '' }) => `${code} ${stack}`)).toEqual([
      'invalid-argument a',
      'invalid-argument x',
      'stack-left-out ',
    ]);
    expect(diagnostics[2]?.summary).toBe('Stacks that depend on a failed one were not planned: b');
    expect(stacks.map(({ name }) => name)).toContain('y');
    const applied = await room.apply();
    expect(applied.stacks).toEqual([]);
    expect(applied.diagnostics.map(({ code }) => code)).toContain('stack-left-out');
  });

  it('names the stack in each event', async () => {
    const room = await roomOf(chain());
    await room.apply();
    await room.plan();
    const read = room.events.filter(({ type }) => type === 'refresh-complete');
    expect(new Set(read.map(({ stack }) => stack))).toEqual(new Set(['a', 'b', 'c', 'x']));
    expect(room.events.find((event) => event.type === 'phase' && event.stacks !== undefined)).toMatchObject({
      stacks: 4,
    });
  });
});

describe('an apply of several stacks', () => {
  it('applies each as soon as those that it needs are applied, and independent ones at the same time', async () => {
    const room = await roomOf((app) => {
      for (let index = 0; index < 6; index += 1) working(new Stack(app, `s${index}`), 'made', 1);
      const a = working(new Stack(app, 'a'), 'made', 0);
      new TerraformData(new Stack(app, 'b'), 'made', { input: a.output });
    });
    const { stacks, diagnostics } = await room.apply();
    expect(diagnostics).toEqual([]);
    // One after the other, each would have ended before the next begins.
    const steps = room.events.filter(({ type, stack }) => type.startsWith('apply-') && /^s[0-5]$/.test(stack ?? ''));
    const ended = steps.findIndex(({ type }) => type === 'apply-complete');
    expect(steps.slice(0, ended).filter(({ type }) => type === 'apply-start').length).toBeGreaterThan(3);
    expect(stacks.map(({ counts }) => counts.created)).toEqual([1, 1, 1, 1, 1, 1, 1, 1]);
    expect(at(room.events, 'apply-complete', 'a')).toBeLessThan(at(room.events, 'apply-start', 'b'));
    expect(at(room.events, 'apply-complete', 'b')).toBeLessThan(at(room.events, 'apply-complete', 's0'));
    expect(await room.changes()).toEqual([]);
  });

  it('leaves out only what depends on a failed stack', async () => {
    const room = await roomOf(chain('a'));
    const { stacks, diagnostics } = await room.apply();
    expect(stacks.map(({ name, applied }) => [name, applied])).toEqual([
      ['a', true],
      ['b', false],
      ['c', false],
      ['x', true],
    ]);
    expect(diagnostics.at(-1)).toMatchObject({
      code: 'stack-left-out',
      summary: 'Stacks that depend on a failed one were not applied: b, c',
    });
    room.build = chain();
    await room.apply();
    expect(await room.changes()).toEqual([]);
  });

  it('destroys stacks before those that they need', async () => {
    const room = await roomOf(chain());
    await room.apply();
    const { diagnostics } = await room.apply({ destroy: true });
    expect(diagnostics).toEqual([]);
    const gone = room.events.flatMap(({ type, stack }) => (type === 'apply-complete' ? stack : []));
    expect(gone.filter((stack) => stack !== 'x')).toEqual(['c', 'b', 'a']);
  });

  it('starts no stack once it is asked to stop', async () => {
    const room = await roomOf(chain());
    room.stopping = () => at(room.events, 'apply-complete', 'a') >= 0;
    const { stacks } = await room.apply();
    expect(stacks.find(({ name }) => name === 'c')?.applied).toBe(false);
    room.stopping = () => false;
    await room.apply();
    expect(await room.changes()).toEqual([]);
  });

  it('releases all locks if one is held', async () => {
    const room = await roomOf(chain());
    await room.apply();
    const held = await room.apply({
      stacks: ['x'],
      replace: ['terraform_data.made'],
      approve: async () => {
        const refused = await room.apply();
        expect(refused.diagnostics.map(({ code, stack }) => `${code} ${stack}`)).toEqual(['state-locked x']);
        return false;
      },
    });
    expect(held.approved).toBe(false);
    expect((await room.apply()).diagnostics).toEqual([]);
  });
});

describe('the choice of stacks', () => {
  /** `web` and `api` need `network`, which needs `base`. */
  const layers = (app: App): void => {
    const [base, network, web, api] = ['base', 'network', 'web', 'api'].map((name) => new Stack(app, name));
    network!.addDependency(base!);
    const vpc = new TerraformData(network!, 'made', { input: 'vpc' });
    new TerraformData(base!, 'made', { input: 'base' });
    for (const stack of [web!, api!]) new TerraformData(stack, 'made', { input: vpc.output });
  };

  it.each<[readonly string[], readonly string[]]>([
    [['web...'], ['base', 'network', 'web']],
    [['...network'], ['api', 'network', 'web']],
    [['...network...'], ['api', 'base', 'network', 'web']],
    [['*e*'], ['base', 'network', 'web']],
    [
      ['web', 'a*'],
      ['api', 'web'],
    ],
  ])('is by name, pattern and dependencies: %j', async (choices, expected) => {
    const room = await roomOf(layers);
    await room.apply();
    expect((await room.plan({ stacks: choices })).stacks.map(({ name }) => name).toSorted()).toEqual(expected);
  });

  it('names what it lacks', async () => {
    const room = await roomOf(layers);
    const codes = async (stacks: readonly string[], destroy = false): Promise<readonly string[]> =>
      (await room.apply({ stacks, destroy })).diagnostics.map(({ summary }) => summary);
    expect(await codes(['webs*'])).toEqual(['There is no stack webs*']);
    expect(await codes(['network'])).toEqual(['Stack network needs stack base, which is not applied yet']);
    expect(await codes(['web'])).toEqual(['Stack web needs stack network, which is not applied yet']);
    expect(await codes(['web...'])).toEqual([]);
    expect(await codes(['base'], true)).toEqual(['Stack base cannot be destroyed while stack network depends on it']);
    expect(await codes(['...base'], true)).toEqual([]);
  });

  it('is part of an address', async () => {
    const room = await roomOf(layers);
    await room.apply();
    const replaced = async (...replace: readonly string[]): Promise<readonly string[]> => room.changes({ replace });
    expect(await replaced('web:terraform_data.made', 'api:terraform_data.made')).toEqual([
      'delete-create web:terraform_data.made',
      'delete-create api:terraform_data.made',
    ]);
    const { diagnostics } = await room.plan({ excludes: ['terraform_data.made'] });
    expect(diagnostics).toMatchObject([
      {
        code: 'choose-stack',
        detail:
          'Write which one: base:terraform_data.made or network:terraform_data.made or web:terraform_data.made or api:terraform_data.made.',
      },
    ]);
  });
});

describe('the limits of a run', () => {
  it.each([
    ['--parallelism', 3, { parallelism: 3 }, {}],
    ['of the service', 2, {}, { concurrency: 2 }],
  ])('apply to all stacks together: %s', async (_, most, options, limits) => {
    const sandbox = await startSandbox();
    try {
      const room = await roomOf((app) => {
        for (let index = 0; index < 6; index += 1) {
          const stack = new Stack(app, `s${index}`);
          new AcloudProvider(stack, 'acloud', limits);
          for (const name of ['one', 'two'])
            new CloudAccount(stack, name, { displayName: `${name} ${index}`, cloudProfile: 'hetzner', enabled: true });
        }
      });
      room.environment = sandbox.environment;
      sandbox.faults.configure({ latencyMs: 20 });
      const { diagnostics } = await room.apply(options);
      expect(diagnostics).toEqual([]);
      expect(sandbox.requests.mostInFlight).toBe(most);
    } finally {
      await sandbox.close();
    }
  });
});
