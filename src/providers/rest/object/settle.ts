import { Unknown, type Diagnostic, type Value } from '../../../model/index.js';
import { calling, type Job } from '../job.js';
import type { ResourceMapping } from '../mapping/definition.js';
import type { Values } from '../values/projection.js';
import { findObject } from './read.js';
import { stateShown } from './shown.js';
import { waitUntilReady } from './ready.js';

/** Whether an object, as state has it, is still being created: then an apply has something to wait for. */
export function isUnsettled({ settles, create: { wait } }: ResourceMapping, prior: Values): boolean {
  const word = settles === undefined ? undefined : prior[settles];
  return wait !== undefined && typeof word === 'string' && !wait.ready.includes(word);
}

/** Whether it will never be ready, so that it has to be replaced. */
export function isHopeless({ settles, create: { wait } }: ResourceMapping, values: Values): boolean {
  const word = settles === undefined ? undefined : values[settles];
  return typeof word === 'string' && wait?.hopeless?.includes(word) === true;
}

/** Waits for the object after a change, or if the plan says so. Undefined if there is nothing to wait for. */
export async function settle(
  job: Job,
  planned: Values,
  changed: boolean,
): Promise<{ readonly known?: Values; readonly diagnostic?: Diagnostic } | undefined> {
  const { settles, create } = job.mapping;
  if (settles === undefined || create.wait === undefined) return undefined;
  const isUnsure = planned[settles] instanceof Unknown || (changed && create.wait.forGood !== true);
  if (!isUnsure) return undefined;
  const waited = await waitUntilReady(job, create.wait, planned);
  if (waited.kind === 'failed') return { diagnostic: waited.diagnostic };
  const found = await findObject(job, planned, 'fresh');
  if (found.kind === 'found') return { known: stateShown(job.mapping, found, planned) };
  return { diagnostic: found.kind === 'failed' ? found.diagnostic : vanished(job, planned) };
}

function vanished(job: Job, values: Readonly<Record<string, Value>>): Diagnostic {
  return {
    severity: 'error',
    code: 'vanished',
    summary: `The ${calling(job.mapping, values)} vanished during the wait for it`,
    detail: 'Run plan again: it will be created again.',
  };
}
