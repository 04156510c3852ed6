import process from 'node:process';
import type { Moment } from '../model/index.js';
import { ownProcess } from './backends/process-identity.js';

/** Now, as any process of this machine sees it. */
export function currentMoment(): Moment {
  const { boot } = ownProcess();
  const [seconds, nanoseconds] = process.hrtime();
  return {
    at: Date.now(),
    uptime: Math.round(seconds * 1000 + nanoseconds / 1e6),
    ...(boot === undefined ? {} : { boot }),
  };
}
