/** Headers set by the transport, or that describe a request rather than its purpose. */
const OWN =
  /^(accept(-.*)?|content-.*|authorization|cookie|host|date|user-agent|range|prefer|cache-control|if-.*|idempotency-key|trace(parent|state)|b3|x-(b3-.*|request-id|correlation-id|trace-id|forwarded-.*))$/i;

export const isOwnHeader = (name: string): boolean => OWN.test(name);
