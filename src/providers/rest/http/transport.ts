import { readFileSync } from 'node:fs';
import http, { type IncomingMessage } from 'node:http';
import https from 'node:https';
import path from 'node:path';
import { rootCertificates } from 'node:tls';
import { DiagnosticError, errorDiagnostic } from '../../../model/index.js';
import type { Fetch, FetchAnswer, FetchInit } from './client.js';
import type { AnswerHeaders } from './outcome.js';

export interface TlsSettings {
  /** File with certificates (PEM) that vouch for the service, beside those that are known anyway. */
  readonly caFile?: string;
  /** Takes any certificate. */
  readonly insecure?: boolean;
}

/**
 * Requests over Node's own HTTP modules. The web's `fetch` can not be told whose certificates to trust, and takes longer to
 * load than a small plan takes to make.
 */
export function fetchOver(tls: TlsSettings = {}, directory = '.'): Fetch {
  const plain = new http.Agent({ keepAlive: true });
  const encrypted = new https.Agent({
    keepAlive: true,
    rejectUnauthorized: tls.insecure !== true,
    ...(tls.caFile === undefined ? {} : { ca: [...rootCertificates, readCertificates(tls.caFile, directory)] }),
  });
  return async (url, init) => {
    const { headers, body } = await encoded(init);
    return new Promise<FetchAnswer>((resolve, reject) => {
      // Looked up in the modules when used, so that they can be replaced.
      const options = { method: init.method, headers, signal: init.signal };
      const sent =
        url.protocol === 'https:'
          ? https.request(url, { ...options, agent: encrypted }, answer)
          : http.request(url, { ...options, agent: plain }, answer);
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
  if (!(typeof body === 'string' || body instanceof Uint8Array)) return encodedForm(body, headers);
  const bytes = Buffer.from(body);
  return { headers: { ...headers, 'content-length': String(bytes.length) }, body: bytes };
}

async function encodedForm(
  form: FormData,
  headers: Record<string, string>,
): Promise<{ headers: Record<string, string>; body: Uint8Array }> {
  const whole = new Response(form);
  const body = new Uint8Array(await whole.arrayBuffer());
  const type = whole.headers.get('content-type') ?? 'multipart/form-data';
  return { headers: { ...headers, 'content-type': type, 'content-length': String(body.length) }, body };
}

async function readWhole(message: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of message as AsyncIterable<Buffer>) chunks.push(chunk);
  return Buffer.concat(chunks);
}

function answerOf(message: IncomingMessage, content: Buffer): FetchAnswer {
  const headers: AnswerHeaders = {
    get: (name) => message.headersDistinct[name.toLowerCase()]?.join(', ') ?? null,
    has: (name) => name.toLowerCase() in message.headersDistinct,
  };
  return {
    status: message.statusCode ?? 0,
    headers,
    text: async () => content.toString('utf8'),
    arrayBuffer: async () => new Uint8Array(content).buffer,
  };
}
