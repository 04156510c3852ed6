import { mkdtemp, rm } from 'node:fs/promises';
import {
  constants,
  createSecureServer,
  createServer,
  type Http2Server,
  type IncomingHttpHeaders,
  type ServerHttp2Session,
  type ServerHttp2Stream,
} from 'node:http2';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { X509Certificate } from 'node:crypto';
import fc from 'fast-check';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { WireError } from '../../../../src/providers/plugin/bytes/reader.js';
import { Channel } from '../../../../src/providers/plugin/grpc/channel.js';
import { framed, Unframer } from '../../../../src/providers/plugin/grpc/frames.js';
import { makeCertificate } from '../../../../src/providers/plugin/process/certificate.js';
import { Connection } from '../../../../src/providers/plugin/process/connection.js';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'landform-grpc-'));
});
afterAll(() => rm(folder, { recursive: true }));

type Answer = (stream: ServerHttp2Stream, headers: IncomingHttpHeaders) => void;

const sessions = new Set<ServerHttp2Session>();
const ends: (() => void)[] = [];
afterEach(() => {
  for (const end of ends.splice(0)) end();
});

let servers = 0;
async function listening(server: Http2Server): Promise<string> {
  const socket = path.join(folder, `s${(servers += 1)}`);
  server.on('session', (session) => {
    sessions.add(session);
    session.on('error', () => {});
    session.on('close', () => sessions.delete(session));
  });
  ends.push(() => {
    for (const session of sessions) session.destroy();
    server.close();
  });
  await new Promise<void>((resolve) => server.listen(socket, resolve));
  return socket;
}

/** A server that answers each call so, and a channel to it. */
async function served(answer: Answer): Promise<Channel> {
  const server = createServer();
  server.on('stream', (stream, headers) => {
    stream.on('error', () => {});
    answer(stream, headers);
  });
  const socket = await listening(server);
  const channel = new Channel(false, () => connect(socket));
  ends.push(() => channel.close());
  return channel;
}

const HEADERS = { ':status': 200, 'content-type': 'application/grpc' } as const;

/** Sends the pieces, and then the trailers. */
const sending =
  (pieces: readonly Buffer[], trailers: Readonly<Record<string, string>> = { 'grpc-status': '0' }): Answer =>
  (stream) => {
    stream.resume();
    stream.respond(HEADERS, { waitForTrailers: true });
    stream.on('wantTrailers', () => stream.sendTrailers(trailers));
    for (const piece of pieces) stream.write(piece);
    stream.end();
  };

/** Sends back what it gets. */
const echo: Answer = (stream) => {
  const pieces: Buffer[] = [];
  stream.on('data', (piece: Buffer) => pieces.push(piece));
  stream.on('end', () => sending([Buffer.concat(pieces)])(stream, {}));
};

const EMPTY = Buffer.alloc(0);

describe('messages of gRPC', () => {
  it('are found in whatever pieces they arrive', () => {
    fc.assert(
      fc.property(
        fc.array(fc.uint8Array({ maxLength: 600 }), { maxLength: 6 }),
        fc.array(fc.integer({ min: 1, max: 400 }), { minLength: 1, maxLength: 8 }),
        (messages, sizes) => {
          const sent = Buffer.concat(messages.map(framed));
          const received: Buffer[] = [];
          const unframer = new Unframer((message) => received.push(message));
          for (let offset = 0, turn = 0; offset < sent.length; turn += 1) {
            const end = offset + (sizes[turn % sizes.length] ?? 1);
            unframer.add(sent.subarray(offset, end));
            offset = end;
          }
          expect(received.map((message) => message.toString('hex'))).toEqual(
            messages.map((message) => Buffer.from(message).toString('hex')),
          );
          expect(unframer.isInside).toBe(false);
        },
      ),
    );
  });

  it('are refused if they are compressed or too long', () => {
    const unframer = new Unframer(() => {});
    expect(() => unframer.add(Buffer.from([1, 0, 0, 0, 1, 7]))).toThrow(WireError);
    expect(() => new Unframer(() => {}).add(Buffer.from([0, 0xff, 0, 0, 0]))).toThrow('4278190080 bytes is too long');
  });
});

describe('a call', () => {
  it('sends what gRPC prescribes', async () => {
    let seen: IncomingHttpHeaders = {};
    const channel = await served((stream, headers) => {
      seen = headers;
      echo(stream, headers);
    });
    expect(await channel.ask('/a.B/C', Buffer.from('hello'), 1500)).toEqual(Buffer.from('hello'));
    expect(seen).toMatchObject({
      ':method': 'POST',
      ':path': '/a.B/C',
      ':scheme': 'http',
      ':authority': 'localhost',
      te: 'trailers',
      'content-type': 'application/grpc',
      'grpc-timeout': '1500m',
    });
  });

  it('carries messages that are larger than all windows, in both directions', async () => {
    const channel = await served(echo);
    const large = Buffer.alloc(24 * 1024 * 1024, 'landform');
    expect((await channel.ask('/a', large)).equals(large)).toBe(true);
  });

  it('shares one connection with a thousand others', async () => {
    const channel = await served(echo);
    const sent = Array.from({ length: 1000 }, (_, index) => Buffer.from(`message ${index}`));
    expect(await Promise.all(sent.map((message) => channel.ask('/a', message)))).toEqual(sent);
    expect(sessions.size).toBe(1);
  });

  const answering = (message: string): Buffer => framed(Buffer.from(message));
  const headersOnly =
    (headers: Readonly<Record<string, string | number>>): Answer =>
    (stream) =>
      stream.respond(headers, { endStream: true });
  it.each<[string, Answer, string, string]>([
    ['a status', sending([], { 'grpc-status': '5', 'grpc-message': 'not%20%C3%A9' }), 'refused', 'not é'],
    ['a status beside a message', sending([answering('a')], { 'grpc-status': '2' }), 'refused', 'the status 2'],
    [
      'a text that is not encoded',
      sending([], { 'grpc-status': '2', 'grpc-message': '100% wrong' }),
      'refused',
      '100% wrong',
    ],
    [
      'that it does not know the call',
      headersOnly({ ...HEADERS, 'grpc-status': '12', 'grpc-message': 'unknown method' }),
      'unimplemented',
      'unknown method',
    ],
    ['that it is not available', sending([], { 'grpc-status': '14', 'grpc-message': 'going' }), 'lost', 'going'],
    ['that it was cancelled', sending([], { 'grpc-status': '1' }), 'cancelled', 'the status 1'],
    ['a status that is not a number', sending([], { 'grpc-status': 'x' }), 'refused', 'without a status'],
    ['no status', (stream) => stream.respond(HEADERS, { endStream: true }), 'refused', 'without a status'],
    ['as another server would', headersOnly({ ':status': 503 }), 'refused', 'the HTTP status 503'],
    ['that there is no such path', headersOnly({ ':status': 404 }), 'unimplemented', 'does not know'],
    ['no message', sending([]), 'rubbish', 'the answer is empty'],
    ['two messages', sending([answering('a'), answering('b')]), 'rubbish', 'a second message follows'],
    ['half a message', sending([answering('a').subarray(0, 3)]), 'rubbish', 'ends too early'],
    ['a compressed message', sending([Buffer.from([1, 0, 0, 0, 0])]), 'rubbish', 'compressed'],
    ['nothing, and ends the stream', (stream) => stream.close(constants.NGHTTP2_INTERNAL_ERROR), 'refused', ''],
    ['nothing, and ends the connection', (stream) => stream.session?.destroy(), 'lost', ''],
  ])('fails if the other side answers %s', async (_, answer, kind, reason) => {
    const channel = await served(answer);
    await expect(channel.ask('/a', EMPTY)).rejects.toMatchObject({
      name: 'CallFailed',
      kind,
      message: expect.stringContaining(reason) as string,
    });
  });

  it('has a deadline, after which the other side is cancelled too', async () => {
    const ended: Promise<number>[] = [];
    const channel = await served((stream) => {
      ended.push(new Promise((resolve) => stream.on('close', () => resolve(stream.rstCode))));
    });
    await expect(channel.ask('/a', EMPTY, 30)).rejects.toMatchObject({ kind: 'refused', message: /within 0\.03 sec/ });
    expect(await Promise.all(ended)).toEqual([constants.NGHTTP2_CANCEL]);
  });

  it('is made over a new connection if the last one has ended', async () => {
    let calls = 0;
    const channel = await served((stream, headers) => {
      if ((calls += 1) === 1) stream.session?.destroy();
      else echo(stream, headers);
    });
    await expect(channel.ask('/a', EMPTY)).rejects.toMatchObject({ kind: 'lost' });
    expect(await channel.ask('/a', Buffer.from('again'))).toEqual(Buffer.from('again'));
  });

  it('fails with the reason if nothing listens, and after the channel was closed', async () => {
    const channel = new Channel(false, () => connect(path.join(folder, 'missing')));
    await expect(channel.ask('/a', EMPTY)).rejects.toMatchObject({ kind: 'lost', message: /ENOENT/ });
    const other = await served(() => {});
    const running = other.ask('/a', EMPTY);
    other.close();
    await expect(running).rejects.toMatchObject({ kind: 'lost' });
    await expect(other.ask('/a', EMPTY)).rejects.toMatchObject({ kind: 'lost', message: 'the connection was closed' });
  });

  it('keeps the process alive only while it runs', async () => {
    let answerNow = (): void => {};
    const server = createServer();
    server.on('stream', (stream, headers) => {
      answerNow = () => echo(stream, headers);
    });
    const address = await listening(server);
    let holds = 'yes';
    const channel = new Channel(false, () => {
      const socket = connect(address);
      socket.ref = () => {
        holds = 'yes';
        return socket;
      };
      socket.unref = () => {
        holds = 'no';
        return socket;
      };
      return socket;
    });
    ends.push(() => channel.close());
    for (const turn of [1, 2]) {
      const running = channel.ask('/a', Buffer.from(`${turn}`));
      while (sessions.size === 0) await sleep(5);
      await sleep(20);
      expect(holds).toBe('yes');
      answerNow();
      await running;
      expect(holds).toBe('no');
    }
  });
});

describe('a stream of answers', () => {
  const three = sending([Buffer.concat([framed(Buffer.from('a')), framed(EMPTY)]), framed(Buffer.from('c'))]);

  it('passes on each of them', async () => {
    const channel = await served(three);
    const received: string[] = [];
    await channel.stream('/a', EMPTY, (message) => received.push(message.toString()));
    expect(received).toEqual(['a', '', 'c']);
  });

  it('ends with an error of its reader, or when it is cancelled', async () => {
    const channel = await served(three);
    const thrown = new Error('no more');
    await expect(
      channel.stream('/a', EMPTY, () => {
        throw thrown;
      }),
    ).rejects.toBe(thrown);
    const silent = await served((stream) => stream.respond(HEADERS));
    const controller = new AbortController();
    const running = silent.stream('/a', EMPTY, () => {}, controller.signal);
    controller.abort();
    await expect(running).rejects.toMatchObject({ kind: 'cancelled' });
    await expect(silent.stream('/a', EMPTY, () => {}, controller.signal)).rejects.toMatchObject({ kind: 'cancelled' });
  });
});

it('trusts exactly the certificate that the other side has shown', async () => {
  const [theirs, own, another] = [makeCertificate(), makeCertificate(), makeCertificate()];
  const server = createSecureServer({
    key: theirs.key,
    cert: theirs.certificate,
    ca: own.certificate,
    requestCert: true,
    rejectUnauthorized: true,
  });
  server.on('stream', (stream, headers) => echo(stream, headers));
  const address = { network: 'unix', address: await listening(server) } as const;
  const procedure = {
    path: '/a',
    request: { encode: ({ text }: { readonly text: string }) => Buffer.from(text) },
    response: { decode: (bytes: Uint8Array) => Buffer.from(bytes).toString() },
  };
  const derOf = (certificate: string): Buffer => new X509Certificate(certificate).raw;
  const connection = new Connection(address, { own, theirs: derOf(theirs.certificate) });
  expect(await connection.call(procedure, { text: 'well' })).toBe('well');
  connection.close();
  const mistaken = new Connection(address, { own, theirs: derOf(another.certificate) });
  await expect(mistaken.call(procedure, { text: 'x' })).rejects.toMatchObject({ kind: 'lost' });
  mistaken.close();
  const stranger = new Connection(address, { own: another, theirs: derOf(theirs.certificate) });
  await expect(stranger.call(procedure, { text: 'x' })).rejects.toMatchObject({ kind: 'lost' });
  stranger.close();
});
