import type { Shape } from './shape.js';
import type { Call } from './system.js';

/**
 * The body of a request, which the description has already accepted. An omitted one has no members. Throws if the
 * description accepts more than the emulator can serve.
 */
export function bodyOf<T>({ body = {}, url }: Pick<Call, 'body' | 'url'>, shape: Shape<T>): T {
  if (shape(body)) return body;
  throw new Error(`The emulator has no use for the body of a request to ${url.pathname}: it expects another form.`);
}

/** The parameters in the query of a request, converted as the description says. */
export function queryOf<T>({ query, url }: Pick<Call, 'query' | 'url'>, shape: Shape<T>): T {
  if (shape(query)) return query;
  throw new Error(`The emulator has no use for the query of a request to ${url.pathname}: it expects another form.`);
}

/** A parameter in the path of a request. */
export function parameter({ parameters, url }: Pick<Call, 'parameters' | 'url'>, name: string): string {
  const value = parameters[name];
  if (value === undefined) throw new Error(`The path ${url.pathname} has no parameter ${name}.`);
  return value;
}
