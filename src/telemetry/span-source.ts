import type { SpanAttributes, SpanFailure, SpanStart } from '../model/index.js';

/** Where spans are kept: for the command, or by the program that uses the library. */
export interface SpanSource {
  start(start: SpanStart, parent: Span | undefined): Span;
}

/** A span that has started. */
export interface Span {
  /** In the form of the header `traceparent` of W3C Trace Context. */
  readonly traceparent: string;
  /** Of other tracing systems, passed on unchanged. */
  readonly tracestate?: string | undefined;
  set(attributes: SpanAttributes): void;
  end(failure: SpanFailure | undefined): void;
  /** Runs work in which other instrumentation sees this span as the active one. */
  during?<T>(work: () => T): T;
}
