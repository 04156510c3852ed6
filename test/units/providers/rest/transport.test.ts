import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { expect, it } from 'vitest';
import { limitsFrom } from '../../../../src/providers/rest/http/limits.js';
import { fetchOver, transportFor } from '../../../../src/providers/rest/http/transport.js';

it('a connection is reused, and closed before the server could close it during a request', async () => {
  const connections: Socket[] = [];
  const server = createServer((_request, response) => response.end('{}'));
  server.keepAliveTimeout = 120_000;
  server.on('connection', (socket) => connections.push(socket));
  await once(server.listen(0, '127.0.0.1'), 'listening');
  try {
    const url = new URL(`http://127.0.0.1:${(server.address() as AddressInfo).port}/`);
    const fetch = fetchOver({});
    const ask = async (): Promise<string> => {
      const signal = AbortSignal.timeout(10_000);
      return (
        await fetch(url, { method: 'GET', headers: {}, signal, redirect: 'manual', limits: limitsFrom({}) })
      ).text();
    };
    expect([await ask(), await ask(), connections.length]).toEqual(['{}', '{}', 1]);
    await once(connections[0]!, 'close');
    expect([await ask(), connections.length]).toEqual(['{}', 2]);
  } finally {
    server.closeAllConnections();
    server.close();
  }
});

it('configurations of one run share a transport if they trust the same certificates', () => {
  const run = {};
  const of = (...[given, tls]: readonly [object?, Parameters<typeof fetchOver>[1]?]): unknown =>
    transportFor(given, {}, tls);
  expect(of(run)).toBe(of(run));
  expect(of(run, { insecure: true })).toBe(of(run, { insecure: true }));
  expect(of(run, { insecure: true })).not.toBe(of(run));
  expect(of({})).not.toBe(of(run));
  expect(of()).not.toBe(of());
});
