import { describe, expect, it } from 'vitest';
import { Client, type Fetch, type FetchAnswer, type FetchInit } from '../../../../src/providers/rest/http/client.js';
import { failed } from '../../../../src/providers/rest/diagnostics.js';
import type { Grant, Login } from '../../../../src/providers/rest/http/authentication.js';
import type { Outcome } from '../../../../src/providers/rest/http/outcome.js';
import { limitsFrom } from '../../../../src/providers/rest/http/limits.js';
import { RateLimiter } from '../../../../src/providers/rest/http/rate.js';
import { Redactor } from '../../../../src/providers/rest/exchange/redact.js';
import { TestClock } from './clock.js';

const MINUTE = 60_000;
const get = { method: 'GET', url: new URL('https://api.test/a'), repeatable: true };
const post = { ...get, method: 'POST', repeatable: false };
const { signal } = new AbortController();

const answer = (status: number, headers: Record<string, string> = {}): FetchAnswer => ({
  status,
  headers: new Headers(headers),
  text: async () => '',
});

interface Service {
  readonly client: Client;
  readonly clock: TestClock;
  /** Requests in order: `login`, or the token that came. */
  readonly asked: string[];
  /** Tokens the service takes; each login gives a new one. */
  readonly taken: Set<string>;
}

interface Oddities {
  /** Instead of a token. */
  readonly login?: (init: FetchInit) => Promise<FetchAnswer>;
  readonly granted?: (token: string | null, clock: TestClock) => Grant | undefined;
}

/** A service whose tokens live for ten minutes. */
function service({ login, granted }: Oddities = {}): Service {
  const clock = new TestClock();
  const asked: string[] = [];
  const taken = new Set<string>();
  const fetch: Fetch = async (url, init) => {
    if (url.pathname === '/tokens') {
      asked.push('login');
      if (login !== undefined) return login(init);
      const token = `token-${taken.size + 1}`;
      taken.add(token);
      return answer(201, { 'x-token': token });
    }
    const token = init.headers['authorization'] ?? '';
    asked.push(token);
    return answer(taken.has(token.replace('Bearer ', '')) ? 200 : 401);
  };
  const authentication: Login = {
    scheme: 'login',
    header: 'authorization',
    prefix: 'Bearer ',
    secrets: ['password'],
    request: { method: 'POST', url: new URL('https://iam.test/tokens'), body: '{"password":"password"}' },
    grant: ({ headers }) => {
      const token = headers.get('x-token');
      if (granted !== undefined) return granted(token, clock);
      return token === null ? undefined : { token, endsAt: clock.now() + 10 * MINUTE };
    },
  };
  const client = new Client({
    fetch,
    clock,
    random: () => 0,
    rate: new RateLimiter({ concurrency: 4, clock }),
    limits: limitsFrom({}),
    authentication,
    headers: {},
    timeoutSeconds: 5,
    retries: 3,
  });
  return { client, clock, asked, taken };
}

const wordsOf = (outcome: Outcome): string => {
  if (outcome.kind === 'done') return '';
  const speaker = { name: 'api', errors: { message: [] }, redactor: new Redactor([]) };
  const { code, summary, detail } = failed(speaker, 'read the thing', outcome);
  return `${code}: ${summary}. ${detail ?? ''}`;
};

describe('a login token', () => {
  it('is requested before the first request, and reused by others', async () => {
    const { client, asked } = service();
    await client.send(get, signal);
    await client.send(post, signal);
    expect(asked).toEqual(['login', 'Bearer token-1', 'Bearer token-1']);
  });

  it('is requested once for concurrent requests', async () => {
    const { client, asked } = service();
    await Promise.all([1, 2, 3].map(() => client.send(get, signal)));
    expect(asked).toEqual(['login', ...Array<string>(3).fill('Bearer token-1')]);
  });

  it('is refreshed before it expires', async () => {
    const { client, clock, asked } = service();
    await client.send(get, signal);
    clock.advance(9 * MINUTE);
    await client.send(get, signal);
    clock.advance(MINUTE - 1000);
    await client.send(get, signal);
    expect(asked).toEqual(['login', 'Bearer token-1', 'Bearer token-1', 'login', 'Bearer token-2']);
  });

  it('with a short lifetime is used for half of it', async () => {
    const { client, clock, asked } = service({ granted: (token) => ({ token: token!, livesMs: 10_000 }) });
    await client.send(get, signal);
    clock.advance(4000);
    await client.send(get, signal);
    clock.advance(2000);
    await client.send(get, signal);
    expect(asked.filter((each) => each === 'login')).toHaveLength(2);
    expect(asked.slice(0, 3)).toEqual(['login', 'Bearer token-1', 'Bearer token-1']);
  });

  it('is replaced once if many concurrent requests are refused', async () => {
    const { client, asked, taken } = service();
    await client.send(get, signal);
    taken.delete('token-1');
    taken.add('older');
    const outcomes = await Promise.all([1, 2, 3, 4].map(() => client.send(get, signal)));
    expect(outcomes.map(({ kind }) => kind)).toEqual(Array<string>(4).fill('done'));
    expect(asked.filter((each) => each === 'login')).toHaveLength(2);
  });

  it('is used as long as it is accepted if its expiry is unknown', async () => {
    const { client, clock, asked } = service({ granted: (token) => ({ token: token! }) });
    await client.send(get, signal);
    clock.advance(1e9);
    await client.send(get, signal);
    expect(asked).toEqual(['login', 'Bearer token-1', 'Bearer token-1']);
  });

  it('is replaced once if the service no longer accepts it, even for a request that must not be repeated', async () => {
    const { client, asked, taken } = service();
    await client.send(get, signal);
    taken.delete('token-1');
    taken.add('older');
    const outcome = await client.send(post, signal);
    expect(outcome.kind).toBe('done');
    expect(asked.slice(2)).toEqual(['Bearer token-1', 'login', 'Bearer token-2']);
  });

  it("that is never accepted ends in the service's refusal", async () => {
    const { client, asked } = service({ granted: () => ({ token: 'worthless' }) });
    expect(await client.send(get, signal)).toMatchObject({ kind: 'refused', reply: { status: 401 } });
    expect(asked).toEqual(['login', 'Bearer worthless', 'login', 'Bearer worthless']);
  });

  it('is never shown', async () => {
    const { client } = service();
    expect(client.secrets).toEqual([]);
    await client.send(get, signal);
    expect(client.secrets).toEqual(['token-1']);
  });
});

describe('a login', () => {
  it.each([401, 403, 404])(
    'that is refused with %i is reported as such, and never as a missing object',
    async (status) => {
      const { client, asked } = service({ login: async () => answer(status) });
      const outcome = await client.send(get, signal);
      expect(outcome.kind).toBe('undone');
      expect(wordsOf(outcome)).toMatch(
        new RegExp(`^not-authenticated: api issued no token .*status ${status}.*password`),
      );
      expect(asked).toEqual(['login']);
    },
  );

  it('without a token in its response is reported as such', async () => {
    const { client } = service({ granted: () => undefined });
    expect(wordsOf(await client.send(get, signal))).toContain('there is no token in the reply');
  });

  it('that fails temporarily is retried, and the request is not sent in the meantime', async () => {
    let times = 0;
    const { client, asked } = service({
      login: async () => {
        times += 1;
        if (times === 1) return answer(500);
        if (times === 2) throw new TypeError('fetch failed');
        return answer(201, { 'x-token': 'late' });
      },
    });
    await client.send(post, signal);
    expect(asked.slice(0, 4)).toEqual(['login', 'login', 'login', 'Bearer late']);
  });

  it('that one request abandoned is repeated for the others', async () => {
    let times = 0;
    const { client } = service({
      login: async ({ signal: given }) => {
        times += 1;
        if (times > 1) return answer(201, { 'x-token': 'late' });
        await new Promise((_, reject) => given.addEventListener('abort', () => reject(new Error('aborted'))));
        return answer(500);
      },
      granted: (token) => ({ token: token! }),
    });
    const stop = new AbortController();
    const [first, second] = [client.send(get, stop.signal), client.send(get, signal)];
    setImmediate(() => stop.abort());
    expect((await first).kind).toBe('undone');
    expect((await second).kind).toBe('refused');
    expect(client.secrets).toContain('late');
  });
});
