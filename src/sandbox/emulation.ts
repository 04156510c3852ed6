import type { IncomingMessage, ServerResponse } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';

import type { AnswerForm } from './answers.js';
import { check } from './check.js';
import type { Description, Operation } from './description.js';
import { messageOf } from './error.js';
import { receive, send, sendText } from './exchange.js';
import { fitted } from './fit.js';
import type { Fault, Faults } from './faults.js';
import type { RequestLog } from './requests.js';
import { Router } from './router.js';
import type { Match } from './router.js';
import type { Store } from './store.js';
import type { Call, Headers, Reply, Spelling, System } from './system.js';
import { Validator } from './validate.js';

export interface EmulationParts {
  readonly systems: readonly { readonly system: System; readonly description: Description }[];
  readonly store: Store;
  readonly faults: Faults;
  readonly answers: AnswerForm;
  readonly requests: RequestLog;
  readonly now: () => Date;
  /** Whether replies are also validated against the description; an invalid one becomes a 500. */
  readonly checkReplies: boolean;
}

interface Served {
  readonly system: System;
  readonly validator: Validator;
}

type Login = NonNullable<System['logins']>[string];

type Found = Extract<Match<Served>, { kind: 'found' }>;

/** The outcome of a request: the status of the reply, including one that was dropped; 0 if nothing was started. */
type Outcome = number;

/** How often to check whether a delayed reply is ready. */
const HELD_MS = 20;

const NO_FAULT = { kind: undefined, lateSeconds: undefined };

/** Answers requests like the real services, with the configured faults. */
export class Emulation {
  readonly #parts: EmulationParts;
  readonly #router = new Router<Served>();
  readonly #logins = new Map<string, Login>();

  constructor(parts: EmulationParts) {
    this.#parts = parts;
    for (const { system, description } of parts.systems) {
      for (const [path, login] of Object.entries(system.logins ?? {})) this.#logins.set(path, login);
      const served = { system, validator: new Validator(description, system.anyWords) };
      for (const operation of description.operations) {
        if (!Object.hasOwn(system.handlers, operation.id)) {
          throw new Error(`the emulator of ${system.name} has no handler for ${operation.id}`);
        }
        this.#router.add({ system: served, operation }, system.basePath);
      }
    }
  }

  async handle(request: IncomingMessage, response: ServerResponse, url: URL): Promise<void> {
    const ended = this.#parts.requests.begin();
    const { method, path } = this.#spelling(request.method ?? 'GET', url.pathname);
    const login = method === 'POST' ? this.#logins.get(path) : undefined;
    if (login !== undefined) {
      const status = await this.#logIn(login, request, response);
      const clientGone = request.socket.destroyed;
      ended({
        method,
        path,
        query: '',
        system: undefined,
        operationId: undefined,
        status,
        fault: undefined,
        clientGone,
      });
      return;
    }
    const match = this.#router.match(method, path);
    const { system, operationId } =
      match.kind === 'found'
        ? { system: match.route.system.system.name, operationId: match.route.operation.id }
        : { system: undefined, operationId: undefined };
    const fault =
      operationId === undefined ? undefined : this.#parts.faults.next({ method, path: url.pathname, operationId });
    let status: Outcome = 0;
    try {
      status =
        match.kind === 'found'
          ? await this.#answer(match, request, response, url, fault ?? NO_FAULT)
          : this.#refuseRoute(match, request, response, url);
    } finally {
      const { destroyed: clientGone } = request.socket;
      const { pathname: path, search: query } = url;
      ended({ method, path, query, system, operationId, status, fault: fault?.kind, clientGone });
    }
  }

  async #logIn(login: Login, request: IncomingMessage, response: ServerResponse): Promise<Outcome> {
    const received = await receive(request);
    if (received.kind === 'broken-off') return 0;
    const text = received.kind === 'body' ? Buffer.from(received.bytes).toString('utf8') : '';
    const reply = login({ headers: headersOf(request), text, now: this.#parts.now() });
    send(response, reply);
    return reply.status;
  }

  /** Only the documents print calls in several spellings; a real service has one. */
  #spelling(method: string, path: string): Spelling {
    const system = this.#parts.systems.find(({ system: { basePath } }) => isBelow(path, basePath))?.system;
    if (system?.respelt === undefined || this.#parts.answers.current === 'source') return { method, path };
    return system.respelt(method, path);
  }

  #refuseRoute(
    match: Exclude<Match<Served>, Found>,
    request: IncomingMessage,
    response: ServerResponse,
    url: URL,
  ): Outcome {
    request.resume();
    const reply =
      match.kind === 'nothing'
        ? this.#notFound(url.pathname)
        : this.#wrongMethod(request.method, url.pathname, match.allowed);
    send(response, reply);
    return reply.status;
  }

  #notFound(path: string): Reply {
    return this.#refusal(404, `No endpoint at ${path}.`, path);
  }

  #wrongMethod(method: string | undefined, path: string, allowed: readonly string[]): Reply {
    const reply = this.#refusal(405, `Request method '${method ?? ''}' is not supported.`, path);
    return { ...reply, headers: { allow: allowed.join(', ') } };
  }

  /** In the error format of the system with this path. */
  #refusal(status: number, message: string, path: string): Reply {
    const owner = this.#parts.systems.find(({ system: { basePath } }) => isBelow(path, basePath));
    return owner?.system.refusal(status, message) ?? { status, body: { message, details: [] } };
  }

  async #answer(
    match: Found,
    request: IncomingMessage,
    response: ServerResponse,
    url: URL,
    { kind: fault, lateSeconds }: Fault | Record<keyof Fault, undefined>,
  ): Promise<Outcome> {
    const { faults } = this.#parts;
    // The body is read first: once it is complete, the work is done even if the client dies during the latency.
    const received = await receive(request);
    if (received.kind === 'broken-off') return 0;
    const arrival = performance.now();
    const target = { method: request.method ?? 'GET', path: url.pathname, operationId: match.route.operation.id };
    await faults.latency(target, arrival, 0.5);
    if (fault === 'reset') {
      request.socket.resetAndDestroy();
      return 0;
    }
    const { system } = match.route.system;
    if (fault === 'throttle' || fault === 'error') return fail(response, system, faults, fault);
    const late = fault === 'late504' || fault === 'lateReset' || fault === 'lateAnswer';
    if (fault === 'late504') sendText(response, 504, 'text/plain', 'Gateway Timeout');
    if (fault === 'lateReset') request.socket.resetAndDestroy();
    if (late && lateSeconds > 0) await sleep(lateSeconds * 1000);
    const reply =
      received.kind === 'body'
        ? await this.#work(match, request, url, received.bytes)
        : system.refusal(413, 'The request body is too large.');
    if (fault === 'late504' || fault === 'lateReset') return reply.status;
    await faults.latency(target, arrival, 1);
    if (fault === 'dropAfter') response.destroy();
    else if (fault === 'errorAfter') sendText(response, 502, 'text/plain', 'Bad Gateway');
    else send(response, reply);
    return reply.status;
  }

  /** Once this resolves, the changes are also in the file, if there is one. */
  async #work(match: Found, request: IncomingMessage, url: URL, bytes: Uint8Array<ArrayBuffer>): Promise<Reply> {
    const { operation } = match.route;
    const { system, validator } = match.route.system;
    const { parameters } = match;
    const { store } = this.#parts;
    const headers = headersOf(request);
    const text = Buffer.from(bytes).toString('utf8');
    const before = store.version;
    const now = this.#parts.now();
    try {
      system.advance?.(store, now);
      const arrival = { operation, headers, parameters, url, text, bytes, now };
      const checked = await check(system, validator, arrival, store);
      if (!checked.fits) return checked.refusal;
      const { query, body } = checked;
      const first = this.#perform(operation, system, {
        headers,
        url,
        parameters,
        query,
        body,
        store,
        answers: this.#parts.answers.current,
        now,
      });
      const reply = await this.#held(first, system, request);
      if (store.version !== before) await store.saved();
      return this.#parts.checkReplies ? fitting(validator, operation, system, reply) : reply;
    } catch (problem) {
      return system.refusal(500, 'The sandbox failed.', [messageOf(problem)]);
    }
  }

  /** Waits for a delayed reply as long as its client does. Work that was started continues without the client. */
  async #held(first: Reply, system: System, { socket }: IncomingMessage): Promise<Reply> {
    const { store, now } = this.#parts;
    let reply = first;
    while (reply.until !== undefined && !socket.destroyed) {
      await sleep(HELD_MS);
      system.advance?.(store, now());
      reply = reply.until(store, now()) ?? reply;
    }
    return reply;
  }

  #perform(operation: Operation, system: System, call: Call): Reply {
    const handler = system.handlers[operation.id];
    if (handler === undefined) throw new Error(`no handler for ${operation.id}`);
    return handler(call);
  }
}

function isBelow(path: string, basePath: string | undefined): boolean {
  return basePath !== undefined && path.startsWith(`${basePath}/`);
}

/** A repeated header is one list. */
function headersOf(request: IncomingMessage): Headers {
  return Object.fromEntries(
    Object.entries(request.headers).map(([name, value]) => [name, Array.isArray(value) ? value.join(', ') : value]),
  );
}

function fitting(validator: Validator, operation: Operation, system: System, reply: Reply): Reply {
  // Other authors' descriptions rarely describe refusals.
  if (reply.content !== undefined || (system.anyWords === true && reply.status >= 400)) return reply;
  const wrong = validator.reply(operation, reply.status, reply.body);
  if (wrong.length === 0) return reply;
  const body =
    reply.otherwise === undefined
      ? undefined
      : fitted(reply.body, reply.otherwise, (value) => validator.misfits(operation, reply.status, value));
  if (body !== undefined) return { ...reply, body };
  return system.refusal(500, `The emulator's reply to ${operation.id} does not match the description.`, wrong);
}

function fail(response: ServerResponse, system: System, faults: Faults, fault: 'throttle' | 'error'): Outcome {
  if (fault === 'throttle') {
    const refusal = system.refusal(429, 'Too many requests.');
    send(response, { ...refusal, headers: { 'retry-after': String(faults.retryAfterSeconds) } });
    return 429;
  }
  if (faults.nextErrorIsPlain) {
    sendText(response, 503, 'text/plain', 'Service Unavailable');
    return 503;
  }
  send(response, system.refusal(500, 'An internal error occurred.'));
  return 500;
}
