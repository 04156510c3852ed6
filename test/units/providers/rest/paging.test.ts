import { describe, expect, it } from 'vitest';
import type { Json } from '../../../../src/model/index.js';
import { limitsFrom } from '../../../../src/providers/rest/http/limits.js';
import { readPages, type NextPage } from '../../../../src/providers/rest/exchange/paging.js';
import type { Paging } from '../../../../src/providers/rest/mapping/paging.js';

/** Reads a list from a service that answers with this, and writes down what it was asked. */
async function read(
  paging: Paging,
  answer: (next: NextPage, call: number) => { body: Json; link?: string },
  environment: Record<string, string> = {},
) {
  const asked: string[] = [];
  const result = await readPages<never>(paging, limitsFrom(environment), async (next) => {
    asked.push('url' in next ? next.url : new URLSearchParams(next.query).toString());
    const { body, link = null } = answer(next, asked.length);
    return { page: { body, header: () => link } };
  });
  return { asked, result };
}

const all = Array.from({ length: 7 }, (_, index) => index);
const queryOf = (next: NextPage, name: string): number => ('query' in next ? Number(next.query[name]) : NaN);

const spring: Paging = {
  style: 'page',
  items: '/content',
  parameter: 'page',
  first: 0,
  last: '/last',
  total: '/total',
};
const offset: Paging = {
  style: 'offset',
  items: '/items',
  parameter: '_offset',
  size: { parameter: '_size', value: 3 },
  total: '/metadata/total',
};

describe('a paginated list', () => {
  it('by number is read from the first page to the last', async () => {
    const { asked, result } = await read(spring, (next) => {
      const page = queryOf(next, 'page');
      return { body: { content: all.slice(page * 3, page * 3 + 3), last: page === 2, total: 7 } };
    });
    expect(result).toEqual({ kind: 'items', items: all });
    expect(asked).toEqual(['page=0', 'page=1', 'page=2']);
  });

  it('by number may start at one and set a page size', async () => {
    const { asked } = await read({ ...spring, first: 1, size: { parameter: 'size', value: 2 } }, () => ({
      body: { content: [1], last: true, total: 1 },
    }));
    expect(asked).toEqual(['page=1&size=2']);
  });

  it('by offset continues after the received items, even if the service limits the page size', async () => {
    const { asked, result } = await read(offset, (next) => {
      const start = queryOf(next, '_offset');
      return { body: { items: all.slice(start, start + 2), metadata: { total: 7 } } };
    });
    expect(result).toEqual({ kind: 'items', items: all });
    expect(asked).toEqual(['_offset=0&_size=3', '_offset=2&_size=3', '_offset=4&_size=3', '_offset=6&_size=3']);
  });

  it('by offset without a total ends with a short page', async () => {
    const { total: _, ...without } = offset;
    const { result, asked } = await read(without, (next) => {
      const start = queryOf(next, '_offset');
      return { body: { items: all.slice(start, start + 3) } };
    });
    expect(result).toEqual({ kind: 'items', items: all });
    expect(asked).toHaveLength(3);
  });

  it('by cursor ends if there is no cursor', async () => {
    const cursor: Paging = { style: 'cursor', items: '/items', parameter: 'continue', next: '/meta/continue' };
    const { asked, result } = await read(cursor, (_, call) => ({
      body: { items: [call], meta: call < 3 ? { continue: `c${call}` } : {} },
    }));
    expect(result).toEqual({ kind: 'items', items: [1, 2, 3] });
    expect(asked).toEqual(['', 'continue=c1', 'continue=c2']);
  });

  it('by Link header follows rel="next"', async () => {
    const { asked, result } = await read({ style: 'link', items: '' }, (_, call) => ({
      body: [call],
      ...(call === 1 ? { link: '<https://a.test/?p=0>; rel="prev", <https://a.test/?p=2>; rel="next"' } : {}),
    }));
    expect(result).toEqual({ kind: 'items', items: [1, 2] });
    expect(asked).toEqual(['', 'https://a.test/?p=2']);
  });

  it('in one piece is requested once', async () => {
    const { asked, result } = await read({ style: 'whole', items: '/all' }, () => ({ body: { all } }));
    expect([asked, result]).toEqual([[''], { kind: 'items', items: all }]);
  });

  it('is read again if items moved between pages meanwhile', async () => {
    const { asked, result } = await read(spring, (next, call) => {
      const page = queryOf(next, 'page');
      const now = call === 1 ? all : all.slice(1);
      return { body: { content: now.slice(page * 4, page * 4 + 4), last: page === 1, total: now.length } };
    });
    expect(result).toEqual({ kind: 'items', items: all.slice(1) });
    expect(asked).toEqual(['page=0', 'page=1', 'page=0', 'page=1']);
  });

  it.each<[string, Paging, (call: number) => Json]>([
    ['returns the same page repeatedly', spring, () => ({ content: [1], last: false })],
    [
      'names the same next page repeatedly',
      { style: 'cursor', items: '/items', parameter: 'continue', next: '/next' },
      (call) => ({ items: [call], next: 'c' }),
    ],
  ])('is abandoned if the service %s', async (_, paging, answer) => {
    const { asked, result } = await read(paging, (_next, call) => ({ body: answer(call) }));
    expect(result.kind).toBe('endless');
    expect(asked.length).toBeLessThan(4);
  });

  it('ends with an empty page, whatever the page says', async () => {
    const { result } = await read(spring, () => ({ body: { content: [], last: false } }));
    expect(result).toEqual({ kind: 'items', items: [] });
  });

  it.each<[string, Paging, string[]]>([
    ['total', { style: 'page', items: '/content', parameter: 'page', first: 1, total: '/total' }, ['1', '2', '3']],
    [
      'size',
      { style: 'page', items: '/content', parameter: 'page', first: 1, size: { parameter: 'size', value: 3 } },
      ['1', '2', '3'],
    ],
    ['word at all', { style: 'page', items: '/content', parameter: 'page', first: 1 }, ['1', '2', '3', '4']],
  ])('by number, without a last page but with a %s, ends after the last item', async (_, paging, pages) => {
    const { asked, result } = await read(paging, (next) => {
      const start = (queryOf(next, 'page') - 1) * 3;
      return { body: { content: all.slice(start, start + 3), total: 7 } };
    });
    expect(result).toEqual({ kind: 'items', items: all });
    expect(asked.map((query) => new URLSearchParams(query).get('page'))).toEqual(pages);
  });

  it('may name the next address in its body', async () => {
    const { asked, result } = await read({ style: 'link', items: '/value', at: '/next' }, (_, call) => ({
      body: { value: [call], ...(call === 1 ? { next: 'https://a.test/?p=2' } : { next: '' }) },
    }));
    expect(result).toEqual({ kind: 'items', items: [1, 2] });
    expect(asked).toEqual(['', 'https://a.test/?p=2']);
  });
});

describe('an endless list is abandoned', () => {
  const byCursor: Paging = { style: 'cursor', items: '/items', parameter: 'next', next: '/next' };
  const endless = (_: NextPage, call: number) => ({ body: { items: [call, -call], next: String(call) } });

  it.each([
    ['LANDFORM_LIST_PAGES', 'the list has more than 7 pages (LANDFORM_LIST_PAGES)', 7],
    ['LANDFORM_LIST_ITEMS', 'the list has more than 7 items (LANDFORM_LIST_ITEMS)', 4],
  ])('after the maximum number of %s', async (variable, reason, calls) => {
    const { asked, result } = await read(byCursor, endless, { [variable]: '7' });
    expect(result).toEqual({ kind: 'endless', reason });
    expect(asked).toHaveLength(calls);
  });
});
