import type { Event } from '../../model/index.js';
import { SIGN_OF_LIFE_MS } from './progress.js';
import { objectName } from './words.js';

type Landing = Extract<Event, { type: 'landing' }>;

/** Which words about requests that may still be carried out are due: the first about an object, then one now and then. */
export class LandingWords {
  readonly #toldAt = new Map<string, number>();

  isDue(event: Landing, now: number): boolean {
    const name = objectName(event);
    const told = this.#toldAt.get(name);
    if (told !== undefined && now - told < SIGN_OF_LIFE_MS) return false;
    this.#toldAt.set(name, now);
    return true;
  }
}
