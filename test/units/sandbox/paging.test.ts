import { afterAll, beforeAll, describe, expect, test } from 'vitest';

import { contentOf, startClient } from './client.js';
import type { Client } from './client.js';

let client: Client;
beforeAll(async () => {
  client = await startClient();
  for (let number = 0; number < 120; number++) await client.account('dummy', `account-${number}`);
});
afterAll(() => client.sandbox.close());

const NAMES = Array.from({ length: 120 }, (_, number) => `account-${number}`);

function names(answer: Awaited<ReturnType<Client['ask']>>): unknown[] {
  return contentOf(answer).map((account) => account['displayName']);
}

test('a page contains 50 items by default, and all fields of Spring', async () => {
  const { body } = await client.ask('GET', '/cloud-accounts');
  const sort = { empty: true, sorted: false, unsorted: true };
  expect({ ...body, content: undefined }).toEqual({
    empty: false,
    first: true,
    last: false,
    number: 0,
    numberOfElements: 50,
    pageable: { offset: 0, pageNumber: 0, pageSize: 50, paged: true, unpaged: false, sort },
    size: 50,
    sort,
    totalElements: 120,
    totalPages: 3,
  });
});

test('pages from 0 until `last` contain every item once, in order of creation', async () => {
  const seen: unknown[] = [];
  for (let page = 0, last = false; !last; page++) {
    const answer = await client.ask('GET', `/cloud-accounts?page=${page}`);
    seen.push(...names(answer));
    last = answer.body['last'] === true;
  }
  expect(seen).toEqual(NAMES);
});

test.each([
  ['page=2', { number: 2, numberOfElements: 20, first: false, last: true, empty: false }],
  ['page=3', { number: 3, numberOfElements: 0, first: false, last: true, empty: true }],
  ['page=0&size=120', { size: 120, numberOfElements: 120, first: true, last: true, totalPages: 1 }],
  ['size=7&page=17', { size: 7, numberOfElements: 1, last: true, totalPages: 18 }],
  ['size=5000', { size: 2000, numberOfElements: 120 }],
  ['display-name=account-11&size=5', { totalElements: 11, totalPages: 3, numberOfElements: 5, last: false }],
  ['display-name=nothing', { totalElements: 0, totalPages: 0, first: true, last: true, empty: true }],
])('?%s', async (query, expected) => {
  expect((await client.ask('GET', `/cloud-accounts?${query}`)).body).toMatchObject(expected);
});

test.each(['page=-1', 'size=0', 'page=one', 'page=1.5'])('?%s is refused', async (query) => {
  expect((await client.ask('GET', `/cloud-accounts?${query}`)).status).toBe(400);
});

describe('sort', () => {
  test.each([
    ['displayName', NAMES.toSorted()[0]],
    ['displayName,desc', NAMES.toSorted().at(-1)],
  ])('%s', async (order, first) => {
    const answer = await client.ask('GET', `/cloud-accounts?sort=${order}`);
    expect(names(answer)[0]).toBe(first);
    expect(answer.body['sort']).toEqual({ empty: false, sorted: true, unsorted: false });
  });
});

test('credentials, clusters and profiles are paginated too', async () => {
  const account = await client.account();
  for (let number = 0; number < 3; number++) {
    await client.credentials(account);
    await client.sandbox.control('clusters', { cloudAccount: account });
  }
  for (const path of [
    `/cloud-accounts/${account}/credentials`,
    `/cloud-accounts/${account}/clusters`,
    '/cloud-profiles',
  ]) {
    const pages = [await client.ask('GET', `${path}?size=2`), await client.ask('GET', `${path}?size=2&page=1`)];
    expect(pages.map((page) => page.body['number'])).toEqual([0, 1]);
    expect(new Set(pages.flatMap(contentOf).map((item) => item['identity'])).size).toBeGreaterThanOrEqual(3);
    expect(pages[0]?.body['last']).toBe(false);
  }
});

test.each([
  ['pageSize=2&pageNumber=1', [2]],
  ['pageSize=2', [0, 1]],
  ['sortDirection=DESC', [2, 1, 0]],
  [`pageable=${encodeURIComponent('{"pageSize":1,"pageNumber":1,"sortDirection":"DESC"}')}`, [1]],
])("the clusters of an account are paginated by the document's `pageable`: %s", async (query, expected) => {
  const account = await client.account();
  await client.credentials(account);
  for (let number = 0; number < 3; number++) await client.sandbox.control('clusters', { cloudAccount: account });
  const path = `/cloud-accounts/${account}/clusters`;
  const all = contentOf(await client.ask('GET', path)).map((item) => item['identity']);
  const some = contentOf(await client.ask('GET', `${path}?${query}`)).map((item) => item['identity']);
  expect(some).toEqual(expected.map((index) => all[index]));
});
