import http, { type ClientRequest, type IncomingMessage } from 'node:http';
import https from 'node:https';
import { codeOf, traced, traceHeaders, type SpanStart } from '../../../model/index.js';
import type { Fetch, FetchAnswer, FetchInit, Upload } from './client.js';
import type { AnswerHeaders } from './outcome.js';
import { proxyFor } from './proxy.js';
import { readReply } from './reply-body.js';
import { certificatesOf, trustOf, type TlsSettings, type Trust } from './trust.js';

interface Agents {
  readonly plain: http.Agent;
  readonly encrypted: http.Agent;
}

/**
 * Requests over Node's own HTTP modules. The web's `fetch` cannot be given certificates to trust, and takes longer to
 * load than it takes to make a small plan.
 */
export function fetchOver(
  environment: Readonly<Record<string, string | undefined>>,
  tls: TlsSettings = {},
  directory = '.',
): Fetch {
  let trust: Trust | undefined;
  const agents = new Map<string, Promise<Agents>>();
  const proxies = new Map<string, URL | undefined>();
  const send = async (url: URL, init: FetchInit): Promise<FetchAnswer> => {
    if (!proxies.has(url.origin)) proxies.set(url.origin, proxyFor(url, environment));
    const proxy = proxies.get(url.origin);
    if (url.protocol === 'https:' || proxy?.protocol === 'https:')
      trust ??= trustOf(certificatesOf(tls, environment, directory));
    const key = proxy?.href ?? '';
    const made = agents.get(key) ?? makeAgents(proxy, trust ?? NO_TRUST);
    agents.set(key, made);
    return exchange(url, init, await made, trust ?? NO_TRUST, proxy);
  };
  return async (url, init) =>
    traced(
      () => callSpan(url, init),
      async (span) => {
        if (span === undefined) return send(url, init);
        const answer = await send(url, { ...init, headers: { ...init.headers, ...traceHeaders(url) } });
        span.set({ 'http.response.status_code': answer.status });
        if (answer.status >= 400) span.fail({ type: String(answer.status) });
        return answer;
      },
    );
}

const ofRuns = new WeakMap<object, Map<string, Fetch>>();

/**
 * The same for all configurations in a run that trust the same certificates: they share connections, and reading and
 * parsing certificates takes longer than planning a small stack. Throws diagnostics if the certificates cannot be used.
 */
export function transportFor(
  run: object | undefined,
  environment: Readonly<Record<string, string | undefined>>,
  tls: TlsSettings = {},
  directory = '.',
): Fetch {
  const transports = (run && ofRuns.get(run)) ?? new Map<string, Fetch>();
  if (run !== undefined) ofRuns.set(run, transports);
  const key = JSON.stringify([tls, tls.caFile === undefined ? '' : directory]);
  const known = transports.get(key);
  if (known !== undefined) return known;
  certificatesOf(tls, environment, directory);
  const made = fetchOver(environment, tls, directory);
  transports.set(key, made);
  return made;
}

/** By the conventions of OpenTelemetry, without the path and query of the address, which may contain IDs and secrets. */
const callSpan = ({ protocol, hostname, port }: URL, { method, template }: FetchInit): SpanStart => ({
  name: template === undefined ? method : `${method} ${template}`,
  kind: 'client',
  attributes: {
    'http.request.method': method,
    'server.address': hostname,
    'server.port': port === '' ? (protocol === 'https:' ? 443 : 80) : Number(port),
    'url.scheme': protocol.slice(0, -1),
    'url.template': template,
  },
});

/** The agent for unencrypted connections. */
const NO_TRUST: Trust = { rejectUnauthorized: true };

/**
 * Connections are kept for less time than servers keep them (five seconds or more). A connection that the server closes
 * just as it is reused looks like a lost reply, and a create would have to wait until the request can no longer take
 * effect.
 */
const KEPT = { keepAlive: true, timeout: 2000 };

async function makeAgents(proxy: URL | undefined, trust: Trust): Promise<Agents> {
  if (proxy !== undefined) return (await import('./proxy-agents.js')).proxyAgents(proxy, trust);
  return { plain: new http.Agent(KEPT), encrypted: new https.Agent(KEPT) };
}

async function exchange(
  url: URL,
  init: FetchInit,
  { plain, encrypted }: Agents,
  trust: Trust,
  proxy: URL | undefined,
): Promise<FetchAnswer> {
  const { headers, body } = await encoded(init);
  let isAnswered = false;
  return new Promise<FetchAnswer>((resolve, reject) => {
    const { signal } = init;
    if (signal.aborted) throw new Error('given up');
    // Looked up in the modules at each use, so that tests can replace them.
    const options = { method: init.method, headers, givenUp: signal };
    const sent =
      url.protocol === 'https:'
        ? https.request(url, { ...options, ...trust, agent: encrypted }, answer)
        : http.request(url, { ...options, agent: plain }, answer);
    sent.on('error', (error) => reject(proxy === undefined ? error : withoutCredentials(error, proxy)));
    // Not left to Node, which takes four times as long to listen. A request that waits for a proxy has no socket yet, and reports nothing.
    const giveUp = (): void => {
      const error = new Error('given up');
      sent.destroy(error);
      reject(error);
    };
    signal.addEventListener('abort', giveUp, { once: true });
    // Without listeners, Node closes the connection after these and emits nothing.
    sent.on('upgrade', (message, socket) => {
      socket.destroy();
      resolve(answerOf(message, Buffer.alloc(0)));
    });
    sent.on('close', () => {
      if (!isAnswered) reject(new Error('the connection was closed without a reply'));
    });
    sent.on('proxyConnect', ({ statusCode }: { readonly statusCode: number }) => {
      // A proxy's reply is not the service's: its 404 must not count as a missing object.
      if (proxy !== undefined && url.protocol === 'https:' && statusCode !== 200)
        sent.destroy(new ProxyRefusal(statusCode, proxy));
    });
    const { idleMs } = init;
    if (idleMs !== undefined)
      sent.setTimeout(idleMs, () => sent.destroy(new Error(`nothing arrived for ${idleMs / 1000} seconds`)));
    if (body === undefined || body.length <= PIECE) sent.end(body);
    else sendPieces(sent, body, init.upload).catch((error: Error) => void sent.destroy(error));
    function answer(message: IncomingMessage): void {
      isAnswered = true;
      // A body that follows anyway is an error of the connection, not of this reply.
      if (message.statusCode === 204 || message.statusCode === 304) {
        message.resume();
        resolve(answerOf(message, Buffer.alloc(0)));
        return;
      }
      readReply(message, init.limits, init.receiver).then((content) => resolve(answerOf(message, content)), reject);
    }
  });
}

/** Bytes per chunk; each chunk sent is progress of the upload. */
const PIECE = 65_536;

/** A service that accepts no more of the body ends the request, so this chunk is never written. */
async function sendPieces(request: ClientRequest, body: Uint8Array, upload: Upload | undefined): Promise<void> {
  upload?.moved();
  for (let at = 0; at < body.length; at += PIECE) {
    const piece = body.subarray(at, at + PIECE);
    if (at + PIECE >= body.length) {
      await upload?.ending();
      request.end(piece);
      return;
    }
    await new Promise<void>((resolve) => request.write(piece, (error) => void (error ?? resolve())));
    upload?.moved();
  }
}

class ProxyRefusal extends Error {
  readonly code = 'PROXY_REFUSED';

  constructor(status: number, proxy: URL) {
    const why = status === 407 ? 'requires different credentials' : 'refused to connect';
    super(`the proxy ${proxy.host} ${why}: status ${status}`);
  }
}

/** Errors about a proxy name it, but never the password in its address. */
function withoutCredentials(error: Error, proxy: URL): Error {
  if (error instanceof ProxyRefusal) return error;
  const code = codeOf(error);
  const secrets = [proxy.href, decodeURIComponent(proxy.password), proxy.password].filter((text) => text !== '');
  const message = secrets.reduce((text, secret) => text.replaceAll(secret, '(sensitive value)'), error.message);
  return Object.assign(new Error(`${message}, via the proxy ${proxy.host}`), code === undefined ? {} : { code });
}

/** The body as bytes, with the headers that belong to it: a form chooses its own boundary. */
async function encoded({ body, headers }: FetchInit): Promise<{ headers: Record<string, string>; body?: Uint8Array }> {
  if (body === undefined) return { headers };
  if (!(typeof body === 'string' || body instanceof Uint8Array)) return encodedForm(body, headers);
  // A large one is not copied.
  const bytes = typeof body === 'string' ? Buffer.from(body) : body;
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

function answerOf(message: IncomingMessage, content: Buffer): FetchAnswer {
  const headers: AnswerHeaders = {
    get: (name) => message.headersDistinct[name.toLowerCase()]?.join(', ') ?? null,
    has: (name) => name.toLowerCase() in message.headersDistinct,
    keys: () => new Headers(Object.keys(message.headersDistinct).map((name) => [name, ''])).keys(),
  };
  return {
    status: message.statusCode ?? 0,
    headers,
    text: async () => content.toString('utf8'),
  };
}
