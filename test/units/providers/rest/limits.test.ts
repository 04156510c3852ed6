import { createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Authentication } from '../../../../src/providers/rest/http/authentication.js';
import { Client, type HttpRequest } from '../../../../src/providers/rest/http/client.js';
import { systemClock } from '../../../../src/providers/rest/http/clock.js';
import { limitsFrom } from '../../../../src/providers/rest/http/limits.js';
import type { Outcome } from '../../../../src/providers/rest/http/outcome.js';
import { RateLimiter } from '../../../../src/providers/rest/http/rate.js';
import { fetchOver } from '../../../../src/providers/rest/http/transport.js';

/** What the server does with each connection once a request has arrived. */
let reply: (socket: Socket) => void;
let server: Server;
let url: URL;

beforeAll(async () => {
  server = createServer((socket) => {
    socket.on('error', () => undefined);
    socket.on('data', () => reply(socket));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  url = new URL(`http://127.0.0.1:${(server.address() as AddressInfo).port}/thing`);
});

afterAll(() => void server.close());

const ENVIRONMENT = {
  LANDFORM_REPLY_MEGABYTES: '2',
  LANDFORM_REPLY_DEPTH: '10',
  LANDFORM_REPLY_VALUES: '1000',
  LANDFORM_DOWNLOAD_MEGABYTES: '3',
};

async function ask(
  request: Partial<HttpRequest> = {},
  seconds = 20,
  authentication?: Authentication,
): Promise<Outcome> {
  const limits = limitsFrom(ENVIRONMENT);
  const client = new Client({
    fetch: fetchOver({}),
    clock: systemClock,
    random: () => 0,
    rate: new RateLimiter({ concurrency: 4, clock: systemClock }),
    authentication: authentication ?? { scheme: 'none' },
    headers: {},
    timeoutSeconds: seconds,
    retries: 1,
    limits,
  });
  return client.send({ method: 'GET', url, repeatable: false, ...request }, new AbortController().signal);
}

const raw =
  (head: string, body: string | Buffer = '') =>
  (socket: Socket): void => {
    socket.write(`HTTP/1.1 ${head}\r\n\r\n`);
    socket.write(body);
  };
const json = (body: string) => raw(`200 OK\r\ncontent-length: ${Buffer.byteLength(body)}`, body);

/** Sends for as long as the other end reads; resolves with how many bytes went out when it hangs up. */
function endless(head: string): { readonly reply: (socket: Socket) => void; readonly sent: Promise<number> } {
  let hungUp: (bytes: number) => void;
  const sent = new Promise<number>((resolve) => (hungUp = resolve));
  return {
    sent,
    reply(socket) {
      socket.write(`HTTP/1.1 ${head}\r\n\r\n`);
      const more = (): void => {
        while (!socket.destroyed && socket.write(Buffer.alloc(65_536, '['))) continue;
      };
      socket.on('drain', more);
      socket.on('close', () => hungUp(socket.bytesWritten));
      more();
    },
  };
}

const excess = (message: string): object => ({ kind: 'unclear', problem: { reason: 'excess', message } });

describe('a response that exceeds a limit names it', () => {
  it.each<[string, (socket: Socket) => void, string]>([
    [
      'its declared size',
      raw('200 OK\r\ncontent-length: 1073741824'),
      'the reply is larger than 2 MB (LANDFORM_REPLY_MEGABYTES)',
    ],
    [
      'its size after decompression',
      raw(
        '200 OK\r\nconnection: close\r\ncontent-encoding: gzip\r\ncontent-length: 3091',
        gzipSync(Buffer.alloc(3_145_728, ' ')).subarray(0, 3091),
      ),
      'the reply is larger than 2 MB (LANDFORM_REPLY_MEGABYTES)',
    ],
    [
      'its depth',
      json(`${'['.repeat(11)}${']'.repeat(11)}`),
      'the reply nests arrays and objects more than 10 deep (LANDFORM_REPLY_DEPTH)',
    ],
    [
      'its depth, in one of many fields',
      json(`{"a":"x","b":${'{"c":['.repeat(3000)}${']}'.repeat(3000)}}`),
      'the reply nests arrays and objects more than 10 deep (LANDFORM_REPLY_DEPTH)',
    ],
    [
      'its number of values',
      json(`[${'0,'.repeat(1000)}0]`),
      'the reply holds more than 1000 values (LANDFORM_REPLY_VALUES)',
    ],
  ])('%s', async (_, act, message) => {
    reply = act;
    expect(await ask()).toMatchObject(excess(message));
  });

  it('without reading further', async () => {
    const stream = endless('200 OK\r\ntransfer-encoding: identity');
    reply = stream.reply;
    expect(await ask()).toMatchObject({ problem: { reason: 'excess' } });
    // What lies in the buffers of both ends comes on top.
    expect(await stream.sent).toBeLessThan(20_000_000);
  });

  it('but ignores brackets and commas in strings', async () => {
    const text = `${'[{,'.repeat(2000)}\\"${'\\\\'.repeat(3)}`;
    reply = json(`{"a":"${text}"}`);
    expect(await ask()).toMatchObject({ kind: 'done' });
  });

  it('also for a login', async () => {
    reply = json(`${'['.repeat(11)}${']'.repeat(11)}`);
    const login: Authentication = {
      scheme: 'login',
      header: 'authorization',
      secrets: [],
      request: { method: 'POST', url },
      grant: () => ({ token: 't' }),
    };
    expect(await ask({}, 20, login)).toMatchObject({ kind: 'undone', problem: { reason: 'excess' } });
  });
});

describe('a file', () => {
  const received: number[] = [];
  const receiver = {
    limit: 'downloadBytes' as const,
    take: async (bytes: AsyncIterable<Uint8Array>) => {
      for await (const chunk of bytes) received.push(chunk.length);
    },
  };

  it('may be larger than a response, and arrives in chunks', async () => {
    reply = raw('200 OK\r\ncontent-length: 3000000', Buffer.alloc(3_000_000));
    expect(await ask({ receiver })).toMatchObject({ kind: 'done' });
    expect(received.reduce((sum, length) => sum + length, 0)).toBe(3_000_000);
    expect(received.length).toBeGreaterThan(1);
  });

  it('has its own limit', async () => {
    reply = endless('200 OK\r\ntransfer-encoding: identity').reply;
    const message = 'the file is larger than 3 MB (LANDFORM_DOWNLOAD_MEGABYTES)';
    expect(await ask({ receiver })).toMatchObject(excess(message));
  });

  it('that stops arriving is aborted', async () => {
    reply = raw('200 OK\r\ncontent-length: 3000000', Buffer.alloc(1000));
    const message = 'nothing arrived for 0.2 seconds';
    expect(await ask({ receiver }, 0.2)).toMatchObject({ kind: 'unclear', problem: { reason: 'dropped', message } });
  });
});

describe('an error body is truncated, and its status is used', () => {
  it.each([302, 400, 404])('%i', async (status) => {
    reply = endless(`${status} No\r\ntransfer-encoding: identity`).reply;
    const outcome = await ask();
    expect(outcome).toMatchObject({ kind: 'refused', reply: { status, body: undefined } });
    expect('reply' in outcome ? outcome.reply.text.length : 0).toBe(1_048_576);
  });
});

describe('a malformed response ends the call', () => {
  it.each<[string, (socket: Socket) => void, object]>([
    [
      'status 101',
      raw('101 Switching Protocols\r\nupgrade: x\r\nconnection: upgrade'),
      { kind: 'unclear', problem: { reason: 'upgrade', message: 'status 101' } },
    ],
    [
      'status 204 with a body',
      raw('204 No Content\r\ncontent-length: 2', '{}'),
      { kind: 'done', reply: { status: 204 } },
    ],
    [
      'an informational response before the final one',
      raw('103 Early Hints\r\n\r\nHTTP/1.1 200 OK\r\ncontent-length: 2', '{}'),
      { kind: 'done' },
    ],
    [
      'a body shorter than announced',
      (socket) => void socket.end('HTTP/1.1 200 OK\r\ncontent-length: 100\r\n\r\n{"a":'),
      { kind: 'unclear', problem: { reason: 'dropped' } },
    ],
    ['no reply', (socket) => void socket.end(), { kind: 'unclear', problem: { reason: 'dropped' } }],
    ['no HTTP', (socket) => void socket.end('SSH-2.0-x\r\n'), { kind: 'unclear', problem: { reason: 'dropped' } }],
    [
      'an unknown encoding',
      raw('200 OK\r\ncontent-encoding: zstd\r\ncontent-length: 2', '{}'),
      {
        kind: 'unclear',
        problem: { reason: 'dropped', message: 'the reply is compressed with an unsupported encoding: "zstd"' },
      },
    ],
    [
      'a body that is not compressed as declared',
      raw('200 OK\r\ncontent-encoding: gzip\r\ncontent-length: 2', '{}'),
      { kind: 'unclear', problem: { reason: 'dropped' } },
    ],
  ])('%s', async (_, act, outcome) => {
    reply = act;
    expect(await ask()).toMatchObject(outcome);
  });

  it('unless the body is just compressed', async () => {
    const body = gzipSync('{"a":1}');
    reply = raw(`200 OK\r\ncontent-encoding: gzip\r\ncontent-length: ${body.length}`, body);
    expect(await ask()).toMatchObject({ kind: 'done', reply: { body: { a: 1 } } });
  });

  it('if it takes longer than a call may', async () => {
    reply = (socket) => {
      socket.write('HTTP/1.1 200 OK\r\ncontent-length: 100000\r\n\r\n');
      const trickle = setInterval(() => socket.write(' '), 20);
      socket.on('close', () => clearInterval(trickle));
    };
    expect(await ask({}, 0.3)).toMatchObject({ kind: 'unclear', problem: { reason: 'timeout' } });
  });
});

it.each(['0', '-1', '1.5', 'many', '1e9', '1234567890'])('a limit of %s is an error that names it', (text) => {
  expect(() => limitsFrom({ LANDFORM_REPLY_DEPTH: text })).toThrow(
    'LANDFORM_REPLY_DEPTH is not a positive whole number',
  );
});
