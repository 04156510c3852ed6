import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as wait } from 'node:timers/promises';
import { afterEach, describe, expect, it } from 'vitest';
import { Client, type HttpRequest } from '../../../../src/providers/rest/http/client.js';
import { systemClock } from '../../../../src/providers/rest/http/clock.js';
import { limitsFrom } from '../../../../src/providers/rest/http/limits.js';
import type { Outcome } from '../../../../src/providers/rest/http/outcome.js';
import { RateLimiter } from '../../../../src/providers/rest/http/rate.js';
import { fetchOver } from '../../../../src/providers/rest/http/transport.js';

const MEGABYTE = 1024 * 1024;
/** More than the sockets of both ends hold. */
const BODY = new Uint8Array(64 * MEGABYTE);
const SECONDS = 1;

let server: Server | undefined;
afterEach(() => {
  server?.closeAllConnections();
  server?.close();
});

type Service = (request: IncomingMessage, response: ServerResponse) => Promise<void>;

async function uploadTo(service: Service, request: Partial<HttpRequest> = {}): Promise<Outcome> {
  server = createServer((asked, response) => void service(asked, response).catch(() => undefined));
  await once(server.listen(0, '127.0.0.1'), 'listening');
  const client = new Client({
    fetch: fetchOver({}),
    clock: systemClock,
    random: () => 0,
    rate: new RateLimiter({ concurrency: 1, clock: systemClock }),
    authentication: { scheme: 'none' },
    headers: {},
    timeoutSeconds: SECONDS,
    retries: 0,
    limits: limitsFrom({}),
  });
  const url = new URL(`http://127.0.0.1:${(server.address() as AddressInfo).port}/archive`);
  return client.send({ method: 'PUT', url, body: BODY, repeatable: false, ...request }, new AbortController().signal);
}

/** Takes so many bytes, with a pause after each megabyte. */
async function take(request: IncomingMessage, bytes: number, pause: number): Promise<void> {
  let taken = 0;
  let paused = 0;
  for await (const chunk of request) {
    taken += (chunk as Buffer).length;
    if (taken >= bytes) return;
    if (taken - paused < MEGABYTE) continue;
    paused = taken;
    await wait(pause);
  }
}

const SLOWLY = 60;

describe('the timeout of a request', () => {
  it('counts silence only: an upload that progresses may take longer', async () => {
    const started = systemClock.ticks();
    const outcome = await uploadTo(async (request, response) => {
      await take(request, BODY.length, SLOWLY);
      response.end('{}');
    });
    expect(outcome).toMatchObject({ kind: 'done' });
    expect(systemClock.ticks() - started).toBeGreaterThan(2 * SECONDS * 1000);
  }, 30_000);

  it('ends an upload that the service stops accepting', async () => {
    const outcome = await uploadTo(async (request) => {
      await once(request, 'readable');
      await wait(20_000, undefined, { ref: false });
    });
    const message = `no request could be sent for ${SECONDS} seconds`;
    expect(outcome).toMatchObject({ kind: 'unclear', problem: { reason: 'timeout', message } });
  }, 30_000);

  it('starts for the response when the whole body was sent', async () => {
    const outcome = await uploadTo(async (request) => take(request, BODY.length, 0));
    const message = `no reply within ${SECONDS} seconds`;
    expect(outcome).toMatchObject({ kind: 'unclear', problem: { reason: 'timeout', message } });
  }, 30_000);

  it('counts the request as sent with its last chunk, because the service can act only then', async () => {
    const sent: number[] = [];
    const outcome = await uploadTo(async (request) => take(request, BODY.length, SLOWLY), {
      sending: async () => void sent.push(systemClock.ticks()),
    });
    expect(sent).toHaveLength(2);
    expect(sent[1]! - sent[0]!).toBeGreaterThan(2 * SECONDS * 1000);
    expect(outcome.late).toBeGreaterThanOrEqual(sent[1]!);
  }, 30_000);

  it('does not send the last chunk if that cannot be recorded', async () => {
    let calls = 0;
    const refusing = async (): Promise<void> => {
      calls += 1;
      if (calls === 2) throw new Error('the disk is full');
    };
    let whole = false;
    const asked = uploadTo(
      async (request) => {
        await take(request, BODY.length, 0);
        whole = true;
      },
      { sending: refusing },
    );
    await expect(asked).rejects.toThrow('the disk is full');
    await wait(50);
    expect(whole).toBe(false);
  }, 30_000);
});
