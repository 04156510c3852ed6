import type { SpanAttributes, SpanFailure, SpanStart } from '../model/index.js';
import type { Span, SpanSource } from './span-source.js';
import { readTraceparent, traceparentOf, type TraceContext } from './trace-context.js';

/** A span that has ended. */
export interface RecordedSpan extends Pick<TraceContext, 'traceId' | 'spanId'> {
  readonly parentSpanId: string | undefined;
  readonly tracestate: string | undefined;
  readonly name: string;
  readonly kind: SpanStart['kind'];
  /** In milliseconds since 1970, with fractions. */
  readonly started: number;
  readonly ended: number;
  readonly attributes: SpanAttributes;
  readonly failure: SpanFailure | undefined;
}

export interface RecordingOptions {
  /** TRACEPARENT and TRACESTATE: the trace that the run belongs to. */
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly randomHex: (bytes: number) => string;
  /** In milliseconds since 1970, with fractions; never goes back. */
  readonly now: () => number;
  readonly record: (span: RecordedSpan) => void;
}

/** Spans that Landform records itself. A run of a trace that is not sampled passes the trace on, and records nothing. */
export class RecordedSpans implements SpanSource {
  readonly #options: RecordingOptions;
  readonly #outer: TraceContext | undefined;
  readonly #trace: Pick<TraceContext, 'traceId' | 'sampled'>;
  readonly #tracestate: string | undefined;

  constructor(options: RecordingOptions) {
    const { TRACEPARENT, TRACESTATE } = options.environment;
    this.#options = options;
    this.#outer = readTraceparent(TRACEPARENT);
    this.#trace = this.#outer ?? { traceId: options.randomHex(16), sampled: true };
    this.#tracestate = this.#outer === undefined ? undefined : TRACESTATE;
  }

  start({ name, kind, attributes }: SpanStart, parent: Span | undefined): Span {
    const { randomHex, now, record } = this.#options;
    const { traceId, sampled } = this.#trace;
    const spanId = randomHex(8);
    const parentSpanId = parent instanceof Started ? parent.spanId : this.#outer?.spanId;
    const tracestate = this.#tracestate;
    const identity = { traceId, spanId, parentSpanId, tracestate, name, kind, started: now() };
    return new Started(identity, sampled, attributes, (ended) => {
      if (sampled) record({ ...ended, ended: now() });
    });
  }
}

type Identity = Omit<RecordedSpan, 'ended' | 'attributes' | 'failure'>;

class Started implements Span {
  readonly traceparent: string;
  readonly spanId: string;
  readonly tracestate: string | undefined;
  readonly #identity: Identity;
  readonly #ended: (span: Omit<RecordedSpan, 'ended'>) => void;
  #attributes: SpanAttributes;

  constructor(
    identity: Identity,
    sampled: boolean,
    attributes: SpanAttributes,
    ended: (span: Omit<RecordedSpan, 'ended'>) => void,
  ) {
    this.#identity = identity;
    this.spanId = identity.spanId;
    this.tracestate = identity.tracestate;
    this.traceparent = traceparentOf({ ...identity, sampled });
    this.#attributes = attributes;
    this.#ended = ended;
  }

  set(attributes: SpanAttributes): void {
    this.#attributes = { ...this.#attributes, ...attributes };
  }

  end(failure: SpanFailure | undefined): void {
    this.#ended({ ...this.#identity, attributes: this.#attributes, failure });
  }
}
