import { mapParts, markedTexts, SecretTexts, sensitive, Sensitive, type Value } from '../model/index.js';

/** A shorter secret is found only where it is the whole text. */
const INSIDE = 6;

/** Shorter texts are equal by chance. */
const SHORTEST = 4;

/**
 * The value of one object with each text marked that repeats one of the object's own secrets. The mark of a secret is lost in
 * what knows no marks, such as a provider that repeats its input. `others` are more values of that object, as it is before or
 * after a change. Values of other objects do not count: what is not marked there is shown.
 */
export function hideEchoes(value: Value, ...others: readonly Value[]): Value {
  const texts = [value, ...others].flatMap(markedTexts).filter((text) => text.length >= SHORTEST);
  if (texts.length === 0) return value;
  const whole = new Set(texts);
  const inside = new SecretTexts(texts.filter((text) => text.length >= INSIDE));
  const hide = (part: Value): Value => {
    if (typeof part === 'string') return whole.has(part) || inside.isIn(part) ? sensitive(part) : part;
    return part instanceof Sensitive ? part : mapParts(part, hide);
  };
  return hide(value);
}
