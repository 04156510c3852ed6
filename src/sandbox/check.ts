import { isRecord } from './description.js';
import type { Operation } from './description.js';
import { mediaTypeOf } from './exchange.js';
import type { Arrival, Reply, System } from './system.js';
import { parameterValue } from './validate.js';
import type { Validator } from './validate.js';

export type Checked =
  | { readonly fits: true; readonly query: Readonly<Record<string, unknown>>; readonly body: unknown }
  | { readonly fits: false; readonly refusal: Reply };

/** Who may ask, then whether the parameters fit, then the body: the order in which services refuse. */
export function check(system: System, validator: Validator, arrival: Arrival): Checked {
  const { operation } = arrival;
  const query = arrival.url.searchParams;
  const unauthorized = system.authorize(arrival);
  if (unauthorized !== undefined) return { fits: false, refusal: unauthorized };
  const wrong = validator.parameters(operation, arrival.parameters, query);
  if (wrong.length > 0) return refuse(system, 400, 'Invalid request parameters.', wrong);
  const body = readBody(system, validator, arrival);
  return body.fits ? { ...body, query: queryValues(operation, query) } : body;
}

type CheckedBody = { readonly fits: true; readonly body: unknown } | { readonly fits: false; readonly refusal: Reply };

function readBody(system: System, validator: Validator, arrival: Arrival): CheckedBody {
  const { operation, headers, text } = arrival;
  if (operation.body === undefined) return { fits: true, body: undefined };
  if (text === '') {
    if (!operation.body.required) return { fits: true, body: undefined };
    return refuse(system, 400, 'Required request body is missing.');
  }
  const mediaType = mediaTypeOf(headers['content-type']);
  if (!operation.body.schemas.has(mediaType)) {
    const accepted = [...operation.body.schemas.keys()].join(', ');
    return refuse(system, 415, `Content type '${mediaType}' is not supported; send ${accepted}.`);
  }
  let body: unknown;
  try {
    body = JSON.parse(text);
  } catch {
    // The parser's own message quotes the body, and the body may hold a secret.
    return refuse(system, 400, 'The request body is not valid JSON.');
  }
  if (system.nullIsAbsent) body = withoutNulls(body);
  const wrong = validator.body(operation, mediaType, body);
  return wrong.length > 0 ? refuse(system, 400, 'Invalid request body.', wrong) : { fits: true, body };
}

function refuse(
  system: System,
  status: number,
  message: string,
  details: readonly string[] = [],
): { readonly fits: false; readonly refusal: Reply } {
  return { fits: false, refusal: system.refusal(status, message, details) };
}

/** What the description does not name is dropped, as most services do. */
function queryValues(operation: Operation, query: URLSearchParams): Readonly<Record<string, unknown>> {
  const named = operation.parameters.filter((parameter) => parameter.in === 'query' && query.has(parameter.name));
  return Object.fromEntries(
    named.map((parameter) => [parameter.name, parameterValue(parameter, query.get(parameter.name) ?? '')]),
  );
}

function withoutNulls(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutNulls);
  if (!isRecord(value)) return value;
  const kept = Object.entries(value).filter(([, item]) => item !== null);
  return Object.fromEntries(kept.map(([key, item]) => [key, withoutNulls(item)]));
}
