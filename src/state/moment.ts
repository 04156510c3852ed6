import type { Moment } from '../model/index.js';
import { ownProcess } from './backends/process-identity.js';
import { systemClock } from './clock.js';

/** Now, as any process of this machine sees it. */
export function currentMoment(): Moment {
  const { boot } = ownProcess();
  return {
    at: systemClock.now(),
    uptime: systemClock.uptime(),
    ...(boot === undefined ? {} : { boot }),
  };
}
