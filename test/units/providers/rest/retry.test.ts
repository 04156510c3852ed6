import { describe, expect, it } from 'vitest';
import { outcomeOfError, outcomeOfReply, type Outcome } from '../../../../src/providers/rest/http/outcome.js';
import { LimitExceeded, limitsFrom } from '../../../../src/providers/rest/http/limits.js';
import { backoff, retryAfter, retryVerdict } from '../../../../src/providers/rest/http/retry.js';

const NOW = Date.parse('2026-01-01T00:00:00Z');

const reply = (status: number, headers: Record<string, string> = {}, method = 'GET'): Outcome =>
  outcomeOfReply({ status, headers: new Headers(headers), body: undefined, text: '' }, method);

const broken = (code: string): Outcome =>
  outcomeOfError(new TypeError('fetch failed', { cause: Object.assign(new Error('x'), { code }) }));

const verdict = (outcome: Outcome, repeatable: boolean, attempt = 0) =>
  retryVerdict(outcome, attempt, { retries: 3, repeatable, random: () => 0.5, now: () => NOW, patience: 300_000 });

describe('the outcome of a request', () => {
  it.each<[string, Outcome, Outcome['kind']]>([
    ['200', reply(200), 'done'],
    ['204', reply(204), 'done'],
    ['101', reply(101), 'unclear'],
    ['302 to a question', reply(302), 'refused'],
    ['302 to a change', reply(302, {}, 'POST'), 'unclear'],
    ['400', reply(400), 'refused'],
    ['404', reply(404), 'refused'],
    ['408', reply(408), 'unclear'],
    ['429', reply(429), 'undone'],
    ['500', reply(500), 'unclear'],
    ['502', reply(502), 'unclear'],
    ['503', reply(503), 'unclear'],
    ['503 with Retry-After', reply(503, { 'retry-after': '1' }), 'undone'],
    ['a refused connection', broken('ECONNREFUSED'), 'undone'],
    ['an unknown host', broken('ENOTFOUND'), 'undone'],
    ['a reset connection', broken('ECONNRESET'), 'unclear'],
    ['a closed connection', broken('UND_ERR_SOCKET'), 'unclear'],
    ['an error without a code', outcomeOfError(new Error('odd')), 'unclear'],
  ])('%s', (_, outcome, kind) => {
    expect(outcome.kind).toBe(kind);
  });
});

describe('a request is retried', () => {
  it.each<[string, Outcome, boolean, boolean]>([
    ['after a response', reply(200), true, false],
    ['after a refusal', reply(400), true, false],
    ['after a redirect of a change', reply(307, {}, 'PUT'), true, false],
    ['after 429', reply(429), false, true],
    ['after 503 with Retry-After', reply(503, { 'retry-after': '2' }), false, true],
    ['when it was never sent', broken('ECONNREFUSED'), false, true],
    ['after 500, if it is idempotent', reply(500), true, true],
    ['after 500, if it is not idempotent', reply(500), false, false],
    ['after a reset, if it is idempotent', broken('ECONNRESET'), true, true],
    ['after a reset, if it is not idempotent', broken('ECONNRESET'), false, false],
  ])('%s', (_, outcome, repeatable, again) => {
    expect(verdict(outcome, repeatable).again).toBe(again);
  });

  it('a limited number of times', () => {
    expect([0, 1, 2, 3].map((attempt) => verdict(reply(500), true, attempt).again)).toEqual([true, true, true, false]);
  });

  it('not after a stop', () => {
    const stopped: Outcome = { kind: 'unclear', problem: { reason: 'stopped', message: '' } };
    expect(verdict(stopped, true).again).toBe(false);
  });

  it.each([
    ['3600', 3_600_000],
    ['1e3', undefined],
    ['9'.repeat(400), Infinity],
    ['Thu, 01 Jan 2026 01:00:00 GMT', 3_600_000],
  ])('not if the service asks for a longer wait than the call allows: %s', (header, asked) => {
    const given = verdict(reply(429, { 'retry-after': header }), true);
    expect(given).toEqual(asked === undefined ? { again: true, delay: 125 } : { again: false, asked });
  });

  it("by the service's clock if it names a date", () => {
    const headers = { 'retry-after': 'Thu, 01 Jan 2026 06:00:07 GMT', date: 'Thu, 01 Jan 2026 06:00:00 GMT' };
    expect(verdict(reply(429, headers), true)).toEqual({ again: true, delay: 7125 });
  });

  it('not after a status that HTTP defines as final, nor after a response that exceeds a limit', () => {
    const excess = outcomeOfError(new LimitExceeded('replyBytes', limitsFrom({})));
    expect([verdict(reply(101), true).again, verdict(excess, true).again]).toEqual([false, false]);
  });

  it('no sooner than the service asks', () => {
    expect(verdict(reply(429, { 'retry-after': '7' }), false)).toEqual({ again: true, delay: 7125 });
  });
});

it.each([
  ['7', 7000],
  ['0', 0],
  ['Thu, 01 Jan 2026 00:01:00 GMT', 60_000],
  ['Wed, 31 Dec 2025 23:59:00 GMT', 0],
  ['soon', undefined],
  ['-5', undefined],
  ['1e308', undefined],
  ['NaN', undefined],
  ['Infinity', undefined],
  ['2.5', 2500],
  ['', undefined],
  [null, undefined],
])('Retry-After %s is %s milliseconds', (header, milliseconds) => {
  expect(retryAfter(header, NOW)).toBe(milliseconds);
});

it('a pause is random between zero and a bound that doubles up to a limit', () => {
  const most = [0, 1, 2, 3, 20].map((attempt) => backoff(attempt, () => 1));
  expect(most).toEqual([250, 500, 1000, 2000, 20_000]);
  expect(backoff(3, () => 0)).toBe(0);
});
