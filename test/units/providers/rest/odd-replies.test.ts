import { describe, expect, it } from 'vitest';
import { mapOf, plainJson, type Json, type JsonObject } from '../../../../src/model/index.js';
import { quiet, type Kept } from '../../../conformance/provider-driver.js';
import { box, boxes } from './boxes.js';

const BOX = box(
  { type: 'number', optional: true },
  {
    reply: { id: '/id', name: '/name', content: '/weight' },
    create: { operation: 'createBox', body: { json: { '/name': 'name', '/weight': 'content' } } },
    updates: [{ operation: 'changeBox', send: 'all', body: { json: { '/name': 'name', '/weight': 'content' } } }],
  },
);
const stateOf = ({ state }: { readonly state?: unknown }): JsonObject =>
  plainJson(state as Kept['state']) as JsonObject;

/** Replies that break the description and name the object all the same. */
const ODD: readonly [string, (box: JsonObject) => JsonObject, string][] = [
  ['has a member of another type', (one) => ({ ...one, weight: { kg: one['weight']! } }), '/weight must be integer'],
  ['lacks a required member', ({ name: _, ...one }) => one, "must have required property 'name'"],
];

describe.each(ODD)('a response that %s', (_, shown, broken) => {
  it('to a create loses nothing: the object is in state as planned, with a warning that names the path', async () => {
    const { of, changes } = await boxes(BOX, (kept, method) => (method === 'POST' ? shown(kept) : kept));
    const made = await of.attempt(await of.plan(of.config({ name: 'a', content: 3 })));
    expect(made.diagnostics).toEqual([
      expect.objectContaining({
        severity: 'warning',
        code: 'unexpected-reply',
        detail: expect.stringContaining(broken) as string,
      }),
    ]);
    expect(stateOf(made)).toEqual({ id: 'box-1', name: 'a', content: 3 });
    expect(changes).toHaveLength(1);
  });

  it('to a read is read as far as possible, and the rest is unchanged', async () => {
    const { of, held } = await boxes(BOX, (kept, method) => (method === 'GET' ? shown(kept) : kept));
    const made = await of.create({ name: 'a', content: 3 });
    held.set('box-1', { ...held.get('box-1')!, more: true });
    const read = await of.read(made);
    expect(read.state).toEqual(made.state);
    expect(of.said.map(({ severity, code }) => [severity, code])).toEqual([['warning', 'unexpected-reply']]);
    await of.read(read);
    expect(of.said).toHaveLength(1);
  });

  it('to an update keeps the planned values', async () => {
    const { of } = await boxes(BOX, (kept, method) => (method === 'PUT' ? shown(kept) : kept));
    const made = await of.create({ name: 'a', content: 3 });
    const changed = await of.apply(await of.plan(of.config({ name: 'a', content: 4 }), made));
    expect(stateOf(changed)).toMatchObject({ name: 'a', content: 4 });
  });

  it('to an import imports what can be read', async () => {
    const { of, held } = await boxes(BOX, shown);
    held.set('box-1', { id: 'box-1', name: 'a', weight: 3 });
    const { objects, diagnostics } = await of.provider.import({ type: of.type, id: 'box-1', context: quiet() });
    expect(objects.map((one) => stateOf(one)['id'])).toEqual(['box-1']);
    expect(diagnostics.map(({ severity }) => severity)).toEqual(['warning']);
  });
});

it.each<[string, Json]>([
  ['does not name the object', { message: 'under maintenance' }],
  ['names another object', { id: 'box-2', weight: 'heavy' }],
  ['is not an object', ['hello']],
])('a response to a read that %s is an error, and state is unchanged', async (_, said) => {
  let odd = false;
  const { of } = await boxes(BOX, (kept) => (odd ? said : kept));
  const made = await of.create({ name: 'a', content: 3 });
  odd = true;
  const answer = await of.provider.read({ type: of.type, state: made.state, context: quiet() });
  expect(answer.state).toEqual(made.state);
  expect(answer.diagnostics.map(({ severity, code }) => [severity, code])).toEqual([['error', 'unexpected-reply']]);
});

describe('null', () => {
  it.each<[string, Json]>([
    ['for a required member that is not nullable', { id: 'box-1', name: null, weight: 3 }],
    ['for a member that is not nullable', { id: 'box-1', name: 'a', weight: null }],
  ])('%s is accepted in a response', async (_, shown) => {
    const { of, held } = await boxes(BOX, () => shown);
    held.set('box-1', { id: 'box-1', name: 'a' });
    const { objects, diagnostics } = await of.provider.import({ type: of.type, id: 'box-1', context: quiet() });
    expect(diagnostics).toEqual([]);
    expect(objects).toHaveLength(1);
  });
});

describe('a list', () => {
  const LISTED = box(
    { type: mapOf('string'), optional: true },
    {
      read: {
        list: {
          operation: 'listBoxes',
          paging: { style: 'whole', items: ['/items', ''] },
          by: { id: '/id' },
        },
      },
      locate: {
        list: { operation: 'listBoxes', paging: { style: 'whole', items: ['/items', ''] } },
        match: ['name'],
      },
    },
  );

  it('is found at any path that the mapping names: in a member, or as the whole body', async () => {
    const { of } = await boxes(LISTED, (kept) => kept, { list: (items) => items });
    const made = await of.create({ name: 'a' });
    expect((await of.read(made)).state).toEqual(made.state);
    expect(of.said.filter(({ severity }) => severity === 'error')).toEqual([]);
  });

  it('with an unreadable item does not count the requested object as deleted', async () => {
    let odd = false;
    const { of } = await boxes(LISTED, (kept, method) => (odd && method === 'LIST' ? { name: 'a' } : kept));
    const made = await of.create({ name: 'a' });
    odd = true;
    const answer = await of.provider.read({ type: of.type, state: made.state, context: quiet() });
    expect(answer.state).toEqual(made.state);
    expect(answer.diagnostics.map(({ severity, code }) => [severity, code])).toEqual([['error', 'unexpected-reply']]);
  });

  it('with another unreadable item shows the object', async () => {
    let odd = false;
    const { of, held } = await boxes(LISTED, (kept, method) =>
      odd && method === 'LIST' && kept['id'] === 'other' ? { id: 'other', name: 7 } : kept,
    );
    const made = await of.create({ name: 'a' });
    held.set('other', { id: 'other', name: 'b' });
    odd = true;
    expect((await of.read(made)).state).toEqual(made.state);
  });

  it('that is missing in the response is an error before anything is created', async () => {
    const { of, changes } = await boxes(LISTED, (kept) => kept, { list: () => ({ message: 'try later' }) });
    const made = await of.attempt(await of.plan(of.config({ name: 'a' })));
    expect(made.diagnostics.map(({ code }) => code)).toEqual(['unexpected-reply']);
    expect(changes).toEqual([]);
  });
});
