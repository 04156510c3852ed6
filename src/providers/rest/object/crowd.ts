import { stringifyJson, type Json } from '../../../model/index.js';
import { asking, type Job } from '../job.js';
import type { CrowdMapping } from '../mapping/definition.js';
import { pointerGet } from '../pointer.js';
import { jsonOf, type Values } from '../values/projection.js';
import type { Shown } from '../found.js';

/** So many objects are read one by one: for a few a list that may be long costs more. */
const FEW = 5;

/**
 * The object as a list shows it, when many of its kind are read and the list tells that what it does not show is as it was.
 * Undefined when the object has to be asked for by itself: also when the list lacks it, which may have reasons of its own.
 */
export async function findInCrowd(job: Job, crowd: CrowdMapping, values: Values): Promise<Shown | undefined> {
  const ask = asking(job, 'read', values, { signal: job.stopping });
  if (job.session.countRead(crowd, ask) <= FEW) return undefined;
  const listed = await job.session.list(crowd, ask, 'pass');
  if (listed.kind === 'failed') return undefined;
  const wanted = Object.entries(crowd.by).map(([name, pointer]) => [pointer, jsonOf(values[name]) ?? null] as const);
  const item = listed.list.find(Object.fromEntries(wanted))[0];
  if (item === undefined || !isUnchanged(job, crowd, item, values)) return undefined;
  return { object: item, ...(listed.unexpected === undefined ? {} : { unexpected: listed.unexpected }) };
}

function isUnchanged({ mapping }: Job, { unchanged }: CrowdMapping, item: Json, values: Values): boolean {
  return unchanged.every((name) => {
    const field = mapping.reply[name];
    if (field === undefined) throw new Error(`the mapping says nowhere where ${name} stands in a reply`);
    const shown = pointerGet(item, typeof field === 'string' ? field : field.at) ?? null;
    return stringifyJson(shown) === stringifyJson(jsonOf(values[name]) ?? null);
  });
}
