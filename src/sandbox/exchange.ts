import type { IncomingHttpHeaders, IncomingMessage, ServerResponse } from 'node:http';

import type { Reply } from './system.js';

const MOST_BYTES = 8 * 1024 * 1024;

export type Received =
  { readonly kind: 'body'; readonly bytes: Uint8Array<ArrayBuffer> } | { readonly kind: 'too-large' | 'broken-off' };

/** The whole body. A client that hangs up before its end has asked for nothing. */
export async function receive(request: IncomingMessage): Promise<Received> {
  const chunks: Buffer[] = [];
  let length = 0;
  try {
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

/** Sends a reply. A client that has gone does not get it, and that is no error. */
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
 * Whether a request was addressed to this machine by a name for this machine. A web page that had its own name point here
 * is turned away by this.
 */
export function isLocal(host: string | undefined): boolean {
  return /^(127\.0\.0\.1|localhost|\[::1\])(:\d+)?$/i.test(host ?? '');
}

/** Whether a web page of another origin sends the request. Programs send no origin; browsers always do when they change something. */
export function isForeign({ origin, host = '' }: IncomingHttpHeaders): boolean {
  return origin !== undefined && origin.toLowerCase() !== `http://${host.toLowerCase()}`;
}
