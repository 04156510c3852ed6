import type { FetchInit } from '../../providers/rest/http/client.js';
import { limitsFrom } from '../../providers/rest/http/limits.js';
import { fetchOver } from '../../providers/rest/http/transport.js';
import type { TlsSettings } from '../../providers/rest/http/trust.js';
import type { Send } from '../../state/backends/remote/send.js';
import { WholeBytes } from '../../state/backends/remote/whole-bytes.js';
import type { Surroundings } from './opening.js';

/** A server that sends nothing for this long has failed. */
const IDLE_MS = 20_000;

/** A state may be larger than what providers read, and an encrypted one takes a third more. */
const MOST_BYTES = 2 ** 32;

/** The network as it is set up for providers: proxies, and trusted certificates. */
export function backendSender(env: Surroundings, tls: TlsSettings, directory = '.'): Send {
  const fetch = fetchOver(env.environment, tls, directory);
  const limits: FetchInit['limits'] = {
    ...limitsFrom(env.environment),
    replyBytes: MOST_BYTES,
    downloadBytes: MOST_BYTES,
  };
  return async (url, { method, headers, body }) => {
    const whole = new WholeBytes();
    const reply = await fetch(url, {
      method,
      headers: { 'user-agent': `landform/${env.version}`, ...headers },
      ...(body !== undefined && { body }),
      // Not the signal of the run: what is known is saved even when it is stopped.
      signal: new AbortController().signal,
      redirect: 'manual',
      limits,
      idleMs: IDLE_MS,
      // The bytes themselves: their checksum counts.
      receiver: {
        limit: 'downloadBytes',
        take: async (bytes) => {
          for await (const piece of bytes) whole.add(piece);
        },
      },
    });
    const received = whole.bytes();
    return {
      status: reply.status,
      header: (name) => reply.headers.get(name) ?? undefined,
      names: () => reply.headers.keys(),
      body: received.length > 0 ? received : Buffer.from(await reply.text()),
    };
  };
}
