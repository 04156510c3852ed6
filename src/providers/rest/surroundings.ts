import type { Fetch } from './client.js';
import { systemClock } from './clock.js';
import type { Surroundings } from './session.js';

/** The real world: the web's fetch (looked up when used, so that it can be replaced), the clock, chance. */
export function realSurroundings(environment: Readonly<Record<string, string | undefined>>): Surroundings {
  const fetch: Fetch = (url, init) => globalThis.fetch(url, init);
  return { environment, fetch, clock: systemClock, random: Math.random };
}
