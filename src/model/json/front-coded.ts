import { isJsonList, type Json } from '../json.js';
import { ShapeError } from './shape.js';

/**
 * Writes lists of texts, each as what it has in common with the list before it: `[3,"d"]` is the first three texts of that
 * list and `d`. Objects that are next to each other mostly depend on the same objects, and of a long chain each depends on all
 * before it: in full, these lists would be a fifth of a large plan.
 */
export class FrontCoder {
  #previous: readonly string[] = NOTHING;

  text(list: readonly string[]): string {
    const previous = this.#previous;
    this.#previous = list;
    const most = Math.min(previous.length, list.length);
    let same = 0;
    while (same < most && list[same] === previous[same]) same += 1;
    if (same === 0) return JSON.stringify(list);
    return same === list.length ? `[${same}]` : `[${same},${JSON.stringify(list.slice(same)).slice(1)}`;
  }
}

/** Reads what a {@link FrontCoder} wrote, in the same order. Throws a {@link ShapeError} for anything else. */
export class FrontDecoder {
  #previous: readonly string[] = NOTHING;

  list(json: Json | undefined, place: string): readonly string[] {
    if (!isJsonList(json)) throw misshapen(place);
    const [first] = json;
    const isCoded = typeof first === 'number';
    const own = isCoded ? json.slice(1) : json;
    if (!own.every((item) => typeof item === 'string')) throw misshapen(place);
    this.#previous = isCoded ? this.#continued(first, own, place) : own;
    return this.#previous;
  }

  #continued(same: number, own: readonly string[], place: string): readonly string[] {
    const previous = this.#previous;
    if (!Number.isSafeInteger(same) || same < 0 || same > previous.length) throw misshapen(place);
    // Objects that depend on the same ones share the list.
    if (own.length === 0 && same === previous.length) return previous;
    return [...previous.slice(0, same), ...own];
  }
}

const NOTHING: readonly string[] = [];

const misshapen = (place: string): ShapeError =>
  new ShapeError(`${place}: expected a list of strings, or what it has in common with the list before`);
