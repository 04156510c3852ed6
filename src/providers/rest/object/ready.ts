import { asking, calling, type Job } from '../job.js';
import type { WaitMapping } from '../mapping/definition.js';
import type { Values } from '../values/projection.js';
import { lookBy, poll, type Waited } from '../work/wait.js';
import { findObject } from './read.js';

/** Polls until the object of a job is ready, has failed or is gone. */
export async function waitUntilReady(job: Job, wait: WaitMapping, values: Values): Promise<Waited> {
  const ask = asking(job, 'wait for', values);
  return poll(
    {
      ...job,
      what: calling(job.mapping, values),
      asking: ask,
      look: (until) =>
        wait.call === undefined
          ? findObject({ ...job, until }, values, 'fresh')
          : lookBy(job.session, wait.call, { ...ask, until }),
      advice: {
        failed: 'Fix the cause in the service, then apply again.',
        late:
          job.mapping.settles === undefined
            ? 'It is kept in state: check it in the service, then run plan again.'
            : 'It is kept in state: apply again to continue waiting. Nothing is created twice.',
      },
    },
    wait,
  );
}
