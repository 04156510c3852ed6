import type * as Api from '@opentelemetry/api';
import type { SpanAttributes, SpanFailure, SpanStart } from '../model/index.js';
import type { Span, SpanSource } from './span-source.js';
import { traceparentOf } from './trace-context.js';

/** Where every copy of the API keeps what the program has registered. */
const REGISTERED = Symbol.for('opentelemetry.js.api.1');

/** Spans of the tracer provider that the program has registered; undefined if it has none. Throws nothing. */
export async function hostSpans(version: string, clean: (text: string) => string): Promise<SpanSource | undefined> {
  if (!(REGISTERED in globalThis)) return undefined;
  try {
    return new HostSpans(await import('@opentelemetry/api'), version, clean);
  } catch {
    // The package is not installed where Landform can find it.
    return undefined;
  }
}

class HostSpans implements SpanSource {
  readonly #api: typeof Api;
  readonly #tracer: Api.Tracer;
  readonly #clean: (text: string) => string;

  constructor(api: typeof Api, version: string, clean: (text: string) => string) {
    this.#api = api;
    this.#tracer = api.trace.getTracer('landform', version);
    this.#clean = clean;
  }

  start({ name, kind, attributes }: SpanStart, parent: Span | undefined): Span {
    const { context, trace, SpanKind } = this.#api;
    const within = parent instanceof HostSpan ? parent.context : context.active();
    const options = {
      kind: kind === 'client' ? SpanKind.CLIENT : SpanKind.INTERNAL,
      attributes: this.#cleaned(attributes),
    };
    const span = this.#tracer.startSpan(this.#clean(name), options, within);
    return new HostSpan(this.#api, span, trace.setSpan(within, span), {
      text: this.#clean,
      attributes: (more) => this.#cleaned(more),
    });
  }

  #cleaned(attributes: SpanAttributes): Api.Attributes {
    return Object.fromEntries(
      Object.entries(attributes).map(([key, value]) => [key, typeof value === 'string' ? this.#clean(value) : value]),
    );
  }
}

interface Cleaning {
  readonly text: (text: string) => string;
  readonly attributes: (attributes: SpanAttributes) => Api.Attributes;
}

class HostSpan implements Span {
  readonly context: Api.Context;
  readonly traceparent: string;
  readonly tracestate: string | undefined;
  readonly #api: typeof Api;
  readonly #span: Api.Span;
  readonly #clean: Cleaning;

  constructor(api: typeof Api, span: Api.Span, context: Api.Context, clean: Cleaning) {
    const { traceId, spanId, traceFlags, traceState } = span.spanContext();
    this.#api = api;
    this.#span = span;
    this.#clean = clean;
    this.context = context;
    this.traceparent = traceparentOf({ traceId, spanId, sampled: (traceFlags & api.TraceFlags.SAMPLED) !== 0 });
    this.tracestate = traceState?.serialize();
  }

  set(attributes: SpanAttributes): void {
    this.#span.setAttributes(this.#clean.attributes(attributes));
  }

  end(failure: SpanFailure | undefined): void {
    if (failure !== undefined) {
      const { type, message } = failure;
      this.#span.setAttribute('error.type', type);
      this.#span.setStatus({
        code: this.#api.SpanStatusCode.ERROR,
        ...(message === undefined ? {} : { message: this.#clean.text(message) }),
      });
    }
    this.#span.end();
  }

  during<T>(work: () => T): T {
    return this.#api.context.with(this.context, work);
  }
}
