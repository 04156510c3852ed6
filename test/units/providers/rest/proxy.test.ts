import { readFileSync } from 'node:fs';
import http, { createServer as createHttpServer, type IncomingMessage } from 'node:http';
import { createServer as createHttpsServer } from 'node:https';
import { connect, createServer as createTcpServer, type AddressInfo, type Server, type Socket } from 'node:net';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { DiagnosticError } from '../../../../src/model/index.js';
import { limitsFrom } from '../../../../src/providers/rest/http/limits.js';
import { outcomeOfError } from '../../../../src/providers/rest/http/outcome.js';
import { proxyFor } from '../../../../src/providers/rest/http/proxy.js';
import { fetchOver } from '../../../../src/providers/rest/http/transport.js';

const FIXTURES = fileURLToPath(new URL('./fixtures/', import.meta.url));

describe('an address is connected', () => {
  const proxy = { HTTPS_PROXY: 'http://secure.test:1', HTTP_PROXY: 'http://plain.test:2' };
  it.each<[string, string, Record<string, string>, string | undefined]>([
    ['directly if no proxy is set', 'https://a.test', {}, undefined],
    ['through HTTPS_PROXY, when it is encrypted', 'https://a.test', proxy, 'secure.test:1'],
    ['through HTTP_PROXY, when it is not', 'http://a.test', proxy, 'plain.test:2'],
    ['through https_proxy as well', 'https://a.test', { https_proxy: 'http://p.test:1' }, 'p.test:1'],
    ['through a proxy without a scheme', 'https://a.test', { HTTPS_PROXY: 'p.test:3128' }, 'p.test:3128'],
    ['through a proxy by IPv6', 'https://a.test', { HTTPS_PROXY: 'http://[::1]:3128' }, '[::1]:3128'],
    ['directly, on this machine', 'https://localhost:1', proxy, undefined],
    ['directly, on this machine by address', 'http://127.1.2.3', proxy, undefined],
    ['directly, on this machine by IPv6', 'https://[::1]:8080', proxy, undefined],
    ['directly if the variable is empty', 'https://a.test', { HTTPS_PROXY: ' ' }, undefined],
  ])('%s', (_, address, environment, host) => {
    expect(proxyFor(new URL(address), environment)?.host).toBe(host);
  });

  it.each([
    ['*', 'https://a.test', true],
    ['a.test', 'https://a.test', true],
    ['A.Test', 'https://a.test', true],
    ['a.test', 'https://b.a.test', true],
    ['a.test', 'https://ba.test', false],
    ['.a.test', 'https://b.a.test', true],
    ['.a.test', 'https://a.test', false],
    ['*.a.test', 'https://b.a.test', true],
    ['x.test, a.test', 'https://a.test', true],
    ['x.test a.test', 'https://a.test', true],
    ['a.test:443', 'https://a.test', true],
    ['a.test:8443', 'https://a.test', false],
    ['10.0.0.0/8', 'https://10.2.3.4', true],
    ['10.0.0.0/8', 'https://11.2.3.4', false],
    ['10.2.3.4', 'https://10.2.3.4:7', true],
    ['10.2.3.4:7', 'https://10.2.3.4:7', true],
    ['10.2.3.4:8', 'https://10.2.3.4:7', false],
    ['fd00::/8', 'https://[fd12::1]', true],
    ['fd12::1', 'https://[fd12::1]:7', true],
    ['[fd12::1]:7', 'https://[fd12::1]:7', true],
    ['[fd12::1]', 'https://[fd12::1]', true],
    ['fd12::0:1', 'https://[fd12::1]', true],
    ['fd12::2', 'https://[fd12::1]', false],
    ['10.0.0.0/99', 'https://10.2.3.4', false],
    [',', 'https://a.test', false],
  ])('directly if NO_PROXY is %s: %s %s', (exempt, address, direct) => {
    for (const variable of ['NO_PROXY', 'no_proxy']) {
      const through = proxyFor(new URL(address), { HTTPS_PROXY: 'http://p.test', [variable]: exempt });
      expect(through === undefined).toBe(direct);
    }
  });

  it.each(['socks5://user:hunter2@p.test', 'http://', 'http://user:hunter2@:x'])('not through %s', (text) => {
    const trouble = ((): unknown => {
      try {
        return proxyFor(new URL('https://a.test'), { HTTPS_PROXY: text });
      } catch (error) {
        return error;
      }
    })();
    expect(trouble).toBeInstanceOf(DiagnosticError);
    const diagnostics = JSON.stringify((trouble as DiagnosticError).diagnostics);
    expect(diagnostics).toContain('HTTPS_PROXY');
    expect(diagnostics).not.toContain('hunter2');
  });
});

describe('a proxy', () => {
  let service: Server;
  let plainService: Server;
  let proxy: http.Server;
  let silent: Server;
  let asked: string[] = [];
  let answer = 200;
  const open = new Set<Socket>();

  /** Takes CONNECT and whole addresses, for the user `me` only, and brings all of them to the services of this test. */
  beforeAll(async () => {
    const [key, cert] = ['key.pem', 'certificate.pem'].map((name) => readFileSync(`${FIXTURES}${name}`));
    const reply = (request: IncomingMessage, response: http.ServerResponse): void => {
      asked.push(`service: ${request.method} ${request.url}`);
      response.end('{}');
    };
    service = createHttpsServer({ key: key!, cert: cert! }, reply);
    plainService = createHttpServer(reply);
    proxy = createHttpServer((request, response) => {
      asked.push(`proxy: ${request.method} ${request.url}`);
      const path = new URL(request.url!).pathname;
      request.pipe(
        http.request({ port: portOf(plainService), path, method: request.method }, (from) => from.pipe(response)),
      );
    });
    proxy.on('connect', (request: IncomingMessage, client: Socket) => {
      const may = request.headers['proxy-authorization'] === `Basic ${Buffer.from('me:hun:ter').toString('base64')}`;
      asked.push(`proxy: CONNECT ${request.url}`);
      if (!may || answer !== 200) return void client.end(`HTTP/1.1 ${may ? answer : 407} No\r\n\r\n`);
      const onwards = connect(portOf(service), '127.0.0.1', () => {
        client.write('HTTP/1.1 200 OK\r\n\r\n');
        onwards.pipe(client).pipe(onwards);
      });
      for (const socket of [client, onwards]) socket.on('error', () => undefined);
    });
    silent = createTcpServer((socket) => {
      open.add(socket);
      socket.on('close', () => open.delete(socket));
      socket.resume();
    });
    for (const one of [service, plainService, proxy, silent])
      await new Promise<void>((resolve) => one.listen(0, '127.0.0.1', resolve));
  });

  afterAll(() => {
    proxy.closeAllConnections();
    for (const one of [service, plainService, proxy, silent]) one.close();
  });

  beforeEach(() => {
    [asked, answer] = [[], 200];
  });

  const portOf = (server: Server): number => (server.address() as AddressInfo).port;
  const at = (credentials = 'me:hun%3Ater@', server: Server = proxy): string =>
    `http://${credentials}127.0.0.1:${portOf(server)}`;

  const send = async (address: string, through: string, milliseconds = 5000) => {
    const fetch = fetchOver({ HTTPS_PROXY: through, HTTP_PROXY: through }, { caFile: 'certificate.pem' }, FIXTURES);
    const signal = AbortSignal.timeout(milliseconds);
    const init = { method: 'GET', headers: {}, signal, redirect: 'manual', limits: limitsFrom({}) } as const;
    return fetch(new URL(address), init).then(({ status }) => status, outcomeOfError);
  };

  it('sees the destination of an encrypted request, and nothing else', async () => {
    // The certificate of the fixture is for localhost, so the service is not believed; yet it was reached.
    const outcome = await send('https://service.test/secret', at());
    expect(asked).toEqual(['proxy: CONNECT service.test:443']);
    expect(outcome).toMatchObject({ kind: 'undone', problem: { reason: 'unreachable' } });
  });

  it('forwards an encrypted request, over IPv6 too', async () => {
    const fetch = fetchOver({ https_proxy: at() }, { insecure: true });
    const init = { method: 'GET', headers: {}, redirect: 'manual', limits: limitsFrom({}) } as const;
    for (const host of ['service.test', '[fd12::1]']) {
      const { status } = await fetch(new URL(`https://${host}/a`), { ...init, signal: AbortSignal.timeout(5000) });
      expect(status).toBe(200);
    }
    expect(asked).toEqual([
      'proxy: CONNECT service.test:443',
      'service: GET /a',
      'proxy: CONNECT [fd12::1]:443',
      'service: GET /a',
    ]);
  });

  it('forwards an unencrypted request', async () => {
    expect(await send('http://service.test/a', at())).toBe(200);
    expect(asked).toEqual(['proxy: GET http://service.test/a', 'service: GET /a']);
  });

  it.each([
    ['refuses', 404, 'me:hun%3Ater@', 'refused to connect: status 404'],
    ['refuses with a success status', 204, 'me:hun%3Ater@', 'refused to connect: status 204'],
    ['rejects the user', 200, 'me:wrong-word@', 'requires different credentials: status 407'],
  ])('that %s is not the service: nothing was done', async (_, status, credentials, words) => {
    answer = status;
    const outcome = await send('https://service.test/', at(credentials));
    const message = `the proxy 127.0.0.1:${portOf(proxy)} ${words} (PROXY_REFUSED)`;
    expect(outcome).toEqual({ kind: 'undone', problem: { reason: 'unreachable', message } });
  });

  it('that is unreachable is named without its password', async () => {
    const outcome = await send('https://service.test/', 'http://me:hunter2@127.0.0.1:1');
    const message = 'connect ECONNREFUSED 127.0.0.1:1, via the proxy 127.0.0.1:1 (ECONNREFUSED)';
    expect(outcome).toEqual({ kind: 'undone', problem: { reason: 'unreachable', message } });
  });

  it('that never responds holds no connection open after the request is abandoned', async () => {
    await send('https://service.test/', at('', silent), 200);
    await expect.poll(() => open.size).toBe(0);
  });
});

it('a service can be reached over IPv6', async ({ skip }) => {
  const server = createHttpServer((_, response) => void response.end('{}'));
  const there = await new Promise<boolean>((resolve) => {
    server.on('error', () => resolve(false));
    server.listen(0, '::1', () => resolve(true));
  });
  if (!there) return skip('no IPv6 on this machine');
  const url = new URL(`http://[::1]:${(server.address() as AddressInfo).port}/`);
  const init = { method: 'GET', headers: {}, redirect: 'manual', limits: limitsFrom({}) } as const;
  const { status } = await fetchOver({})(url, { ...init, signal: AbortSignal.timeout(5000) });
  expect(status).toBe(200);
  server.closeAllConnections();
  server.close();
});
