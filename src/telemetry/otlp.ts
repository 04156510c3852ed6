import type { Json, SpanAttributes } from '../model/index.js';
import type { RecordedSpan } from './recorded-spans.js';

/** OTLP's numbers. */
const KINDS = { internal: 1, client: 3 };
const STATUS_ERROR = 2;

export interface OtlpOptions {
  readonly resource: SpanAttributes;
  readonly version: string;
  /** The text without secrets. */
  readonly clean: (text: string) => string;
}

/** A request to export spans, in OTLP's JSON. */
export function otlpRequest(spans: readonly RecordedSpan[], { resource, version, clean }: OtlpOptions): Json {
  return {
    resourceSpans: [
      {
        resource: { attributes: attributesOf(resource, (text) => text) },
        scopeSpans: [{ scope: { name: 'landform', version }, spans: spans.map((span) => spanOf(span, clean)) }],
      },
    ],
  };
}

function spanOf(span: RecordedSpan, clean: (text: string) => string): Json {
  const { traceId, spanId, parentSpanId, tracestate, name, kind = 'internal', started, ended, failure } = span;
  const attributes = failure === undefined ? span.attributes : { 'error.type': failure.type, ...span.attributes };
  return {
    traceId,
    spanId,
    ...(parentSpanId === undefined ? {} : { parentSpanId }),
    ...(tracestate === undefined ? {} : { traceState: tracestate }),
    flags: 1,
    name: clean(name),
    kind: KINDS[kind],
    startTimeUnixNano: nanoseconds(started),
    endTimeUnixNano: nanoseconds(ended),
    attributes: attributesOf(attributes, clean),
    ...(failure === undefined ? {} : { status: statusOf(failure.message, clean) }),
  };
}

const statusOf = (message: string | undefined, clean: (text: string) => string): Json => ({
  code: STATUS_ERROR,
  ...(message === undefined ? {} : { message: clean(message) }),
});

/** A number of nanoseconds is too large for a JSON number, so it is a string. */
const nanoseconds = (milliseconds: number): string =>
  (BigInt(Math.trunc(milliseconds)) * 1_000_000n + BigInt(Math.trunc((milliseconds % 1) * 1e6))).toString();

const attributesOf = (attributes: SpanAttributes, clean: (text: string) => string): Json =>
  Object.entries(attributes).flatMap(([key, value]) =>
    value === undefined ? [] : [{ key, value: valueOf(value, clean) }],
  );

function valueOf(value: string | number | boolean, clean: (text: string) => string): Json {
  if (typeof value === 'string') return { stringValue: clean(value) };
  if (typeof value === 'boolean') return { boolValue: value };
  return Number.isInteger(value) ? { intValue: String(value) } : { doubleValue: value };
}
