import type { Event } from '../../model/index.js';
import { SIGN_OF_LIFE_MS } from './progress.js';
import { objectName } from './words.js';

type Landing = Extract<Event, { type: 'landing' }>;

/**
 * Which messages about requests that may still take effect are due: the first about an object, then one at intervals.
 */
export class LandingWords {
  readonly #toldAt = new Map<string, number>();

  isDue(event: Landing, now: number): boolean {
    const name = `${event.stack ?? ''}:${objectName(event)}`;
    const told = this.#toldAt.get(name);
    if (told !== undefined && now - told < SIGN_OF_LIFE_MS) return false;
    this.#toldAt.set(name, now);
    return true;
  }
}
