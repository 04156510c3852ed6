import type { Moment } from '../model/index.js';
import { ownProcess } from './backends/process-identity.js';
import { systemClock } from './clock.js';

/** The present time, comparable between processes of this machine. */
export function currentMoment(): Moment {
  const { boot } = ownProcess();
  return {
    at: systemClock.now(),
    uptime: systemClock.uptime(),
    ...(boot === undefined ? {} : { boot }),
  };
}
