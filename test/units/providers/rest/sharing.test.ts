import { describe, expect, it } from 'vitest';
import { ItemList, Sharing } from '../../../../src/providers/rest/object/sharing.js';
import { TestClock } from './clock.js';

function counting(clock = new TestClock()) {
  let asked = 0;
  const sharing = new Sharing<number>(clock, 1000, (result) => result >= 0);
  return { clock, sharing, ask: async () => ++asked, fail: async () => ((asked += 1), -1) };
}

describe('a shared response', () => {
  it('serves all requests made while it is pending, and for a moment after', async () => {
    const { sharing, ask, clock } = counting();
    expect(await Promise.all([sharing.get('a', ask), sharing.get('a', ask)])).toEqual([1, 1]);
    clock.advance(1000);
    expect(await sharing.get('a', ask)).toBe(1);
    clock.advance(1);
    expect(await sharing.get('a', ask)).toBe(2);
  });

  it('may serve a whole pass over many objects without a pause, but not forever', async () => {
    const clock = new TestClock();
    let asked = 0;
    const sharing = new Sharing<number>(clock, 1000, () => true, 2500);
    const seen: number[] = [];
    for (const pause of [0, 900, 900, 900, 1001]) {
      clock.advance(pause);
      seen.push(await sharing.get('a', async () => ++asked));
    }
    expect(seen).toEqual([1, 1, 1, 2, 3]);
  });

  it('serves only the same request', async () => {
    const { sharing, ask } = counting();
    expect([await sharing.get('a', ask), await sharing.get('b', ask)]).toEqual([1, 2]);
  });

  it('from before a change does not serve requests after it', async () => {
    const { sharing, ask } = counting();
    const before = sharing.get('a', ask);
    sharing.changed();
    expect([await before, await sharing.get('a', ask)]).toEqual([1, 2]);
  });

  it('that is rejected is not cached', async () => {
    const { sharing, ask, fail } = counting();
    expect([await sharing.get('a', fail), await sharing.get('a', ask)]).toEqual([-1, 2]);
  });

  it('that never arrived is not cached', async () => {
    const { sharing, ask } = counting();
    await expect(sharing.get('a', () => Promise.reject(new Error('bug')))).rejects.toThrow('bug');
    expect(await sharing.get('a', ask)).toBe(1);
  });
});

it('items of a list are matched by all fields, and missing fields are null', () => {
  const items = [{ a: '1', b: { c: 'x' } }, { a: '1' }, { a: '2', b: { c: 'x' } }];
  const list = new ItemList(items);
  expect(list.find({ '/a': '1' })).toEqual([items[0], items[1]]);
  expect(list.find({ '/a': '1', '/b/c': 'x' })).toEqual([items[0]]);
  expect(list.find({ '/b/c': null })).toEqual([items[1]]);
  expect(list.find({})).toEqual(items);
});
