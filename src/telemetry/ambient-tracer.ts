import { AsyncLocalStorage } from 'node:async_hooks';
import {
  codeOf,
  currentTracer,
  DiagnosticError,
  reasonOf,
  traceWith,
  type Eventual,
  type OpenSpan,
  type SpanAttributes,
  type SpanFailure,
  type SpanStart,
  type Tracer,
} from '../model/index.js';
import type { Span, SpanSource } from './span-source.js';
import { namesHost } from './trace-hosts.js';

/** A run that is traced. */
export interface TracedRun {
  readonly source: SpanSource;
  /** Hosts whose requests continue the trace, as LANDFORM_TRACE_HOSTS names them. */
  readonly hosts: readonly string[];
}

interface Place {
  readonly run: TracedRun;
  readonly span: Span;
}

/** Finds the span that work belongs to by Node's asynchronous context, so several runs in one process are kept apart. */
export class AmbientTracer implements Tracer {
  readonly #places = new AsyncLocalStorage<Place>();

  /** The tracer of this process. */
  static installed(): AmbientTracer {
    const current = currentTracer();
    if (current instanceof AmbientTracer) return current;
    const made = new AmbientTracer();
    traceWith(made);
    return made;
  }

  /** Runs work in the first span of a run. */
  root<T>(run: TracedRun, start: SpanStart, work: (span: OpenSpan) => Eventual<T>): Eventual<T> {
    return this.#run(run, run.source.start(start, undefined), work);
  }

  inside<T>(start: () => SpanStart, work: (span: OpenSpan | undefined) => Eventual<T>): Eventual<T> {
    const place = this.#places.getStore();
    if (place === undefined) return work(undefined);
    return this.#run(place.run, place.run.source.start(start(), place.span), work);
  }

  /** Runs work that belongs to no span. */
  outside<T>(work: () => T): T {
    return this.#places.exit(work);
  }

  variables(): Readonly<Record<string, string>> {
    const span = this.#places.getStore()?.span;
    if (span === undefined) return {};
    const { traceparent, tracestate } = span;
    return { TRACEPARENT: traceparent, ...(tracestate === undefined ? {} : { TRACESTATE: tracestate }) };
  }

  headers(url: URL): Readonly<Record<string, string>> {
    const place = this.#places.getStore();
    if (place === undefined || !place.run.hosts.some((pattern) => namesHost(pattern, url))) return {};
    const { traceparent, tracestate } = place.span;
    return { traceparent, ...(tracestate === undefined ? {} : { tracestate }) };
  }

  #run<T>(run: TracedRun, span: Span, work: (span: OpenSpan) => Eventual<T>): Eventual<T> {
    const open = new Open(span);
    try {
      const inside = (): Eventual<T> => work(open);
      const result = this.#places.run({ run, span }, () =>
        span.during === undefined ? inside() : span.during(inside),
      );
      if (!(result instanceof Promise)) {
        open.end();
        return result;
      }
      return result.then(
        (value) => {
          open.end();
          return value;
        },
        (error: unknown) => {
          open.thrown(error);
          throw error;
        },
      );
    } catch (error) {
      open.thrown(error);
      throw error;
    }
  }
}

class Open implements OpenSpan {
  readonly #span: Span;
  #failure: SpanFailure | undefined;

  constructor(span: Span) {
    this.#span = span;
  }

  set(attributes: SpanAttributes): void {
    this.#span.set(attributes);
  }

  fail(failure: SpanFailure): void {
    this.#failure ??= failure;
  }

  thrown(error: unknown): void {
    this.fail(failureOf(error));
    this.end();
  }

  end(): void {
    this.#span.end(this.#failure);
  }
}

function failureOf(error: unknown): SpanFailure {
  if (error instanceof DiagnosticError) {
    const [first] = error.diagnostics;
    if (first !== undefined) return { type: first.code, message: first.summary };
  }
  return { type: codeOf(error) ?? (error instanceof Error ? error.name : 'error'), message: reasonOf(error) };
}
