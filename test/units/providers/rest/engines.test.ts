import { describe, expect, it } from 'vitest';
import { parseJson, plainJson, type JsonObject } from '../../../../src/model/index.js';
import type { Fetch } from '../../../../src/providers/rest/http/client.js';
import type { CallMapping, FollowMapping, ResourceMapping } from '../../../../src/providers/rest/mapping/definition.js';
import { restProvider } from '../../../../src/providers/rest/provider.js';
import { configValue, Driver, quiet, type Kept } from '../../../conformance/provider-driver.js';
import { TestClock } from './clock.js';

const UNTIL_DONE: FollowMapping = {
  call: { operation: 'getWork' },
  keeps: { work: '/id' },
  field: '/state',
  ready: ['done'],
  pending: ['going'],
  failed: ['broken'],
  firstSeconds: 1,
  intervalSeconds: 2,
  deadlineSeconds: 60,
  explain: async (_, work) => `It was the work ${(work as JsonObject)['id'] as string}.`,
};

const begin = (does: string): CallMapping => ({
  operation: 'beginWork',
  body: { json: { '/engine': 'name', '/does': { value: does } } },
  begun: {
    list: { operation: 'listWorks', paging: { style: 'whole', items: '/items' } },
    identity: '/id',
    going: (work) => (work as JsonObject)['does'] === does && (work as JsonObject)['state'] === 'going',
  },
  follow: UNTIL_DONE,
});

/** An engine that is started by a piece of work once it is there, and stopped by another before it goes. */
const ENGINE: ResourceMapping = {
  noun: 'engine',
  label: 'name',
  description: 'An engine.',
  attributes: {
    name: { required: true, replaces: true },
    running: { type: 'bool', optional: true, followed: 'when-set' },
    speed: {
      type: 'number',
      optional: true,
      replacesWhen: (prior, planned) => Number(planned) < Number(prior),
    },
    gears: { type: 'number', computed: true },
  },
  parameters: { name: 'name' },
  reply: { name: '/name', running: '/running', speed: '/speed', gears: { at: '/gears/count' } },
  identity: ['name'],
  imports: ['name'],
  create: { operation: 'putEngine', body: { json: { '/name': 'name', '/speed': 'speed' } } },
  read: { call: { operation: 'getEngine' }, alsoImporting: [{ operation: 'getGears', as: 'gears' }] },
  updates: [{ ...begin('start'), carries: ['running'], send: 'all' }],
  remove: {
    operation: 'deleteEngine',
    before: [{ ...begin('stop'), verb: 'stop', when: async ({ values }) => values['running'] === true }],
  },
  locate: { match: [] },
};

interface Works {
  readonly of: Driver;
  readonly clock: TestClock;
  readonly asked: string[];
  /** Work by its id. */
  readonly works: Map<string, JsonObject>;
  readonly engines: Map<string, JsonObject>;
}

/** `spoil` takes the place of an answer once the work is done. */
async function works(spoil: (asked: string) => Error | undefined = () => undefined): Promise<Works> {
  const clock = new TestClock();
  const asked: string[] = [];
  const held = { works: new Map<string, JsonObject>(), engines: new Map<string, JsonObject>() };
  const fetch: Fetch = async (url, { method, body }) => {
    const what = `${method} ${url.pathname}`;
    asked.push(what);
    const reply = serve(held, what, typeof body === 'string' ? (parseJson(body) as JsonObject) : {});
    const spoiled = spoil(what);
    if (spoiled !== undefined) throw spoiled;
    const status = reply === undefined ? 404 : 200;
    return { status, headers: new Headers(), text: async () => JSON.stringify(reply ?? { message: 'not there' }) };
  };
  const provider = restProvider(
    {
      name: 'engines',
      source: 'registry.terraform.io/acme/engines',
      version: '1.0.0',
      beside: new URL('./fixtures/engines/', import.meta.url).href,
      configuration: {
        attributes: {},
        needed: [],
        settings: () => ({
          endpoint: 'https://engines.example',
          authentication: { scheme: 'none' },
          timeoutSeconds: 5,
          retries: 0,
          concurrency: 4,
        }),
      },
      resources: { engines_engine: ENGINE },
      dataSources: {},
      errors: { message: ['/message'] },
    },
    { environment: {}, fetch, clock, random: () => 0.5 },
  );
  const config = configValue(provider.schemas.provider().block, {});
  await provider.configure({ config, planning: false, directory: '.' });
  return { of: new Driver(provider, 'engines_engine'), clock, asked, ...held };
}

function serve({ works, engines }: Pick<Works, 'works' | 'engines'>, what: string, body: JsonObject) {
  const [method, , kind, name, part] = what.split(/[ /]/);
  if (kind === 'works' && method === 'POST') {
    const id = `work-${works.size + 1}`;
    works.set(id, { id, ...body, state: 'going' });
    return works.get(id);
  }
  if (kind === 'works' && name === undefined) return { items: [...works.values()] };
  if (kind === 'works') return look(works, engines, name!);
  if (part === 'gears') return { count: 5 };
  if (method === 'PUT') engines.set(name!, { running: false, ...body });
  const engine = engines.get(name!);
  if (method === 'DELETE') engines.delete(name!);
  return engine;
}

/** At the first poll the work is running, at the second it is done. */
function look(works: Map<string, JsonObject>, engines: Map<string, JsonObject>, id: string): JsonObject | undefined {
  const work = works.get(id)!;
  const engine = engines.get(work['engine'] as string);
  if (work['state'] === 'looked at') {
    works.set(id, { ...work, state: 'done' });
    if (engine !== undefined) engines.set(work['engine'] as string, { ...engine, running: work['does'] === 'start' });
  } else if (work['state'] === 'going') works.set(id, { ...work, state: 'looked at' });
  return works.get(id);
}

const stateOf = ({ state }: Kept): JsonObject => plainJson(state) as JsonObject;
const RUNNING = { name: 'a', running: true };
const lost = (): Error => Object.assign(new Error('socket hang up'), { code: 'ECONNRESET' });

describe('work started by a call', () => {
  it('is awaited after a create that does not accept its changes', async () => {
    const { of, asked } = await works();
    expect(stateOf(await of.create(RUNNING))['running']).toBe(true);
    expect(asked).toEqual([
      'PUT /engines/a',
      'GET /works',
      'POST /works',
      'GET /works/work-1',
      'GET /works/work-1',
      'GET /engines/a',
    ]);
  });

  it('is not started if nothing differs', async () => {
    const { of, asked } = await works();
    await of.create({ name: 'a' });
    expect(asked).toEqual(['PUT /engines/a']);
  });

  it('is started once, even if the response is lost', async () => {
    let times = 0;
    const service = await works((asked) => (asked === 'POST /works' && times++ === 0 ? lost() : undefined));
    expect(stateOf(await service.of.create(RUNNING))['running']).toBe(true);
    expect(service.works.size).toBe(1);
  });

  it('is followed if an earlier run started it, and not started again', async () => {
    const { of, asked, works: all } = await works();
    all.set('work-1', { id: 'work-1', engine: 'a', does: 'start', state: 'going' });
    expect(stateOf(await of.create(RUNNING))['running']).toBe(true);
    expect(asked).not.toContain('POST /works');
  });

  it('is polled with increasing intervals', async () => {
    const { of, clock } = await works();
    await of.create(RUNNING);
    expect(clock.slept).toEqual([1000]);
  });

  it('precedes a delete, and is skipped for an object that is not running', async () => {
    const { of, asked } = await works();
    const running = await of.create(RUNNING);
    const idle = await of.create({ name: 'b' });
    asked.length = 0;
    await of.delete(idle);
    expect(asked).toEqual(['DELETE /engines/b']);
    asked.length = 0;
    await of.delete(running);
    expect(asked).toEqual(['GET /works', 'POST /works', 'GET /works/work-2', 'GET /works/work-2', 'DELETE /engines/a']);
  });

  it('that fails does not touch the object, and names the failed work', async () => {
    const {
      of,
      works: all,
      engines,
    } = await works((asked) => {
      if (asked === 'POST /works') all.set('work-2', { ...all.get('work-2'), state: 'broken' });
      return undefined;
    });
    const kept = await of.create({ name: 'a' });
    engines.set('a', { name: 'a', running: true });
    all.set('work-1', { id: 'work-1' });
    const state = of.config(RUNNING);
    const planned = { state: null, config: null, prior: state, private: kept.private, replaces: [] };
    const answer = await of.attempt(planned, undefined, quiet());
    expect(answer.diagnostics).toEqual([
      expect.objectContaining({
        code: 'work-failed',
        detail: expect.stringContaining('It was the work work-2.') as string,
      }),
    ]);
    expect(engines.has('a')).toBe(true);
  });
});

describe('a mapping', () => {
  it('decides by the change whether it requires a replacement', async () => {
    const { of } = await works();
    const kept = await of.create({ name: 'a', speed: 5 });
    expect((await of.plan(of.config({ name: 'a', speed: 4 }), kept)).replaces).toEqual([['speed']]);
    expect((await of.plan(of.config({ name: 'a', speed: 6 }), kept)).replaces).toEqual([]);
  });

  it('searches further on import only', async () => {
    const { of } = await works();
    const kept = await of.create({ name: 'a' });
    expect(stateOf(kept)['gears']).toBeNull();
    const { objects } = await of.provider.import({ type: of.type, id: 'a', context: quiet() });
    expect(stateOf({ state: objects[0]!.state })['gears']).toBe(5);
  });
});
