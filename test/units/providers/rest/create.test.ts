import { describe, expect, it } from 'vitest';
import { hasErrors, type JsonObject } from '../../../../src/model/index.js';
import type { ResourceMapping } from '../../../../src/providers/rest/mapping/definition.js';
import { quiet } from '../../../conformance/provider-driver.js';
import { stateOf } from '../acloud/cloud.js';
import { THING, things } from './things.js';

const CONFIG = { name: 'one', title: 'One' };

const { wait: _, ...CREATE } = THING.create;

describe('a create that returns something other than the object', () => {
  const mapping: ResourceMapping = {
    ...THING,
    attributes: { ...THING.attributes, work: { computed: true } },
    create: { ...CREATE, reply: { work: '/work' } },
  };

  it('is followed by a read, and keeps what only its response contains', async () => {
    const { of, asked } = await things((method, held) => {
      if (method !== 'PUT') return undefined;
      held.set('one', { name: 'one', title: 'One', size: 3, revision: 7 });
      return { work: 'w-1', title: 'not this one' };
    }, mapping);
    const kept = await of.create(CONFIG);
    expect(stateOf(kept)).toMatchObject({ work: 'w-1', title: 'One', revision: 7 });
    expect(asked.map(([method]) => method)).toEqual(['PUT', 'GET']);
    expect(stateOf(await of.read(kept))).toEqual(stateOf(kept));
  });

  it('that created nothing reports that', async () => {
    const { of } = await things((method) => (method === 'PUT' ? { work: 'w-1', title: '' } : 404), mapping);
    const made = await of.attempt(await of.plan(of.config(CONFIG)));
    expect([made.state, hasErrors(made.diagnostics)]).toEqual([null, true]);
  });
});

describe('a resource with several kinds of create', () => {
  const mapping: ResourceMapping = {
    ...THING,
    create: {
      ...CREATE,
      variants: [
        { whenSet: 'colour', operation: 'putThing', body: { json: { '/colour': 'colour', '/title': 'title' } } },
      ],
    },
  };

  it.each<[string, JsonObject, JsonObject]>([
    ['the default one', {}, { title: 'One', size: 3 }],
    ['the one whose attribute is set', { colour: 'red' }, { title: 'One', colour: 'red' }],
  ])('uses %s', async (_name, more, body) => {
    const { of, asked } = await things(undefined, mapping);
    await of.create({ ...CONFIG, ...more });
    expect(asked[0]).toEqual(['PUT', body]);
  });
});

describe('an object that is a member of a response', () => {
  const member = (at: string): ResourceMapping => ({
    ...THING,
    attributes: { name: { required: true }, title: { required: true, replaces: true } },
    reply: { title: '/title' },
    create: { ...CREATE, object: { at, member: 'name' } },
    read: { call: { operation: 'getThing', object: { at, member: 'name' } } },
    updates: [],
    remove: { operation: 'deleteThing' },
  });

  it('is found by its name, and is deleted if nothing is there', async () => {
    const { of, held } = await things((method, all) => {
      if (method === 'PUT') all.set('one', { title: '', members: { one: { title: 'One' }, two: { title: 'Two' } } });
      return all.get('one');
    }, member('/members'));
    const kept = await of.create(CONFIG);
    expect(stateOf(kept)).toEqual(CONFIG);
    held.set('one', { title: '', members: { two: { title: 'Two' } } });
    expect((await of.read(kept)).state).toBeNull();
    // Names that every object inherits are not members.
    const odd = { ...stateOf(kept), name: 'constructor' };
    held.set('constructor', { title: '', members: {} });
    expect((await of.read({ ...kept, state: of.config(odd) })).state).toBeNull();
  });

  it('is a string in a list of strings', async () => {
    const { of, held } = await things(
      (method, all) => {
        if (method === 'PUT') all.set('one', { title: '', members: ['two', 'one'] });
        return all.get('one');
      },
      { ...member('/members'), reply: {} },
    );
    const kept = await of.create(CONFIG);
    expect(stateOf(kept)).toEqual(CONFIG);
    held.set('one', { title: '', members: ['two'] });
    expect((await of.read(kept)).state).toBeNull();
  });
});

describe('an object that cannot be read', () => {
  const mapping: ResourceMapping = { ...THING, create: CREATE, reply: {}, read: { kept: 'There is no call for it.' } };

  it('is assumed to exist as created, and is never requested', async () => {
    const { of, asked } = await things(undefined, mapping);
    const kept = await of.create(CONFIG);
    expect(stateOf(await of.read(kept))).toEqual(stateOf(kept));
    expect(asked.map(([method]) => method)).toEqual(['PUT']);
  });

  it('cannot be imported, with the reason', async () => {
    const { of } = await things(undefined, mapping);
    const answer = await of.provider.import({ type: of.type, id: 'one', context: quiet() });
    expect(answer.objects).toEqual([]);
    expect(answer.diagnostics).toEqual([
      expect.objectContaining({ code: 'not-importable', detail: 'There is no call for it.' }),
    ]);
  });
});

describe('a rename', () => {
  const mapping: ResourceMapping = {
    ...THING,
    create: CREATE,
    attributes: { ...THING.attributes, name: { required: true } },
    reply: { ...THING.reply, name: '/name' },
    updates: [{ operation: 'patchThing', repeatable: true, body: { json: { '/name': 'name', '/title': 'title' } } }],
  };

  /** A service that renames. `lost`: the answer does not come, and when asked again the old name is gone. */
  const service = (lost: boolean) => {
    let tries = 0;
    return (method: string, held: Map<string, JsonObject>): JsonObject | number | Error | undefined => {
      if (method !== 'PATCH') return undefined;
      tries += 1;
      const thing = held.get('one');
      if (thing === undefined) return 404;
      held.delete('one');
      held.set('two', { ...thing, name: 'two' });
      return lost && tries === 1 ? new Error('the connection broke') : held.get('two')!;
    };
  };

  it.each([
    ['happens in place', false],
    ['is detected even if its response was lost', true],
  ])('%s', async (_name, lost) => {
    const { of, held } = await things(service(lost), mapping);
    const kept = await of.create(CONFIG);
    const planned = await of.plan(of.config({ ...CONFIG, name: 'two' }), kept);
    expect(planned.replaces).toEqual([]);
    const renamed = await of.apply(planned);
    expect(stateOf(renamed)).toMatchObject({ name: 'two', title: 'One' });
    expect([...held.keys()]).toEqual(['two']);
  });
});

describe('attributes that are not visible after an import', () => {
  const mapping: ResourceMapping = {
    ...THING,
    create: { ...CREATE, body: { json: { '/title': { value: '' }, '/size': 'size' } } },
    updates: [],
    attributes: {
      name: { required: true },
      size: { type: 'number', optional: true, computed: true, default: { value: 3, onlyNew: true } },
    },
    reply: {},
    locate: { match: [] },
  };

  it('cause no replacement for a default, and use the configuration if it sets them', async () => {
    const { of, held } = await things(undefined, mapping);
    held.set('one', { name: 'one', title: '' });
    const imported = await of.provider.import({ type: of.type, id: 'one', context: quiet() });
    const kept = { state: imported.objects[0]!.state };
    const silent = await of.plan(of.config({ name: 'one' }), kept);
    expect([stateOf(silent), silent.replaces]).toEqual([{ name: 'one', size: null }, []]);
    const told = await of.plan(of.config({ name: 'one', size: 5 }), kept);
    expect([stateOf(told)['size'], told.replaces]).toEqual([5, []]);
    expect(of.said.map(({ code }) => code)).toEqual(['taken-on-trust']);
    const made = await of.create({ name: 'two', size: 5 });
    expect((await of.plan(of.config({ name: 'two', size: 6 }), made)).replaces).toEqual([['size']]);
  });
});

describe('recording the identity of a new object', () => {
  const simple: ResourceMapping = { ...THING, create: CREATE };

  it.each<[string, () => Promise<void>]>([
    ['not yet durable', () => new Promise(() => undefined)],
    ['refused', () => Promise.reject(new Error('the disk is full'))],
  ])('delays no response if no further request follows, even if it is %s', async (_state, note) => {
    const { of } = await things(undefined, simple);
    const made = await of.attempt(await of.plan(of.config(CONFIG)), undefined, { ...quiet(), note });
    expect(made.diagnostics).toEqual([]);
    expect(stateOf({ state: made.state! })).toMatchObject(CONFIG);
  });

  it('is durable before further requests', async () => {
    const { of, asked } = await things(undefined, THING);
    const asks: string[][] = [];
    const note = async (): Promise<void> => {
      await new Promise((resolve) => {
        setTimeout(resolve, 20);
      });
      asks.push(asked.map(([method]) => method));
    };
    const made = await of.attempt(await of.plan(of.config(CONFIG)), undefined, { ...quiet(), note });
    expect(made.diagnostics).toEqual([]);
    expect(asks).toEqual([['PUT']]);
    expect(asked.map(([method]) => method)).toContain('GET');
  });
});
