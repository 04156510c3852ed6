import { errorDiagnostic, objectValue, type Diagnostic, type Json } from '../../../model/index.js';
import type { ReadRequest, ReadResponse } from '../../requests.js';
import { findInCrowd } from './crowd.js';
import type { Found } from '../found.js';
import { asking, calling, type Job } from '../job.js';
import { withPieces } from './pieces.js';
import { jsonOf, valuesOf, type Values } from '../values/projection.js';
import { namesObject, stateShown } from './shown.js';
import type { CallResult } from '../calls.js';

/** The contract's `read`: the present object, or null if it is gone. */
export async function readResource(job: Job, request: ReadRequest): Promise<ReadResponse> {
  const known = valuesOf(request.state);
  const found = await findObject(job, known, 'shared');
  const kept = request.private === undefined ? {} : { private: request.private };
  if (found.kind === 'gone') return { state: null, diagnostics: [] };
  if (found.kind === 'failed') return { state: request.state, diagnostics: [found.diagnostic], ...kept };
  const state = objectValue(stateShown(job.mapping, found, known));
  return { state, diagnostics: [...job.session.tolerated(found.unexpected), ...(found.warnings ?? [])], ...kept };
}

/**
 * Searches for the object that these values identify. `shared`: a recent reply is acceptable; `fresh`: send a request
 * now. A reply that means "not there" only counts if the way there is sound: see `confirmGone`.
 */
export async function findObject(job: Job, values: Values, freshness: 'shared' | 'fresh'): Promise<Found> {
  const found = await findPiece(job, values, freshness);
  const { also } = job.mapping.read;
  return found.kind === 'found' && also !== undefined ? withPieces(job, found, values, freshness, also) : found;
}

async function findPiece(job: Job, values: Values, freshness: 'shared' | 'fresh'): Promise<Found> {
  const { read } = job.mapping;
  if (read.kept !== undefined) return { kind: 'found', object: null };
  if (read.crowd !== undefined && freshness === 'shared') {
    const item = await findInCrowd(job, read.crowd, values);
    if (item !== undefined) return { kind: 'found', ...item };
  }
  const ask = asking(job, 'read', values, { signal: job.stopping });
  if (read.call !== undefined) {
    const result = await (freshness === 'shared' ? job.session.look(read.call, ask) : job.session.call(read.call, ask));
    return fromCall(job, values, result);
  }
  const { list } = read;
  if (list === undefined) throw new Error(`the mapping of ${job.type} has no way to read`);
  const listed = await job.session.list(list, ask, freshness);
  if (listed.kind === 'failed') {
    return listed.status === 404
      ? confirmGone(job, values, listed.diagnostic)
      : { kind: 'failed', diagnostic: listed.diagnostic };
  }
  const wanted = Object.entries(list.by).map(([name, pointer]): [string, Json] => [
    pointer,
    jsonOf(values[name]) ?? null,
  ]);
  const object = listed.list.find(Object.fromEntries(wanted))[0];
  const { unexpected } = listed;
  // An item that cannot be read may be the wanted one.
  if (object === undefined)
    return unexpected === undefined ? { kind: 'gone' } : { kind: 'failed', diagnostic: unexpected.error };
  return { kind: 'found', object, ...(unexpected === undefined ? {} : { unexpected }) };
}

async function fromCall(job: Job, values: Values, result: CallResult): Promise<Found> {
  if (result.kind === 'impossible') return { kind: 'failed', diagnostic: result.diagnostic };
  if (result.kind === 'failed') {
    const { outcome, diagnostic } = result;
    const missing = outcome.kind === 'refused' && outcome.reply.status === 404;
    return missing ? confirmGone(job, values, diagnostic) : { kind: 'failed', diagnostic };
  }
  const { object, unexpected } = result;
  const etag = result.reply.headers.get('etag') ?? undefined;
  if (unexpected !== undefined && !namesObject(job.mapping, job.mapping.reply, object, values))
    return { kind: 'failed', diagnostic: unexpected.error };
  if (object === undefined || object === null || job.mapping.read.absent?.(object) === true) return { kind: 'gone' };
  return { kind: 'found', object: object ?? null, etag, ...(unexpected === undefined ? {} : { unexpected }) };
}

/**
 * A 404 may also come from a wrong endpoint or organisation, or stand for missing permission. Taking it for "gone"
 * would drop everything from state, so something that must exist is read first.
 */
export async function confirmGone(job: Job, values: Values, missing: Diagnostic): Promise<Found> {
  const { confirmGone: list } = job.mapping.read;
  if (list === undefined) return { kind: 'gone' };
  const ask = asking(job, 'make sure of the way to', values, { signal: job.stopping });
  const listed = await job.session.list(list, ask, 'shared');
  if (listed.kind === 'list') return { kind: 'gone' };
  if (listed.status !== 404) return { kind: 'failed', diagnostic: listed.diagnostic };
  return {
    kind: 'failed',
    diagnostic: errorDiagnostic('wrong-address', `The ${calling(job.mapping, values)} cannot be read`, {
      detail:
        `${missing.detail ?? missing.summary} Its parent was not found either, so this does not prove that it was deleted. ` +
        'Check the endpoint and the names in the provider configuration. State is unchanged.',
    }),
  };
}
