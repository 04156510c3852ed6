import { systemClock } from '../../providers/rest/http/clock.js';
import type { PackageHttp } from '../../packages/index.js';
import { limitsFrom } from '../../providers/rest/http/limits.js';
import { fetchOver } from '../../providers/rest/http/transport.js';
import type { OperationEnvironment } from '../environment.js';
import type { ForgeHttp } from '../forge/requests.js';

/** What installs packages, and what comments, uses the network as it is set up for providers. */

/** A server that sends nothing for this long has failed. */
const IDLE_MS = 30_000;

export const stopSignal = ({ signal, stop }: OperationEnvironment): AbortSignal =>
  stop === undefined ? signal : AbortSignal.any([signal, stop]);

/** Requests of an operation, until it is stopped. */
export function packageHttp(env: OperationEnvironment): PackageHttp {
  const limits = limitsFrom(env.environment);
  const fetch = fetchOver(env.environment);
  const signal = stopSignal(env);
  return {
    get: async (url, { headers, save }) => {
      const reply = await fetch(url, {
        method: 'GET',
        headers: { 'user-agent': `landform/${env.version}`, ...headers },
        signal,
        redirect: 'manual',
        limits,
        idleMs: IDLE_MS,
        ...(save !== undefined && { receiver: { limit: 'downloadBytes' as const, take: save } }),
      });
      return {
        status: reply.status,
        header: (name) => reply.headers.get(name) ?? undefined,
        text: () => reply.text(),
      };
    },
  };
}

/** Requests to the API of a forge, until the operation is stopped. */
export function forgeHttp(env: OperationEnvironment): ForgeHttp {
  const limits = limitsFrom(env.environment);
  const fetch = fetchOver(env.environment);
  const signal = stopSignal(env);
  return {
    send: async ({ method, url, headers, body }) => {
      const reply = await fetch(url, {
        method,
        headers: { 'user-agent': `landform/${env.version}`, ...headers },
        signal,
        redirect: 'manual',
        limits,
        idleMs: IDLE_MS,
        ...(body === undefined ? {} : { body }),
      });
      const text = await reply.text();
      return { status: reply.status, header: (name) => reply.headers.get(name) ?? undefined, text };
    },
    sleep: (milliseconds) => systemClock.sleep(milliseconds, signal),
    now: () => env.now().getTime(),
    random: Math.random,
  };
}
