import { codeOf } from '../diagnostics.js';
import type { Operation } from '../description/description.js';
import type { HttpRequest } from '../http/client.js';
import type { Outcome } from '../http/outcome.js';
import type { ErrorMapping } from '../mapping/definition.js';

/** A request and its outcome; headers and bodies may hold secrets and are left out. */
export function traced({ method, url }: HttpRequest, outcome: Outcome): string {
  const end = 'reply' in outcome ? String(outcome.reply.status) : outcome.problem.reason;
  return `${method} ${url.pathname}${url.search} ${end}`;
}

/** Some services use an error code of their own instead of 404. */
export function asMissing(errors: ErrorMapping, outcome: Outcome): Outcome {
  const reply =
    outcome.kind === 'refused' ? outcome.reply : outcome.kind === 'unclear' ? outcome.problem.reply : undefined;
  if (reply === undefined) return outcome;
  const code = codeOf(errors, reply);
  const missing = code !== undefined && errors.missing?.includes(code) === true;
  if (!missing) return outcome;
  const { late } = outcome;
  return { kind: 'refused', reply: { ...reply, status: 404 }, ...(late === undefined ? {} : { late }) };
}

/** The key of a request: callers with the same key can share a reply. */
export function keyOf(operation: Operation, { url, headers, body }: HttpRequest): string {
  const sent = typeof body === 'string' ? body : '';
  return `${operation.id} ${url.href} ${JSON.stringify(headers)} ${sent}`;
}
