import { describe, expect, it } from 'vitest';
import { hasErrors, plainJson, type JsonObject } from '../../../../src/model/index.js';
import { quiet, type Kept, type PlannedCall } from '../../../conformance/provider-driver.js';
import { things } from './things.js';

const CONFIG = { name: 'a', title: 'A thing' };
const stateOf = (kept: Kept): JsonObject => plainJson(kept.state) as JsonObject;
const deletion = (kept: Kept): PlannedCall => ({ state: null, config: null, prior: kept.state, replaces: [] });

describe('a schema built from a mapping and a description', () => {
  it('has the limits and descriptions from every operation that writes a field', async () => {
    const { of } = await things();
    const { title, size, colour, revision } = of.schema.block.attributes;
    expect(title).toMatchObject({ constraint: { minLength: 2, maxLength: 64 }, description: 'What people read.' });
    expect(size).toMatchObject({ constraint: { minimum: 1, maximum: 9 } });
    expect(colour).toMatchObject({ constraint: { enum: ['red', 'green'] } });
    expect(revision).toEqual({ type: 'number', computed: true });
  });

  it('replaces for attributes that no update can send', async () => {
    const { of } = await things();
    const replacing = Object.entries(of.schema.block.attributes).filter(([, { replaces }]) => replaces === true);
    expect(replacing.map(([name]) => name)).toEqual(['name', 'colour']);
  });
});

describe('a create', () => {
  it('ends when the object is ready, and reports what it waits for', async () => {
    const words = ['creating', 'unheard-of', 'ready'];
    const { of, clock } = await things((method, held) => {
      if (method === 'GET') held.set('a', { ...held.get('a')!, state: words.shift()! });
      return undefined;
    });
    const progress: string[] = [];
    const planned = await of.plan(of.config(CONFIG));
    const made = await of.attempt(planned, undefined, { ...quiet(), progress: (text) => void progress.push(text) });
    expect(made.diagnostics).toEqual([]);
    expect(clock.slept).toEqual([10_000, 10_000]);
    expect(progress).toEqual(['The thing "a" is creating after 0 s', 'The thing "a" is unheard-of after 10 s']);
  });

  it('records the identity before it waits', async () => {
    const context = quiet();
    const notes: number[] = [];
    const { of } = await things((method) => {
      if (method === 'GET') notes.push(context.notes.length);
      return undefined;
    });
    await of.attempt(await of.plan(of.config(CONFIG)), undefined, context);
    expect(notes).toEqual([1]);
    expect(context.notes).toEqual([{ identity: { name: 'a' } }]);
  });

  it('that fails keeps the object, and reports the reason', async () => {
    const { of } = await things((method) =>
      method === 'GET' ? { title: 'A thing', state: 'broken', reason: 'no room' } : undefined,
    );
    const made = await of.attempt(await of.plan(of.config(CONFIG)));
    expect(made.diagnostics).toEqual([
      expect.objectContaining({ code: 'work-failed', detail: expect.stringContaining('no room') as string }),
    ]);
    expect(made.state).toMatchObject({ name: 'a' });
  });

  it('that takes too long keeps the object, and says how to continue', async () => {
    const { of, clock } = await things((method) =>
      method === 'GET' ? { title: 'A thing', state: 'creating' } : undefined,
    );
    const made = await of.attempt(await of.plan(of.config({ ...CONFIG, patience: 25 })));
    expect(made.diagnostics).toEqual([
      expect.objectContaining({ code: 'not-ready', detail: expect.stringContaining('run plan again') as string }),
    ]);
    expect(made.state).toMatchObject({ name: 'a' });
    expect(clock.slept).toHaveLength(3);
  });

  it('of an object with a configured name is searched for by that name', async () => {
    const { of, held } = await things();
    const { abilities } = of.provider;
    const { state: planned } = await of.plan(of.config(CONFIG));
    const ask = {
      type: of.type,
      action: 'create',
      planned,
      evidence: null,
      managed: [],
      notes: [],
      requestKey: 'k',
      context: quiet(),
    } as const;
    expect((await abilities.locate!.locate(ask)).outcome).toBe('absent');
    held.set('a', { name: 'a', title: 'Of another user', state: 'ready' });
    expect((await abilities.locate!.locate(ask)).outcome).toBe('absent');
    held.set('a', { name: 'a', title: 'A thing', state: 'ready' });
    expect(await abilities.locate!.locate(ask)).toMatchObject({
      outcome: 'found',
      state: { name: 'a', title: 'A thing' },
    });
  });

  it('may be repeated if it is idempotent', async () => {
    const lost = Object.assign(new Error('reset'), { code: 'ECONNRESET' });
    let left = 2;
    const { of, asked } = await things((method) => (method === 'PUT' && left-- > 0 ? lost : undefined));
    await of.create(CONFIG);
    expect(asked.map(([method]) => method)).toEqual(['PUT', 'PUT', 'PUT', 'GET']);
  });
});

describe('a plan', () => {
  it('uses a default if the configuration is silent, even after it set a value', async () => {
    const { of } = await things();
    const kept = await of.create({ ...CONFIG, size: 5 });
    expect(stateOf(kept)).toMatchObject({ size: 5 });
    expect(stateOf(await of.plan(of.config(CONFIG), kept))).toMatchObject({ size: 3 });
  });

  it('marks attributes unknown that change along with others', async () => {
    const { of } = await things();
    const kept = await of.create(CONFIG);
    const { state } = await of.plan(of.config({ ...CONFIG, title: 'Another' }), kept);
    expect(state).toMatchObject({ revision: { kind: 'unknown', type: 'number' } });
    const still = await of.plan(of.config({ ...CONFIG, notes: 'x' }), kept);
    expect(stateOf(still)).toMatchObject({ revision: 1 });
  });

  it.each([{ title: '  A thing ' }, { notes: 'CASE' }])(
    'shows no difference if the service treats values as equal: %o',
    async (change) => {
      const { of } = await things();
      const kept = await of.create({ ...CONFIG, notes: 'case' });
      expect((await of.plan(of.config({ ...CONFIG, notes: 'case', ...change }), kept)).state).toEqual(kept.state);
    },
  );
});

describe('an update', () => {
  it('makes only the calls that send changes', async () => {
    const { of, asked } = await things();
    const kept = await of.create(CONFIG);
    asked.length = 0;
    const renamed = await of.apply(await of.plan(of.config({ ...CONFIG, title: 'Another' }), kept));
    expect(asked).toEqual([['PATCH', { title: 'Another', size: 3 }]]);
    asked.length = 0;
    const noted = await of.apply(await of.plan(of.config({ ...CONFIG, title: 'Another', notes: 'x' }), renamed));
    expect(asked).toEqual([
      ['PUT', { notes: 'x' }],
      ['GET', null],
    ]);
    expect(stateOf(noted)).toMatchObject({ title: 'Another', notes: 'x' });
  });

  it('makes no call for settings of Landform alone', async () => {
    const { of, asked } = await things();
    const kept = await of.create(CONFIG);
    asked.length = 0;
    expect(stateOf(await of.apply(await of.plan(of.config({ ...CONFIG, patience: 9 }), kept)))).toMatchObject({
      patience: 9,
    });
    expect(asked).toEqual([]);
  });

  it('that fails after its first call returns the result of that call', async () => {
    const { of } = await things((method, held) => (method === 'PUT' && held.has('a') ? 400 : undefined));
    const kept = await of.create(CONFIG);
    const planned = await of.plan(of.config({ ...CONFIG, title: 'Another', notes: 'x' }), kept);
    const answer = await of.attempt(planned);
    expect(hasErrors(answer.diagnostics)).toBe(true);
    expect(answer.state).toMatchObject({ title: 'Another' });
  });

  it('with an unknown outcome returns the existing object', async () => {
    const { of } = await things((method, held) => {
      if (method !== 'PATCH') return undefined;
      held.set('a', { ...held.get('a')!, title: 'Half' });
      return 502;
    });
    const kept = await of.create(CONFIG);
    const answer = await of.attempt(await of.plan(of.config({ ...CONFIG, title: 'Another' }), kept));
    expect(hasErrors(answer.diagnostics)).toBe(true);
    expect(answer.state).toMatchObject({ title: 'Half' });
  });

  it('of a missing object reports that it is deleted', async () => {
    const { of, held } = await things();
    const kept = await of.create(CONFIG);
    held.clear();
    const answer = await of.attempt(await of.plan(of.config({ ...CONFIG, title: 'Another' }), kept));
    expect(answer).toMatchObject({ state: null, diagnostics: [{ code: 'vanished' }] });
  });
});

describe('a delete', () => {
  it('ends when the object is deleted', async () => {
    let looks = 2;
    const { of, clock } = await things((method) => {
      if (method === 'DELETE') return 202;
      return method === 'GET' && looks-- <= 0 ? 404 : undefined;
    });
    const kept = await of.create(CONFIG);
    clock.slept.length = 0;
    await of.delete(kept);
    expect(clock.slept).toEqual([5000]);
  });

  it('that does not end keeps the object', async () => {
    const { of } = await things((method) => (method === 'DELETE' ? 202 : undefined));
    const kept = await of.create(CONFIG);
    const answer = await of.attempt(deletion(kept));
    expect(answer).toMatchObject({ state: undefined, diagnostics: [{ code: 'not-ready' }] });
  });
});
