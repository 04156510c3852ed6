import type { IncomingHttpHeaders, IncomingMessage, ServerResponse } from 'node:http';

import type { Reply } from './system.js';

const MOST_BYTES = 8 * 1024 * 1024;

export type Received =
  { readonly kind: 'body'; readonly bytes: Uint8Array<ArrayBuffer> } | { readonly kind: 'too-large' | 'broken-off' };

/** The whole body. A client that disconnects before its end has sent no request. */
export async function receive(request: IncomingMessage): Promise<Received> {
  const chunks: Buffer[] = [];
  let length = 0;
  try {
    // Without an encoding, a stream is read as buffers.
    for await (const chunk of request as AsyncIterable<Buffer>) {
      length += chunk.length;
      if (length <= MOST_BYTES) chunks.push(chunk);
    }
  } catch {
    return { kind: 'broken-off' };
  }
  if (length > MOST_BYTES) return { kind: 'too-large' };
  return { kind: 'body', bytes: new Uint8Array(Buffer.concat(chunks)) };
}

/** Sends a reply. A disconnected client does not receive it, which is not an error. */
export function send(response: ServerResponse, reply: Reply): void {
  const { content, headers } = reply;
  if (content !== undefined) {
    response.writeHead(reply.status, {
      'content-type': content.type,
      'content-length': content.bytes.length,
      ...headers,
    });
    response.end(content.bytes);
    return;
  }
  if (reply.body === undefined) {
    response.writeHead(reply.status, reply.headers);
    response.end();
    return;
  }
  sendText(response, reply.status, 'application/json', JSON.stringify(reply.body), reply.headers);
}

export function sendText(
  response: ServerResponse,
  status: number,
  mediaType: string,
  text: string,
  headers: Readonly<Record<string, string>> = {},
): void {
  const content = Buffer.from(text);
  response.writeHead(status, { 'content-type': mediaType, 'content-length': content.length, ...headers });
  response.end(content);
}

/** `application/json; charset=utf-8` is `application/json`. */
export function mediaTypeOf(header: string | undefined): string {
  return (header ?? '').split(';', 1)[0]?.trim().toLowerCase() ?? '';
}

/**
 * Whether a request was addressed to a name of this machine. This rejects requests from a web page that points its own
 * name here.
 */
export function isLocal(host: string | undefined): boolean {
  return /^(127\.0\.0\.1|localhost|\[::1\])(:\d+)?$/i.test(host ?? '');
}

/** Whether a web page of another origin sent the request. Programs send no origin; browsers always do for changes. */
export function isForeign({ origin, host = '' }: IncomingHttpHeaders): boolean {
  return origin !== undefined && origin.toLowerCase() !== `http://${host.toLowerCase()}`;
}
