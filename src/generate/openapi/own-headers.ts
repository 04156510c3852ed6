/** Headers that the transport gives, or that say something of a request rather than what it wants. */
const OWN =
  /^(accept(-.*)?|content-.*|authorization|cookie|host|date|user-agent|range|prefer|cache-control|if-.*|idempotency-key|trace(parent|state)|b3|x-(b3-.*|request-id|correlation-id|trace-id|forwarded-.*))$/i;

export const isOwnHeader = (name: string): boolean => OWN.test(name);
