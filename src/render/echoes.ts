import {
  canonicalJson,
  containsSensitive,
  ExactNumber,
  formatNumber,
  isWhollyKnown,
  mapParts,
  markedTexts,
  partsOf,
  plainJson,
  SecretTexts,
  sensitive,
  Sensitive,
  unmarkDeep,
  walkValue,
  type Value,
} from '../model/index.js';

/** A shorter secret is only found if it is the whole text. */
const INSIDE = 6;

/** Shorter texts are equal by chance. */
const SHORTEST = 4;

/**
 * An object's value with each part marked that repeats one of the object's own secrets. The mark is lost where marks do
 * not exist, such as in a provider that repeats its input. `others` are further values of that object, as it is before
 * or after a change. Values of other objects do not count: unmarked values there are shown.
 */
export function hideEchoes(value: Value, ...others: readonly Value[]): Value {
  const all = [value, ...others];
  const texts = all.flatMap(markedTexts).filter((text) => text.length >= SHORTEST);
  const whole = new Set(texts);
  const records = new MarkedRecords(all);
  if (whole.size === 0 && records.isEmpty) return value;
  const inside = new SecretTexts(texts.filter((text) => text.length >= INSIDE));
  const repeats = (text: string): boolean => whole.has(text) || inside.isIn(text);
  const hide = (part: Value): Value => {
    if (typeof part === 'string') return repeats(part) ? sensitive(part) : part;
    if (typeof part === 'number' || part instanceof ExactNumber)
      return whole.has(formatNumber(part)) ? sensitive(part) : part;
    if (part instanceof Sensitive) return part;
    if (records.has(part) || keysOf(part).some(repeats)) return sensitive(part);
    return mapParts(part, hide);
  };
  return hide(value);
}

function keysOf(value: Value): readonly string[] {
  const parts = partsOf(value);
  return parts === undefined || Array.isArray(parts) ? [] : Object.keys(parts);
}

/** Marked maps and objects, whose keys are as secret as their values: `{ (var.name) = 1 }`. */
class MarkedRecords {
  readonly #texts = new Set<string>();
  readonly #sizes = new Set<number>();

  constructor(values: readonly Value[]) {
    for (const value of values) {
      if (!containsSensitive(value)) continue;
      walkValue(value, (part) => {
        if (!(part instanceof Sensitive)) return undefined;
        walkValue(unmarkDeep(part), (inner) => this.#add(inner));
        return false;
      });
    }
  }

  get isEmpty(): boolean {
    return this.#texts.size === 0;
  }

  has(value: Value): boolean {
    const { length } = keysOf(value);
    if (!this.#sizes.has(length) || containsSensitive(value) || !isWhollyKnown(value)) return false;
    return this.#texts.has(canonicalJson(plainJson(value)));
  }

  #add(value: Value): void {
    const { length } = keysOf(value);
    if (length === 0 || !isWhollyKnown(value)) return;
    this.#sizes.add(length);
    this.#texts.add(canonicalJson(plainJson(value)));
  }
}
