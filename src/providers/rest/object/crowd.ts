import { stringifyJson, type Json } from '../../../model/index.js';
import { asking, type Job } from '../job.js';
import type { CrowdMapping } from '../mapping/definition.js';
import { pointerGet } from '../pointer.js';
import { jsonOf, type Values } from '../values/projection.js';
import type { Shown } from '../found.js';

/** Up to this many objects are read one by one: for a few, a list that may be long costs more. */
const FEW = 5;

/**
 * The object as a list shows it, if many of its kind are read and the list shows that the rest is unchanged. Undefined
 * if the object has to be read individually, also when it is missing from the list, which may have other reasons.
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
    if (field === undefined) throw new Error(`the mapping does not say where ${name} is in a reply`);
    const shown = pointerGet(item, typeof field === 'string' ? field : field.at) ?? null;
    return stringifyJson(shown) === stringifyJson(jsonOf(values[name]) ?? null);
  });
}
