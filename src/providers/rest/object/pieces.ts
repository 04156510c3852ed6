import type { Diagnostic, Json } from '../../../model/index.js';
import { objectIn } from '../../../model/index.js';
import { asking, type Job } from '../job.js';
import type { AlsoMapping } from '../mapping/definition.js';
import { parametersAt } from '../pointer.js';
import type { Values } from '../values/projection.js';
import type { CallResult } from '../calls.js';
import type { Shown } from '../found.js';

export interface Whole extends Shown {
  readonly kind: 'found';
}

/**
 * Combines an object that the service returns in pieces: the replies of the mapping's further calls are merged into it.
 * If a piece is missing, the object is being deleted or was; it is returned without that piece.
 */
export async function withPieces(
  job: Job,
  found: Whole,
  values: Values,
  freshness: 'shared' | 'fresh',
  also: readonly AlsoMapping[],
): Promise<Whole | { readonly kind: 'failed'; readonly diagnostic: Diagnostic }> {
  const pieces = await Promise.all(
    also.map(async (piece) => ({ piece, result: await ask(job, piece, found.object, values, freshness) })),
  );
  const whole: Record<string, Json> = { ...objectIn(found.object) };
  let { unexpected } = found;
  const warnings: Diagnostic[] = [];
  for (const { piece, result } of pieces) {
    if (result === undefined) continue;
    if (result.kind === 'done') {
      whole[piece.as] = result.object ?? null;
      unexpected ??= result.unexpected;
    } else if (isRefused(result, piece.spares ?? [])) warnings.push({ ...result.diagnostic, severity: 'warning' });
    else if (!isRefused(result, [404])) return { kind: 'failed', diagnostic: result.diagnostic };
  }
  return {
    kind: 'found',
    object: whole,
    ...(unexpected === undefined ? {} : { unexpected }),
    ...(warnings.length === 0 ? {} : { warnings }),
  };
}

async function ask(
  job: Job,
  { as: _as, from = {}, when, spares: _spares, ...call }: AlsoMapping,
  object: Json,
  values: Values,
  freshness: 'shared' | 'fresh',
): Promise<CallResult | undefined> {
  if (when?.(object, values) === false) return undefined;
  const parameters = parametersAt(from, object);
  if (parameters === undefined) return undefined;
  const whole = { ...call, parameters: { ...call.parameters, ...parameters } };
  const asked = asking(job, 'read', values, { signal: job.stopping });
  return freshness === 'shared' ? job.session.look(whole, asked) : job.session.call(whole, asked);
}

function isRefused(result: Exclude<CallResult, { kind: 'done' }>, statuses: readonly number[]): boolean {
  return (
    result.kind === 'failed' && result.outcome.kind === 'refused' && statuses.includes(result.outcome.reply.status)
  );
}
