import { describe, expect, it } from 'vitest';
import { Client, type Fetch, type FetchAnswer, type FetchInit } from '../../../../src/providers/rest/http/client.js';
import { limitsFrom } from '../../../../src/providers/rest/http/limits.js';
import { RateLimiter } from '../../../../src/providers/rest/http/rate.js';
import { TestClock } from './clock.js';

const answer = (status: number, text = '', headers: Record<string, string> = {}): FetchAnswer => ({
  status,
  headers: new Headers(headers),
  text: async () => text,
});

function client(fetch: Fetch, clock = new TestClock(), retries = 3): Client {
  return new Client({
    fetch,
    clock,
    random: () => 0,
    rate: new RateLimiter({ concurrency: 4, clock }),
    authentication: { scheme: 'header', header: 'authorization', prefix: 'Token ', secret: 's' },
    headers: { tenant: 't' },
    timeoutSeconds: 5,
    retries,
    limits: limitsFrom({}),
  });
}

const get = { method: 'GET', url: new URL('https://api.test/a'), repeatable: true };
const post = { ...get, method: 'POST', repeatable: false };
const { signal } = new AbortController();

/** A request that nobody answers until it is given up. */
const silence: Fetch = (_, init) =>
  new Promise((_resolve, reject) => {
    const giveUp = (): void => reject(new DOMException('aborted', 'AbortError'));
    if (init.signal.aborted) giveUp();
    else init.signal.addEventListener('abort', giveUp);
  });

/** A clock whose timers are over at once. */
class ImpatientClock extends TestClock {
  override timer(_milliseconds: number, act: () => void): () => void {
    act();
    return () => undefined;
  }
}

describe('a request', () => {
  it('carries common headers, its own, and its credentials', async () => {
    const sent: FetchInit[] = [];
    await client(async (_, init) => (sent.push(init), answer(204))).send({ ...get, headers: { own: 'x' } }, signal);
    expect(sent[0]!.headers).toEqual({ accept: 'application/json', tenant: 't', own: 'x', authorization: 'Token s' });
  });

  it('preserves numbers in its response exactly', async () => {
    const outcome = await client(async () => answer(200, '{"n":9007199254740993}')).send(get, signal);
    expect(outcome).toMatchObject({ kind: 'done', reply: { body: { n: { mantissa: 9007199254740993n } } } });
  });

  it("ends with its caller's signal, like all others under that signal, without a leak warning", async () => {
    const caller = new AbortController();
    const warnings: Error[] = [];
    const warned = (warning: Error): void => void warnings.push(warning);
    process.on('warning', warned);
    const outcomes = Array.from({ length: 20 }, () => client(silence).send(post, caller.signal));
    await new Promise((resolve) => setImmediate(resolve));
    caller.abort();
    for (const outcome of outcomes)
      expect(await outcome).toMatchObject({ kind: 'unclear', problem: { reason: 'stopped' } });
    await new Promise((resolve) => setImmediate(resolve));
    process.off('warning', warned);
    expect(warnings).toEqual([]);
  });

  it('that times out may have been done', async () => {
    const outcome = await client(silence, new ImpatientClock()).send(post, signal);
    expect(outcome).toMatchObject({
      kind: 'unclear',
      problem: { reason: 'timeout', message: 'no reply within 5 seconds' },
    });
  });

  it('that is stopped while it is running may have been done', async () => {
    const stop = new AbortController();
    const asked = client(silence).send(post, stop.signal);
    setImmediate(() => stop.abort());
    expect(await asked).toMatchObject({ kind: 'unclear', problem: { reason: 'stopped' } });
  });

  it('that is stopped before it was sent was not done', async () => {
    let sent = 0;
    const outcome = await client(async () => ((sent += 1), answer(200))).send(post, AbortSignal.abort());
    expect([outcome.kind, sent]).toEqual(['undone', 0]);
  });

  it('does not follow a redirect with its credentials', async () => {
    const sent: FetchInit[] = [];
    const outcome = await client(
      async (_, init) => (sent.push(init), answer(302, '', { location: 'https://b.test' })),
    ).send(get, signal);
    expect([outcome.kind, sent.map(({ redirect }) => redirect)]).toEqual(['refused', ['manual']]);
  });

  it('also waits after a 429 for another request', async () => {
    /** Sends a second request while the first one sleeps. */
    class Meanwhile extends TestClock {
      meanwhile: (() => Promise<unknown>) | undefined;
      override async sleep(milliseconds: number, until: AbortSignal): Promise<void> {
        const act = this.meanwhile;
        this.meanwhile = undefined;
        const other = act?.();
        // Time enough to send the other one, if nothing holds it back.
        await new Promise(setImmediate);
        await super.sleep(milliseconds, until);
        await other;
      }
    }
    const clock = new Meanwhile();
    const answers = [answer(429, '', { 'retry-after': '5' }), answer(200), answer(200)];
    const times: number[] = [];
    const shared = client(async () => (times.push(clock.now()), answers.shift()!), clock);
    clock.meanwhile = () => shared.send(get, signal);
    const start = clock.now();
    await shared.send(get, signal);
    expect(times.map((time) => time - start >= 5000)).toEqual([false, true, true]);
  });
});
