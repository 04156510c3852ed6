import { LANDS_WITHIN_SECONDS, shortened, type Diagnostic, type Pace, type Value } from '../../model/index.js';
import { secretsOf } from './http/authentication.js';
import type { Asking, CallResult, ListResult } from './calls.js';
import { Client, type Fetch, type HttpRequest } from './http/client.js';
import type { Clock } from './http/clock.js';
import type { Description, Operation } from './description/description.js';
import {
  endlessList,
  failed,
  isOwnWord,
  foreignAddress,
  missingParameter,
  unexpectedReply,
  type Speaker,
  type Unexpected,
} from './diagnostics.js';
import type {
  CallMapping,
  ListMapping,
  RestProviderDefinition,
  Settings,
  UpdateMapping,
} from './mapping/definition.js';
import type { Outcome, Reply } from './http/outcome.js';
import { itemsIn, readPages, type NextPage } from './exchange/paging.js';
import { pointerGet } from './pointer.js';
import type { Values } from './values/projection.js';
import { limitsFrom, type Limits } from './http/limits.js';
import { rateLimiterFor, type RateLimiter } from './http/rate.js';
import type { Receiver } from './http/reply-body.js';
import { Redactor } from './exchange/redact.js';
import type { Misfit, SchemaChecker } from './description/replies.js';
import { objectIn } from './exchange/object-in.js';
import { keyed, stillWorking, withKey } from './exchange/once.js';
import { asMissing, keyOf, traced } from './exchange/outcomes.js';
import { buildRequest } from './exchange/request.js';
import { warnOnce } from './exchange/warn-once.js';
import { ItemList, Sharing } from './object/sharing.js';

/** The outside world, injected so that tests can replace it. */
export interface Surroundings {
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** In place of the network. */
  readonly fetch?: Fetch | undefined;
  readonly clock: Clock;
  /** From 0 to 1. */
  readonly random: () => number;
  /** Receives a line about each request, if the user wants it. */
  readonly trace?: (line: string) => void;
  /** Identifies the run of several stacks, whose configurations share the limits of a service. */
  readonly run?: object | undefined;
}

/** A shorter pause is not reported. */
const SPOKEN_PAUSE_MS = 5000;
/** How long a reply may be shared by callers of the same request. */
const SHARED_MS = 2000;
/** How long a list may serve one pass over many objects, which requests it repeatedly. */
const ONE_PASS_MS = 60_000;

/** One configured connection to a service: makes a mapping's calls and explains failures. */
export class Session {
  readonly clock: Clock;
  readonly random: () => number;
  readonly tolerated = warnOnce();
  #speaker: Speaker;
  /** How many of the secrets that were got on the way the speaker knows. */
  #known = 0;
  readonly #configured: Values;
  readonly #description: Description;
  readonly #checker: SchemaChecker;
  readonly #client: Client;
  readonly #limits: Limits;
  /** The base address of requests. */
  readonly endpoint: string;
  readonly #landsWithinSeconds: number | undefined;
  readonly #trace: ((line: string) => void) | undefined;
  readonly #lists: Sharing<ListResult>;
  readonly #oldLists: Sharing<ListResult>;
  readonly #objects: Sharing<CallResult>;
  readonly #crowds: Sharing<ListResult>;
  readonly #reads = new Map<string, number>();
  #repeatsSecrets = false;
  readonly #rate: RateLimiter;

  constructor(
    definition: RestProviderDefinition,
    description: Description,
    checker: SchemaChecker,
    settings: Settings,
    configured: Values,
    surroundings: Surroundings & { readonly fetch: Fetch },
  ) {
    const { clock, random, fetch, trace, environment } = surroundings;
    this.#limits = limitsFrom(environment);
    this.clock = clock;
    this.random = random;
    this.#configured = configured;
    this.#description = description;
    this.#checker = checker;
    this.endpoint = settings.endpoint ?? description.server ?? '';
    this.#landsWithinSeconds = settings.landsWithinSeconds;
    this.#speaker = {
      name: definition.name,
      errors: definition.errors,
      redactor: new Redactor(secretsOf(settings.authentication), this.#limits.errorCharacters),
    };
    const rate = rateLimiterFor(surroundings.run, this.endpoint, { ...settings, clock });
    this.#rate = rate;
    this.#client = new Client({
      fetch,
      clock,
      random,
      rate,
      authentication: settings.authentication,
      headers: settings.headers ?? {},
      timeoutSeconds: settings.timeoutSeconds,
      retries: settings.retries,
      hasEnded: (reply) => isOwnWord(definition.errors, reply),
      limits: this.#limits,
    });
    this.#trace =
      settings.trace === true && trace !== undefined
        ? (line) => trace(`${definition.name}: ${shortened(this.speaker.redactor.text(line))}`)
        : undefined;
    this.#lists = new Sharing<ListResult>(clock, SHARED_MS, ({ kind }) => kind === 'list');
    this.#oldLists = new Sharing<ListResult>(clock, SHARED_MS, ({ kind }) => kind === 'list');
    this.#crowds = new Sharing<ListResult>(clock, SHARED_MS, ({ kind }) => kind === 'list', ONE_PASS_MS);
    this.#objects = new Sharing<CallResult>(clock, SHARED_MS, ({ kind }) => kind === 'done');
  }

  /** What the service accepts now. */
  get pace(): Pace {
    return { service: this.endpoint, concurrency: this.#rate.width, perSecond: this.#rate.perSecond };
  }

  /** A call that changes something, or whose reply must be current. */
  async call(call: CallMapping, asking: Asking, only?: ReadonlySet<string>): Promise<CallResult> {
    const operation = this.#description.operation(call.operation);
    const built = this.#build(operation, withKey(call, asking), asking, only);
    if ('diagnostic' in built) return { kind: 'impossible', diagnostic: built.diagnostic };
    const changes = operation.method !== 'GET' && operation.method !== 'HEAD';
    if (!changes) return this.#result(operation, call, asking, await this.#send(built.request, asking));
    this.#forget();
    const { context, etag } = asking;
    const sending = context === undefined ? {} : { sending: () => context.sending() };
    const headers = { ...built.request.headers, ...(etag === undefined ? {} : { 'if-match': etag }) };
    const request = keyed({ ...built.request, ...sending, headers }, call, asking);
    const outcome = await this.#send(request, asking);
    this.#forget();
    return this.#result(operation, call, asking, stillWorking(call, outcome, this.clock.ticks()));
  }

  /** How many seconds after it was sent such a request may still take effect. The user's setting takes precedence. */
  landsWithin({ landsWithinSeconds = LANDS_WITHIN_SECONDS }: Pick<CallMapping, 'landsWithinSeconds'>): number {
    return this.#landsWithinSeconds ?? landsWithinSeconds;
  }

  /** Reads an address the service named. Another host is not contacted, because credentials would be sent there. */
  async callAt(address: string, asking: Asking): Promise<CallResult> {
    const base = new URL(`${this.endpoint.replace(/\/+$/, '')}/`);
    const url = URL.canParse(address, base.href) ? new URL(address, base) : undefined;
    if (url?.origin !== base.origin)
      return { kind: 'impossible', diagnostic: foreignAddress(this.speaker, asking.purpose) };
    const outcome = await this.#send({ method: 'GET', url, repeatable: true }, asking);
    if (outcome.kind === 'done') return { kind: 'done', object: outcome.reply.body, reply: outcome.reply };
    return { kind: 'failed', outcome, diagnostic: failed(this.#speakerFor(asking), asking.purpose, outcome) };
  }

  /**
   * A file from the service, whose bytes the receiver takes: once, and again from the start if the request is retried.
   */
  async fetchFile(
    call: CallMapping,
    asking: Asking,
    receiver: Receiver,
  ): Promise<{ readonly kind: 'done' } | Exclude<CallResult, { kind: 'done' }>> {
    const built = this.#build(this.#description.operation(call.operation), call, asking, undefined);
    if ('diagnostic' in built) return { kind: 'impossible', diagnostic: built.diagnostic };
    const headers = { ...built.request.headers, accept: '*/*' };
    const outcome = await this.#send({ ...built.request, headers, receiver }, asking);
    if (outcome.kind === 'done') return { kind: 'done' };
    return { kind: 'failed', outcome, diagnostic: failed(this.#speakerFor(asking), asking.purpose, outcome) };
  }

  /** A read-only call; concurrent callers of the same request share the reply. */
  async look(call: CallMapping, asking: Asking): Promise<CallResult> {
    const operation = this.#description.operation(call.operation);
    const built = this.#build(operation, call, asking, undefined);
    if ('diagnostic' in built) return { kind: 'impossible', diagnostic: built.diagnostic };
    const key = keyOf(operation, built.request);
    const result = await this.#objects.get(key, async () =>
      this.#result(operation, call, asking, await this.#send(built.request, asking)),
    );
    if (wasStoppedByOther(result, asking.signal)) return this.call(call, asking);
    // The reply is shared; each caller picks its own part.
    return result.kind === 'done' ? { ...result, object: objectIn(result.reply, call.object, asking.values) } : result;
  }

  /**
   * All items of a list. `shared`: recent; `fresh`: requested now; `pass`: at most as old as a pass over many objects;
   * `before`: may predate this run's recent changes.
   */
  async list(
    mapping: ListMapping,
    asking: Asking,
    freshness: 'shared' | 'fresh' | 'pass' | 'before',
  ): Promise<ListResult> {
    if (freshness === 'fresh') return this.#readList(mapping, asking);
    const operation = this.#description.operation(mapping.operation);
    const built = this.#build(operation, mapping, asking, undefined);
    if ('diagnostic' in built)
      return { kind: 'failed', status: undefined, stopped: false, diagnostic: built.diagnostic };
    const key = keyOf(operation, built.request);
    const sharing = { shared: this.#lists, pass: this.#crowds, before: this.#oldLists }[freshness];
    const result = await sharing.get(key, () => this.#readList(mapping, asking));
    const stoppedByOther = result.kind === 'failed' && result.stopped && !asking.signal.aborted;
    return stoppedByOther ? this.#readList(mapping, asking) : result;
  }

  /** How many of this list's items have been read so far, including this one. */
  countRead(mapping: ListMapping, asking: Asking): number {
    const operation = this.#description.operation(mapping.operation);
    const built = this.#build(operation, mapping, asking, undefined);
    const key = 'diagnostic' in built ? operation.id : keyOf(operation, built.request);
    const count = (this.#reads.get(key) ?? 0) + 1;
    this.#reads.set(key, count);
    return count;
  }

  async #readList(mapping: ListMapping, asking: Asking): Promise<ListResult> {
    const operation = this.#description.operation(mapping.operation);
    type Failure = Extract<ListResult, { kind: 'failed' }>;
    const fail = (diagnostic: Diagnostic, outcome?: Outcome): Failure => ({
      kind: 'failed',
      status: outcome?.kind === 'refused' ? outcome.reply.status : undefined,
      stopped: outcome !== undefined && 'problem' in outcome && outcome.problem.reason === 'stopped',
      diagnostic,
    });
    let unexpected: Unexpected | undefined;
    const read = await readPages<Failure>(mapping.paging, this.#limits, async (next) => {
      const built = this.#build(operation, mapping, asking, undefined, next);
      if ('diagnostic' in built) return { failure: fail(built.diagnostic) };
      // A search by POST only reads, as a GET does.
      const outcome = await this.#send({ ...built.request, repeatable: true }, asking);
      if (outcome.kind !== 'done')
        return { failure: fail(failed(this.#speakerFor(asking), asking.purpose, outcome), outcome) };
      const { reply } = outcome;
      const misfits = this.#misfits(operation, reply);
      if (misfits.length > 0) {
        unexpected ??= unexpectedReply(this.#speakerFor(asking), asking.purpose, operation.id, misfits);
        if (itemsIn(mapping.paging, reply.body) === undefined) return { failure: fail(unexpected.error) };
      }
      return { page: { body: reply.body, header: (name) => reply.headers.get(name) } };
    });
    if (read.kind === 'failure') return read.failure;
    if (read.kind === 'endless') return fail(endlessList(this.#speakerFor(asking), asking.purpose, read.reason));
    const at = mapping.at ?? '';
    const list = new ItemList(read.items.map((item) => pointerGet(item, at) ?? null));
    return { kind: 'list', list, ...(unexpected === undefined ? {} : { unexpected }) };
  }

  #build(
    operation: Operation,
    call: Pick<UpdateMapping, 'body' | 'repeatable' | 'parameters' | 'clears'>,
    asking: Asking,
    only: ReadonlySet<string> | undefined,
    next?: NextPage,
  ): Exclude<ReturnType<typeof buildRequest>, { missing: string }> | { readonly diagnostic: Diagnostic } {
    const built = buildRequest({
      operation,
      endpoint: this.endpoint,
      parameters: { ...asking.parameters, ...call.parameters },
      call,
      values: asking.values,
      configured: this.#configured,
      address: asking.address ?? asking.values,
      only,
      query: next !== undefined && 'query' in next ? next.query : undefined,
      files: asking.files,
      about: asking.about,
    });
    if ('missing' in built) return { diagnostic: missingParameter(this.speaker, asking.purpose, built.missing) };
    if (next === undefined || !('url' in next)) return built;
    const url = new URL(next.url, built.request.url);
    // A link must not lead credentials to another host.
    return { request: { ...built.request, url: url.origin === built.request.url.origin ? url : built.request.url } };
  }

  #result(operation: Operation, call: CallMapping, asking: Asking, outcome: Outcome): CallResult {
    if (outcome.kind !== 'done')
      return { kind: 'failed', outcome, diagnostic: failed(this.#speakerFor(asking), asking.purpose, outcome) };
    const { reply, late } = outcome;
    const misfits = this.#misfits(operation, reply);
    const object = objectIn(reply, call.object, asking.values);
    const done = { kind: 'done', object, reply, ...(late === undefined ? {} : { late }) } as const;
    if (misfits.length === 0) return done;
    return { ...done, unexpected: unexpectedReply(this.#speakerFor(asking), asking.purpose, operation.id, misfits) };
  }

  async #send(request: HttpRequest, { signal, progress, until }: Asking): Promise<Outcome> {
    const started = this.clock.now();
    const waiting = (pause: number): void => {
      if (pause > SPOKEN_PAUSE_MS)
        progress?.(`${this.#speaker.name}, which asks for a pause of ${Math.ceil(pause / 1000)} s`);
    };
    const sent = { ...request, waiting, ...(until === undefined ? {} : { until }) };
    const outcome = asMissing(this.#speaker.errors, await this.#client.send(sent, signal));
    if (outcome.kind === 'done') this.#repeatsSecrets ||= this.speaker.redactor.isSecretIn(outcome.reply.text);
    this.#trace?.(`${traced(request, outcome)} ${this.clock.now() - started} ms`);
    return outcome;
  }

  #misfits(operation: Operation, reply: Reply): readonly Misfit[] {
    return this.#checker.reply(operation, reply.status, reply.body);
  }

  #speakerFor(asking: Asking): Speaker {
    const { speaker } = this;
    return { ...speaker, redactor: speaker.redactor.with(asking.secrets) };
  }

  #forget(): void {
    this.#lists.changed();
    this.#crowds.changed();
    this.#objects.changed();
  }

  /** An object as the service shows it, with each string that repeats a credential marked as sensitive. */
  marked(value: Value): Value {
    return this.#repeatsSecrets ? this.speaker.redactor.marked(value) : value;
  }

  /** Hides the secrets of this connection, including tokens obtained along the way. */
  get speaker(): Speaker {
    const { secrets } = this.#client;
    if (secrets.length > this.#known) {
      this.#known = secrets.length;
      this.#speaker = { ...this.#speaker, redactor: this.#speaker.redactor.with(secrets) };
    }
    return this.#speaker;
  }
}

function wasStoppedByOther(result: CallResult, signal: AbortSignal): boolean {
  if (result.kind !== 'failed' || signal.aborted) return false;
  return result.outcome.kind !== 'refused' && result.outcome.problem.reason === 'stopped';
}
