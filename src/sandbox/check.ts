import { readBody } from './body.js';
import type { Operation } from './description.js';
import type { Store } from './store.js';
import type { Arrival, Reply, System } from './system.js';
import { queryValue } from './validate.js';
import type { Problems, Validator } from './validate.js';

export type Checked =
  | { readonly fits: true; readonly query: Readonly<Record<string, unknown>>; readonly body: unknown }
  | { readonly fits: false; readonly refusal: Reply };

/** Checks authentication, then the parameters, then the body: the order in which services refuse. */
export async function check(system: System, validator: Validator, arrival: Arrival, store: Store): Promise<Checked> {
  const { operation } = arrival;
  const query = system.anyCaseBooleans === true ? withLowerBooleans(arrival) : arrival.url.searchParams;
  const unauthorized = system.authorize(arrival, store);
  if (unauthorized !== undefined) return { fits: false, refusal: unauthorized };
  const wrong = validator.parameters(operation, arrival.parameters, query);
  if (wrong.length > 0) return refuse(system, 400, 'Invalid request parameters.', wrong);
  const read = await readBody(system, validator, arrival);
  return read.fits
    ? { fits: true, query: queryValues(operation, query), body: read.body }
    : refuse(system, read.status, read.message, read.problems);
}

function withLowerBooleans({ operation, url }: Arrival): URLSearchParams {
  const query = new URLSearchParams(url.searchParams);
  for (const { name, schema } of operation.parameters) {
    const text = query.get(name)?.toLowerCase();
    if (schema.type === 'boolean' && (text === 'true' || text === 'false')) query.set(name, text);
  }
  return query;
}

function refuse(
  system: System,
  status: number,
  message: string,
  details: Problems = [],
): { readonly fits: false; readonly refusal: Reply } {
  return { fits: false, refusal: system.refusal(status, message, details) };
}

/** Undescribed values are dropped, as in most services. */
function queryValues(operation: Operation, query: URLSearchParams): Readonly<Record<string, unknown>> {
  const named = operation.parameters.filter((parameter) => parameter.in === 'query' && query.has(parameter.name));
  return Object.fromEntries(named.map((parameter) => [parameter.name, queryValue(parameter, query)]));
}
