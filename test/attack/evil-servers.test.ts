import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { createGzip } from 'node:zlib';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { library } from '../support/library.js';
import { onDisk } from '../support/on-disk.js';
import type { Folder, Ran } from '../support/run-landform.js';

onDisk();

const MEGABYTE = 1024 ** 2;
const MEMORY = 1024 * MEGABYTE;

type Evil = (response: ServerResponse, request: IncomingMessage) => unknown;

/** Repeats a text until so many bytes are sent, or the reader closes the connection. */
async function send(response: NodeJS.WritableStream, text: string, bytes: number): Promise<void> {
  const chunk = text.repeat(Math.ceil(MEGABYTE / text.length));
  let open = true;
  response.on('close', () => (open = false)).on('error', () => (open = false));
  for (let sent = 0; open && sent < bytes; sent += chunk.length)
    if (!response.write(chunk))
      await Promise.race([new Promise((resolve) => response.once('drain', resolve)), sleep(500)]);
}

const JSON_TYPE = { 'content-type': 'application/json' };

interface Case {
  readonly evil: Evil;
  /** What the error says: the bound and its setting, or what went wrong. */
  readonly says: RegExp;
  readonly env?: Readonly<Record<string, string>>;
}

/** Replies to a request that reads. */
const READS: Readonly<Record<string, Case>> = {
  'a body of 1 GB': {
    evil: async (response) => {
      response.writeHead(200, JSON_TYPE);
      await send(response, '"0123456789",', 1024 * MEGABYTE);
    },
    says: /larger than 32 MB[^]*LANDFORM_REPLY_MEGABYTES/,
  },
  'a gzip bomb': {
    evil: async (response) => {
      response.writeHead(200, { ...JSON_TYPE, 'content-encoding': 'gzip' });
      const gzip = createGzip();
      gzip.pipe(response);
      response.on('close', () => gzip.destroy());
      await send(gzip, ' ', 1024 * MEGABYTE);
    },
    says: /LANDFORM_REPLY_MEGABYTES/,
  },
  '100 MB of brackets': {
    evil: async (response) => {
      response.writeHead(200, JSON_TYPE);
      await send(response, '[', 100 * MEGABYTE);
    },
    says: /LANDFORM_REPLY_(?:DEPTH|MEGABYTES)/,
  },
  'a million items': {
    evil: (response) =>
      response.writeHead(200, JSON_TYPE).end(`[${'{"id":"1","name":"a"},'.repeat(1_000_000)}{"id":"2","name":"b"}]`),
    says: /LANDFORM_(?:LIST_ITEMS|REPLY_VALUES)/,
  },
  'a field of 6,000 levels': {
    evil: (response) =>
      response.writeHead(200, JSON_TYPE).end(`[{"id":"1","name":"a","topics":${'['.repeat(6000)}${']'.repeat(6000)}}]`),
    says: /more than 100 deep[^]*LANDFORM_REPLY_DEPTH/,
  },
  'an error message of 10 MB': {
    evil: (response) => response.writeHead(400).end('it is wrong! '.repeat(800_000)),
    says: /cut; the whole text has/,
  },
  'a pause that is too long': {
    evil: (response) => response.writeHead(429, { 'retry-after': '200' }).end(),
    says: /wait for 200 seconds[^]*LANDFORM_WAIT_SECONDS/,
    env: { LANDFORM_WAIT_SECONDS: '5' },
  },
  'status 101': {
    evil: (response) =>
      response.socket!.end('HTTP/1.1 101 Switching Protocols\r\nUpgrade: x\r\nConnection: Upgrade\r\n\r\n'),
    says: /status 101/,
  },
  'a redirect to itself': {
    evil: (response, request) => response.writeHead(302, { location: request.url ?? '/' }).end(),
    says: /redirect/,
  },
  'one byte at a time': {
    evil: async (response) => {
      response.writeHead(200, JSON_TYPE);
      for (let sent = 0; sent < 100 && !response.destroyed; sent += 1) {
        response.write(' ');
        await sleep(100);
      }
      response.end('[]');
    },
    says: /no reply within 2 seconds/,
  },
  'shorter than announced': {
    evil: async (response) => {
      response.writeHead(200, { ...JSON_TYPE, 'content-length': '1000' }).write('[');
      await sleep(50);
      response.socket!.destroy();
    },
    says: /connection-lost/,
  },
  'longer than announced': {
    evil: (response) =>
      response.socket!.end('HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: 1\r\n\r\n[]]]]]'),
    says: /connection-lost[^]*Parse Error/,
  },
  'endless headers': {
    evil: async (response) => {
      response.socket!.write('HTTP/1.1 200 OK\r\n');
      await send(response.socket!, `x-more: ${'y'.repeat(1000)}\r\n`, 100 * MEGABYTE);
    },
    says: /connection-lost[^]*Header overflow/,
  },
  'not HTTP': {
    evil: (response) => response.socket!.end('220 smtp.example ESMTP\r\n'),
    says: /connection-lost[^]*Parse Error/,
  },
};

/** Replies to a request that creates. */
const CREATES: Readonly<Record<string, Case>> = {
  'a redirect in response to a create': {
    evil: (response) => response.writeHead(302, { location: '/shelves/1' }).end(),
    says: /redirect/,
  },
  'status 101 in response to a create': { ...READS['status 101']!, says: /101/ },
  'an error message of 10 MB in response to a create': READS['an error message of 10 MB']!,
  'a body of 1 GB in response to a create': READS['a body of 1 GB']!,
};

let folder: Folder;
let server: Server;
let evil: { readonly method: string; readonly answer: Evil };
const most = new Map<string, number>();

beforeAll(async () => {
  server = createServer((request, response) => {
    request.resume();
    response.on('error', () => undefined);
    if (request.method === evil.method) void evil.answer(response, request);
    else if (request.url?.startsWith('/shelves/') === true) response.writeHead(404, JSON_TYPE).end('{}');
    else response.writeHead(200, JSON_TYPE).end('[]');
  });
  server.on('clientError', () => undefined);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  folder = await library();
  const mapping = await folder.read('acme/mapping.ts');
  await folder.write(
    'acme/mapping.ts',
    mapping.replace('timeoutSeconds: 30', 'timeoutSeconds: 2').replace('retries: 0', 'retries: 1'),
  );
  await folder.write(
    'memory.cjs',
    'process.on("exit", () => require("fs").writeFileSync("memory.txt", String(process.resourceUsage().maxRSS)));',
  );
}, 60_000);
afterAll(async () => {
  server.closeAllConnections();
  server.close();
  await folder.remove();
  const figures = [...most].map(([name, memory]) => `${name} ${Math.round(memory / MEGABYTE)} MB`);
  if (process.env['LANDFORM_ATTACKS'] !== undefined) console.log(`Most memory: ${figures.join(', ')}`);
});

async function run(name: string, line: string, { says, env = {} }: Case): Promise<Ran> {
  const ran = await folder.landform(line, {
    env: {
      ...env,
      ACME_ENDPOINT: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
      ACME_TOKEN: 'token',
      NODE_OPTIONS: '--require ./memory.cjs',
    },
  });
  const memory = 1024 * Number(await folder.read('memory.txt'));
  most.set(name, memory);
  expect(ran.stdout + ran.stderr).toMatch(says);
  expect(ran.stdout + ran.stderr).not.toMatch(/internal-error|\n\s+at |MaxListeners/);
  expect(ran.stdout.length + ran.stderr.length).toBeLessThan(20_000);
  expect(ran.code, ran.stdout + ran.stderr).toBe(1);
  expect(memory).toBeLessThan(MEMORY);
  expect(await folder.lockHolder()).toBe(null);
  return ran;
}

const provider = { terraform: { required_providers: { acme: { source: 'acme/acme' } } } };

it.each(Object.entries(READS))(
  'a response that is %s ends the plan with an error',
  { timeout: 120_000 },
  async (name, given) => {
    await folder.write('main.tf.json', { ...provider, data: { acme_shelves: { all: {} } } });
    evil = { method: 'GET', answer: given.evil };
    await run(name, 'plan', given);
  },
);

it.each(Object.entries(CREATES))('%s ends the apply with an error', { timeout: 120_000 }, async (name, given) => {
  await folder.write('main.tf.json', { ...provider, resource: { acme_shelf: { a: { name: 'a' } } } });
  evil = { method: 'POST', answer: given.evil };
  await run(name, 'apply --auto-approve', given);
});
