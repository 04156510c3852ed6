import { errorsOf, type Diagnostic } from './diagnostic.js';
import type { Eventual } from './eventual.js';

/** Spans of OpenTelemetry, as code reports what it does. Until something records them, nothing is measured. */

export type SpanAttributes = Readonly<Record<string, string | number | boolean | undefined>>;

export interface SpanStart {
  /** From a small set: no addresses, names or IDs. */
  readonly name: string;
  /** `client`: a call to something outside this process. */
  readonly kind?: 'internal' | 'client';
  /** Without secrets: no values of attributes, query strings, headers or bodies. */
  readonly attributes: SpanAttributes;
}

/** Why a span failed: a word for grouping, and what happened. */
export interface SpanFailure {
  readonly type: string;
  readonly message?: string | undefined;
}

/** A span whose work is running. */
export interface OpenSpan {
  set(attributes: SpanAttributes): void;
  fail(failure: SpanFailure): void;
}

/** What records spans. */
export interface Tracer {
  /** Runs work inside a span that ends with it. */
  inside<T>(start: () => SpanStart, work: (span: OpenSpan | undefined) => Eventual<T>): Eventual<T>;
  /** What a process or service that is called now needs to continue the trace, as variables: `TRACEPARENT`. */
  variables(): Readonly<Record<string, string>>;
  /** The same as headers of a request; none if that host is not to receive them. */
  headers(url: URL): Readonly<Record<string, string>>;
}

let tracer: Tracer | undefined;

/** From now on, spans are passed to this tracer. */
export function traceWith(made: Tracer): void {
  tracer = made;
}

export const currentTracer = (): Tracer | undefined => tracer;

/** Runs work, in a span if the run is traced. */
export const traced = <T>(start: () => SpanStart, work: (span: OpenSpan | undefined) => Eventual<T>): Eventual<T> =>
  tracer === undefined ? work(undefined) : tracer.inside(start, work);

/** Runs work whose result says what failed, in a span if the run is traced. */
export function tracedWithProblems<T extends { readonly diagnostics: readonly Diagnostic[] }>(
  start: () => SpanStart,
  work: () => Eventual<T>,
): Eventual<T> {
  if (tracer === undefined) return work();
  return tracer.inside(start, (span) => {
    const result = work();
    if (span === undefined) return result;
    const note = (ended: T): T => {
      failWith(span, ended.diagnostics);
      return ended;
    };
    return result instanceof Promise ? result.then(note) : note(result);
  });
}

/** The span has failed if there are errors. */
export function failWith(span: OpenSpan, diagnostics: readonly Diagnostic[]): void {
  const [first] = errorsOf(diagnostics);
  if (first !== undefined) span.fail({ type: first.code, message: first.summary });
}

/** An operation on an object of a resource. Its name has the type only: viewers group spans by name. */
export const objectSpan = (operation: string, type: string, address: string): SpanStart => ({
  name: `${operation} ${type}`,
  attributes: {
    'landform.operation': operation,
    'landform.resource.type': type,
    'landform.resource.address': address,
  },
});

/** The variables with which a process continues the trace. */
export const traceVariables = (): Readonly<Record<string, string>> => tracer?.variables() ?? NONE;

/** The same as metadata of a call to a process that was started by this one. */
export const traceMetadata = (): Readonly<Record<string, string>> =>
  tracer === undefined
    ? NONE
    : Object.fromEntries(Object.entries(tracer.variables()).map(([name, value]) => [name.toLowerCase(), value]));

/** The headers with which a request continues the trace. */
export const traceHeaders = (url: URL): Readonly<Record<string, string>> => tracer?.headers(url) ?? NONE;

const NONE: Readonly<Record<string, string>> = {};
