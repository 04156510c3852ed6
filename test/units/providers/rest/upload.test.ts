import { once } from 'node:events';
import { Server as HttpServer, createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { createServer as createSocketServer, type AddressInfo, type Server } from 'node:net';
import { setImmediate as nextTurn, setTimeout as wait } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { Client, type Fetch, type HttpRequest } from '../../../../src/providers/rest/http/client.js';
import { limitsFrom } from '../../../../src/providers/rest/http/limits.js';
import type { Outcome } from '../../../../src/providers/rest/http/outcome.js';
import { RateLimiter } from '../../../../src/providers/rest/http/rate.js';
import { fetchOver } from '../../../../src/providers/rest/http/transport.js';
import { TestClock } from './clock.js';

const MEGABYTE = 1024 * 1024;
/** More than the sockets of both ends hold. */
const BODY = new Uint8Array(64 * MEGABYTE);
const SECONDS = 1;
/** A pause that is shorter than the timeout. */
const PAUSE = SECONDS * 900;

/** A clock whose timers end only when a test advances it, however busy the machine is. */
class SteppedClock extends TestClock {
  readonly #timers = new Set<{ readonly at: number; readonly act: () => void }>();

  override timer(milliseconds: number, act: () => void): () => void {
    const timer = { at: this.ticks() + milliseconds, act };
    this.#timers.add(timer);
    return () => void this.#timers.delete(timer);
  }

  override advance(milliseconds: number): void {
    super.advance(milliseconds);
    for (const timer of [...this.#timers].filter(({ at }) => at <= this.ticks())) {
      this.#timers.delete(timer);
      timer.act();
    }
  }
}

/** A client's upload. */
class Upload {
  readonly clock = new SteppedClock();
  /** Chunks that were begun. */
  chunks = 0;
  /** Whether the last chunk was begun. */
  isComplete = false;
  isAnswered = false;
}

let upload: Upload;
beforeEach(() => {
  upload = new Upload();
});

let server: Server | undefined;
afterEach(() => {
  if (server instanceof HttpServer) server.closeAllConnections();
  server?.close();
});

type Service = (request: IncomingMessage, response: ServerResponse) => Promise<void>;

const serviceOf = (service: Service): Server =>
  createServer((asked, response) => void service(asked, response).catch(() => undefined));

const sockets = fetchOver({});

const counting: Fetch = (url, init) =>
  sockets(url, {
    ...init,
    upload: {
      moved() {
        upload.chunks += 1;
        init.upload?.moved();
      },
      async ending() {
        await init.upload?.ending();
        upload.isComplete = true;
      },
    },
  });

async function uploadTo(to: Server, request: Partial<HttpRequest> = {}, scheme = 'http'): Promise<Outcome> {
  server = to;
  await once(server.listen(0, '127.0.0.1'), 'listening');
  const client = new Client({
    fetch: counting,
    clock: upload.clock,
    random: () => 0,
    rate: new RateLimiter({ concurrency: 1, clock: upload.clock }),
    authentication: { scheme: 'none' },
    headers: {},
    timeoutSeconds: SECONDS,
    retries: 0,
    limits: limitsFrom({}),
  });
  const url = new URL(`${scheme}://127.0.0.1:${(server.address() as AddressInfo).port}/archive`);
  const sent: HttpRequest = { method: 'PUT', url, body: BODY, repeatable: false, ...request };
  return client.send(sent, new AbortController().signal).finally(() => (upload.isAnswered = true));
}

/** Takes the whole body. */
async function take(request: IncomingMessage): Promise<void> {
  await once(request.resume(), 'end');
}

/** Takes the whole body, with a pause after each progress of the client. */
async function takeSlowly(request: IncomingMessage): Promise<void> {
  let seen = 0;
  request.on('data', () => {
    if (upload.chunks === seen || upload.isComplete) return;
    seen = upload.chunks;
    upload.clock.advance(PAUSE);
  });
  await take(request);
}

/** Lets time pass until the client gives up. */
async function takeNothing(): Promise<void> {
  for (const current = upload; !current.isAnswered; current.clock.advance(PAUSE)) await nextTurn();
}

const timeout = (message: string): object => ({ kind: 'unclear', problem: { reason: 'timeout', message } });
const NOT_SENT = timeout(`no request could be sent for ${SECONDS} seconds`);
const NO_REPLY = timeout(`no reply within ${SECONDS} seconds`);

describe('the timeout of a request', () => {
  it('counts silence only: an upload that progresses may take longer', async () => {
    const started = upload.clock.ticks();
    const service = serviceOf(async (request, response) => {
      await takeSlowly(request);
      response.end('{}');
    });
    expect(await uploadTo(service)).toMatchObject({ kind: 'done' });
    expect(upload.clock.ticks() - started).toBeGreaterThan(2 * SECONDS * 1000);
  });

  it('ends an upload that the service stops accepting', async () => {
    const service = serviceOf(async (request) => {
      await once(request, 'readable');
      await takeNothing();
    });
    expect(await uploadTo(service)).toMatchObject(NOT_SENT);
  });

  it('ends an upload of which nothing could be sent', async () => {
    const speechless = createSocketServer(() => void takeNothing());
    expect(await uploadTo(speechless, {}, 'https')).toMatchObject(NOT_SENT);
  });

  it('starts for the response when the whole body was sent', async () => {
    const service = serviceOf(async (request) => {
      await take(request);
      await takeNothing();
    });
    expect(await uploadTo(service)).toMatchObject(NO_REPLY);
  });

  it('counts the request as sent with its last chunk, because the service can act only then', async () => {
    const sent: number[] = [];
    const service = serviceOf(async (request) => {
      await takeSlowly(request);
      await takeNothing();
    });
    const outcome = await uploadTo(service, { sending: async () => void sent.push(upload.clock.ticks()) });
    expect(sent).toHaveLength(2);
    expect(sent[1]! - sent[0]!).toBeGreaterThan(2 * SECONDS * 1000);
    expect(outcome.late).toBeGreaterThanOrEqual(sent[1]!);
  });

  it('does not send the last chunk if that cannot be recorded', async () => {
    let calls = 0;
    const refusing = async (): Promise<void> => {
      calls += 1;
      if (calls === 2) throw new Error('the disk is full');
    };
    let whole = false;
    const service = serviceOf(async (request) => {
      await take(request);
      whole = true;
    });
    await expect(uploadTo(service, { sending: refusing })).rejects.toThrow('the disk is full');
    await wait(50);
    expect(whole).toBe(false);
  });
});
