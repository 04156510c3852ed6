import { setTimeout as sleep } from 'node:timers/promises';

import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';

import type { FaultSettings } from '../../../src/sandbox/index.js';
import { contentOf, startClient } from './client.js';
import type { Client } from './client.js';

let client: Client;
beforeAll(async () => {
  client = await startClient();
});
beforeEach(() => client.sandbox.reset());
afterAll(() => client.sandbox.close());

const ACCOUNT = { cloudProfile: 'dummy', displayName: 'abc' };

async function howMany(): Promise<number> {
  client.sandbox.faults.configure({});
  return contentOf(await client.ask('GET', '/cloud-accounts?size=2000')).length;
}

async function create(): Promise<number | 'no answer'> {
  try {
    return (await client.ask('POST', '/cloud-accounts', ACCOUNT)).status;
  } catch {
    return 'no answer';
  }
}

describe('each kind of fault', () => {
  test.each<[FaultSettings, number | 'no answer', number]>([
    [{ rateReset: 1 }, 'no answer', 0],
    [{ rateDropAfter: 1 }, 'no answer', 1],
    [{ rate429: 1 }, 429, 0],
    [{ rate5xx: 1 }, 500, 0],
    [{ rate5xxAfter: 1 }, 502, 1],
    [{ rateLate504: 1, lateSeconds: 0 }, 504, 1],
    [{ rateLateReset: 1, lateSeconds: 0 }, 'no answer', 1],
    [{ rateLateAnswer: 1, lateSeconds: 0.01 }, 200, 1],
  ])('%j: the client sees %s, and %i were created', async (settings, seen, made) => {
    client.sandbox.faults.configure(settings);
    expect(await create()).toBe(seen);
    expect(await howMany()).toBe(made);
  });

  test.each<[FaultSettings, number | 'no answer']>([
    [{ rateLate504: 1 }, 504],
    [{ rateLateReset: 1 }, 'no answer'],
  ])('%j: the service continues after the client has disconnected', async (settings, seen) => {
    const { faults, requests, store } = client.sandbox;
    faults.configure({ ...settings, lateSeconds: 0.5 });
    expect(await create()).toBe(seen);
    const made = (): number => store.collection('acloud', 'cloudAccounts').size;
    expect([made(), requests.inFlight]).toEqual([0, 1]);
    while (requests.inFlight > 0) await sleep(10);
    expect(made()).toBe(1);
  });

  test("429 says how long to wait, in the service's error body", async () => {
    client.sandbox.faults.configure({ rate429: 1, retryAfterSeconds: 7 });
    const refused = await client.ask('GET', '/cloud-accounts');
    expect(refused.headers.get('retry-after')).toBe('7');
    expect(refused.body).toEqual({ message: 'Too many requests.', details: [] });
  });

  test('5xx alternates between JSON and plain text', async () => {
    client.sandbox.faults.configure({ rate5xx: 1 });
    const answers = [await client.ask('GET', '/cloud-accounts'), await client.ask('GET', '/cloud-accounts')];
    expect(answers.map(({ status, headers }) => [status, headers.get('content-type')])).toEqual([
      [500, 'application/json'],
      [503, 'text/plain'],
    ]);
  });

  test('a dropped response to a delete leaves the object deleted', async () => {
    const identity = await client.account();
    client.sandbox.faults.configure({ rateDropAfter: 1, methods: ['delete'] });
    await expect(client.ask('DELETE', `/cloud-accounts/${identity}`)).rejects.toThrow('fetch failed');
    expect((await client.ask('GET', `/cloud-accounts/${identity}`)).status).toBe(404);
  });

  test('latency passes before the response', async () => {
    client.sandbox.faults.configure({ latencyMs: 80 });
    const before = performance.now();
    await client.ask('GET', '/cloud-accounts');
    expect(performance.now() - before).toBeGreaterThanOrEqual(75);
  });

  test('latency delays only requests that match the filter', async () => {
    client.sandbox.faults.configure({ latencyMs: 500, onlyWrites: true });
    const timed = async (work: () => Promise<unknown>): Promise<number> => {
      const before = performance.now();
      await work();
      return performance.now() - before;
    };
    expect(await timed(() => client.ask('GET', '/cloud-accounts'))).toBeLessThan(400);
    expect(await timed(create)).toBeGreaterThanOrEqual(495);
  });

  test('half of the latency passes after the work', async () => {
    client.sandbox.faults.configure({ latencyMs: 400 });
    const answered = create();
    await new Promise((resolve) => setTimeout(resolve, 300));
    expect(client.sandbox.store.collection('acloud', 'cloudAccounts').size).toBe(1);
    expect(client.sandbox.requests.total).toBe(1);
    expect(client.sandbox.requests.records).toEqual([]);
    expect(await answered).toBe(200);
  });
});

describe('chance', () => {
  const settings: FaultSettings = { rate429: 0.2, rate5xx: 0.2, rateReset: 0.1, rateDropAfter: 0.2, seed: 42 };

  async function many(chosen: FaultSettings): Promise<(number | 'no answer')[]> {
    client.sandbox.faults.configure(chosen);
    const seen: (number | 'no answer')[] = [];
    for (let turn = 0; turn < 200; turn++) seen.push(await create());
    return seen;
  }

  test('depends only on the seed', async () => {
    const first = await many(settings);
    expect(await many(settings)).toEqual(first);
    expect(await many({ ...settings, seed: 43 })).not.toEqual(first);
  });

  test('affects about the configured share of requests, and counts them', async () => {
    await many(settings);
    const { throttle, error, reset, dropAfter, errorAfter } = client.sandbox.faults.counts;
    for (const count of [throttle, error, dropAfter]) {
      expect(count).toBeGreaterThan(20);
      expect(count).toBeLessThan(65);
    }
    expect(reset).toBeGreaterThan(5);
    expect(errorAfter).toBe(0);
    expect(await howMany()).toBe(200 - throttle - error - reset);
  });
});

describe('filters', () => {
  test('onlyWrites spares reads', async () => {
    client.sandbox.faults.configure({ rate429: 1, onlyWrites: true });
    expect((await client.ask('GET', '/cloud-accounts')).status).toBe(200);
    expect(await create()).toBe(429);
  });

  test('a path is a regular expression, an operation a name', async () => {
    client.sandbox.faults.configure({ rate429: 1, path: '/cloud-profiles$' });
    expect((await client.ask('GET', '/cloud-accounts')).status).toBe(200);
    expect((await client.ask('GET', '/cloud-profiles')).status).toBe(429);
    client.sandbox.faults.configure({ rate429: 1, operations: ['listCloudAccounts'] });
    expect((await client.ask('GET', '/cloud-accounts')).status).toBe(429);
    expect((await client.ask('GET', '/cloud-profiles')).status).toBe(200);
  });
});

describe('a script', () => {
  test('affects the requests it names, after letting some pass', async () => {
    client.sandbox.faults.configure({
      script: [
        { fault: 'dropAfter', operations: ['createCloudAccount'], skip: 1 },
        { fault: 'throttle', operations: ['createCloudAccount'], times: 2 },
      ],
    });
    expect((await client.ask('GET', '/cloud-profiles')).status).toBe(200);
    const seen = [await create(), await create(), await create(), await create(), await create()];
    expect(seen).toEqual([429, 'no answer', 429, 200, 200]);
  });
});

describe('settings', () => {
  test.each<[FaultSettings, RegExp]>([
    [{ rate429: 0.6, rate5xx: 0.6 }, /at most 1/],
    [{ rate429: 1.2 }, /from 0 to 1/],
    [{ rateReset: -0.1 }, /from 0 to 1/],
    [{ path: '(' }, /regular expression/],
  ])('%j are refused, and the old ones remain', (settings, message) => {
    client.sandbox.faults.configure({ latencyMs: 3 });
    expect(() => client.sandbox.faults.configure(settings)).toThrow(message);
    expect(client.sandbox.faults.settings).toEqual({ latencyMs: 3 });
  });
});
