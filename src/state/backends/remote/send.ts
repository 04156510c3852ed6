import type { Clock } from '../../clock.js';
import { remoteFailed } from './diagnostics.js';

/** How remote backends reach their servers; the composition provides it, with proxies and certificates. */
export type Send = (url: URL, request: RemoteRequest) => Promise<RemoteReply>;

export interface RemoteRequest {
  readonly method: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: Uint8Array<ArrayBuffer> | undefined;
}

export interface RemoteReply {
  readonly status: number;
  readonly header: (name: string) => string | undefined;
  /** The names of all headers, in lower case. */
  readonly names: () => Iterable<string>;
  readonly body: Uint8Array;
}

/** The body of a reply, not copied. */
export const bufferOf = ({ body }: RemoteReply): Buffer => Buffer.from(body.buffer, body.byteOffset, body.byteLength);

export interface Retries {
  /** Additional attempts after the first. */
  readonly most: number;
  readonly firstPauseMs: number;
  readonly longestPauseMs: number;
  readonly clock: Clock;
}

/**
 * Sends until there is a conclusive reply. A request whose reply was lost may have taken effect, so what is sent here
 * must have the same result when it arrives twice, or the caller must recognize its own effect.
 */
export async function sendRepeatedly(
  send: () => Promise<RemoteReply>,
  { most, firstPauseMs, longestPauseMs, clock }: Retries,
  failing: { readonly what: string; readonly place: string },
): Promise<RemoteReply> {
  for (let attempt = 0; ; attempt += 1) {
    let reply: RemoteReply | undefined;
    try {
      reply = await send();
      if (!isTransient(reply.status) || attempt >= most) return reply;
    } catch (error) {
      if (attempt >= most) throw remoteFailed(failing.what, failing.place, error);
    }
    const asked = Number(reply?.header('retry-after') ?? Number.NaN) * 1000;
    const pause = Math.min(longestPauseMs, firstPauseMs * 2 ** attempt);
    await clock.sleep(Number.isFinite(asked) ? Math.min(longestPauseMs, Math.max(pause, asked)) : pause);
  }
}

/** Whether a later attempt may succeed. */
export const isTransient = (status: number): boolean => status === 429 || (status >= 500 && status !== 501);
