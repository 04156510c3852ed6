import { readFileSync } from 'node:fs';
import { request as httpRequest, type IncomingMessage } from 'node:http';
import { Agent, request as httpsRequest } from 'node:https';
import path from 'node:path';
import { rootCertificates } from 'node:tls';
import { DiagnosticError, errorDiagnostic } from '../../model/index.js';
import type { Fetch, FetchAnswer, FetchInit } from './client.js';

export interface TlsSettings {
  /** File with certificates (PEM) that vouch for the service, beside those that are known anyway. */
  readonly caFile?: string;
  /** Takes any certificate. */
  readonly insecure?: boolean;
}

/** What of Node's modules for HTTP is used: the web's `fetch` can not be told whose certificates to trust. */
export function fetchOver(tls: TlsSettings, directory: string): Fetch {
  const agent = new Agent({
    keepAlive: true,
    rejectUnauthorized: tls.insecure !== true,
    ...(tls.caFile === undefined ? {} : { ca: [...rootCertificates, readCertificates(tls.caFile, directory)] }),
  });
  return async (url, init) => {
    const { headers, body } = await encoded(init);
    return new Promise<FetchAnswer>((resolve, reject) => {
      const options = { method: init.method, headers, signal: init.signal };
      const sent =
        url.protocol === 'https:'
          ? httpsRequest(url, { ...options, agent }, answer)
          : httpRequest(url, options, answer);
      sent.on('error', reject);
      sent.end(body);
      function answer(message: IncomingMessage): void {
        readWhole(message).then((content) => resolve(answerOf(message, content)), reject);
      }
    });
  };
}

function readCertificates(file: string, directory: string): string {
  try {
    const text = readFileSync(path.resolve(directory, file), 'utf8');
    if (text.includes('-----BEGIN CERTIFICATE-----')) return text;
    throw new Error('it holds no certificate in PEM form');
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new DiagnosticError([
      errorDiagnostic('wrong-ca-file', `The certificates in ${file} can not be used: ${reason}`, {
        detail: 'Name a file that begins with -----BEGIN CERTIFICATE-----, relative to the project.',
        path: ['ca_file'],
      }),
    ]);
  }
}

/** The body as bytes, and the headers it brings along: a form chooses its own boundary. */
async function encoded({ body, headers }: FetchInit): Promise<{ headers: Record<string, string>; body?: Uint8Array }> {
  if (body === undefined) return { headers };
  const whole = new Response(body);
  const bytes = new Uint8Array(await whole.arrayBuffer());
  const type = body instanceof FormData ? whole.headers.get('content-type') : null;
  return {
    headers: { ...headers, ...(type === null ? {} : { 'content-type': type }), 'content-length': String(bytes.length) },
    body: bytes,
  };
}

async function readWhole(message: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of message as AsyncIterable<Buffer>) chunks.push(chunk);
  return Buffer.concat(chunks);
}

function answerOf(message: IncomingMessage, content: Buffer): FetchAnswer {
  const headers = new Headers();
  for (let index = 0; index + 1 < message.rawHeaders.length; index += 2)
    headers.append(message.rawHeaders[index]!, message.rawHeaders[index + 1]!);
  return { status: message.statusCode ?? 0, headers, text: async () => content.toString('utf8') };
}
