import { describe, expect, it } from 'vitest';
import { plainJson, type JsonObject } from '../../../../src/model/index.js';
import type { ResourceMapping, UpdateMapping } from '../../../../src/providers/rest/mapping/definition.js';
import { PART, works, type Answer } from './works.js';

const { follow: _, object: __, ...CREATE } = PART.create;
const { follow: ___, ...PATCH } = PART.updates![0]!;
/** Parts that are there at once. */
const PLAIN: ResourceMapping = { ...PART, create: CREATE, updates: [PATCH], remove: { operation: 'deletePart' } };
const PUT: UpdateMapping = {
  operation: 'putPart',
  body: { json: { '/name': 'name', '/note': 'note' } },
  send: 'all',
  clears: 'by-omission',
};

/** A service that shows what it was sent, and `more`. */
function echo(more: JsonObject = {}): (what: string) => Answer {
  return () => ({ body: { id: 'p', name: 'a', ...more } });
}

describe('an attribute that is no longer set', () => {
  it.each<[string, UpdateMapping, unknown]>([
    ['is null in a patch that removes with null', PATCH, { note: null }],
    ['is omitted from a body that replaces the whole object', PUT, { name: 'a' }],
  ])('%s', async (_name, update, sent) => {
    let shown: JsonObject = { note: 'x' };
    const { of, asked } = await works((what) => echo(shown)(what), { ...PLAIN, updates: [update] });
    const kept = await of.create({ name: 'a', note: 'x' });
    shown = {};
    asked.length = 0;
    await of.apply(await of.plan(of.config({ name: 'a' }), kept));
    expect(asked.map(({ body }) => body)).toEqual([sent]);
  });

  it('causes no call that cannot clear it', async () => {
    const { clears: _clears, ...dumb } = PATCH;
    const { of, asked } = await works(echo({ note: 'x' }), { ...PLAIN, updates: [dumb] });
    const kept = await of.create({ name: 'a', note: 'x' });
    asked.length = 0;
    await of.apply(await of.plan(of.config({ name: 'a' }), kept));
    expect(asked).toEqual([]);
  });
});

describe('a write-only attribute', () => {
  it('is sent again when its version changes, and is never stored', async () => {
    const { of, asked } = await works(echo(), PLAIN);
    const kept = await of.create({ name: 'a', password: 'one', password_version: '1' });
    asked.length = 0;
    const changed = await of.apply(
      await of.plan(of.config({ name: 'a', password: 'two', password_version: '2' }), kept),
    );
    expect(asked).toEqual([
      { what: 'PATCH /api/parts/p', body: { password: 'two' }, type: 'application/merge-patch+json' },
    ]);
    expect(plainJson(changed.state)).toMatchObject({ password: null, password_version: '2' });
  });

  it('is not sent again because of another change', async () => {
    const { of, asked } = await works((what) => echo(what.startsWith('PATCH') ? { name: 'b' } : {})(what), PLAIN);
    const kept = await of.create({ name: 'a', password: 'one', password_version: '1' });
    asked.length = 0;
    await of.apply(await of.plan(of.config({ name: 'b', password: 'two', password_version: '1' }), kept));
    expect(asked.map(({ body }) => body)).toEqual([{ name: 'b' }]);
  });
});

describe('the schema of a field', () => {
  it('is found in other JSON media types too', async () => {
    const { of } = await works(echo(), PLAIN);
    expect(of.schema.block.attributes['name']).toMatchObject({ constraint: { maxLength: 9 } });
  });
});

describe('a JSON string attribute', () => {
  it('is sent as its content, and is equal in any layout', async () => {
    const { of, asked } = await works(echo({ shape: { b: 1, a: [2] } }), PLAIN);
    const kept = await of.create({ name: 'a', shape: '{ "b": 1, "a": [2] }' });
    expect(asked[0]!.body).toMatchObject({ shape: { a: [2], b: 1 } });
    const read = await of.read(kept);
    expect(read.state).toEqual(kept.state);
    expect((await of.plan(of.config({ name: 'a', shape: '{"a":[2],"b":1}' }), read)).state).toEqual(kept.state);
  });

  it('that is not JSON is sent unchanged, for the service to reject', async () => {
    const { of, asked } = await works(echo({ shape: '{' }), PLAIN);
    await of.attempt(await of.plan(of.config({ name: 'a', shape: '{' })));
    expect(asked[0]!.body).toMatchObject({ shape: '{' });
  });
});

describe('a list of objects', () => {
  const RULES = [{ match: 'x' }, { match: 'y', weight: 5 }];

  it('is sent without unset members', async () => {
    const { of, asked } = await works(echo({ rules: RULES }), PLAIN);
    await of.create({ name: 'a', rules: [{ match: 'x', weight: null }, RULES[1]!] });
    expect(asked[0]!.body).toMatchObject({ rules: RULES });
  });

  it('keeps values unset that the service fills in, and shows those it changed', async () => {
    let weights = [1, 5];
    const shown = (): JsonObject => ({
      rules: weights.map((weight, index) => ({ match: RULES[index]!.match, weight })),
    });
    const { of, clock } = await works((what) => echo(shown())(what), PLAIN);
    const kept = await of.create({ name: 'a', rules: [{ match: 'x', weight: null }, RULES[1]!] });
    expect(plainJson((await of.read(kept)).state)).toMatchObject({ rules: [{ match: 'x', weight: null }, RULES[1]] });
    weights = [9, 6];
    await clock.sleep(5000, new AbortController().signal);
    expect(plainJson((await of.read(kept)).state)).toMatchObject({
      rules: [
        { match: 'x', weight: null },
        { match: 'y', weight: 6 },
      ],
    });
  });
});
