/** W3C Trace Context: the header `traceparent` and the variable TRACEPARENT. */

export interface TraceContext {
  readonly traceId: string;
  readonly spanId: string;
  readonly sampled: boolean;
}

/** Reads a `traceparent`; undefined if it is not valid, which the standard says is to be ignored. */
export function readTraceparent(text = ''): TraceContext | undefined {
  const [, version = '', traceId = '', spanId = '', flags = ''] =
    /^([\da-f]{2})-([\da-f]{32})-([\da-f]{16})-([\da-f]{2})(?=$|-)/.exec(text) ?? [];
  if (version === '' || version === 'ff' || isZero(traceId) || isZero(spanId)) return undefined;
  if (version === '00' && text.length > LENGTH) return undefined;
  return { traceId, spanId, sampled: (Number.parseInt(flags, 16) & 1) === 1 };
}

/** How long version 00 is. */
const LENGTH = 55;

const isZero = (hex: string): boolean => /^0*$/.test(hex);

export const traceparentOf = ({ traceId, spanId, sampled }: TraceContext): string =>
  `00-${traceId}-${spanId}-${sampled ? '01' : '00'}`;
