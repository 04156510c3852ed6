import { formatNumber } from '../number-text.js';
import { ExactNumber } from '../number.js';
import { containsSensitive, unmarkDeep } from '../value-operations.js';
import { walkValue } from '../value-paths.js';
import { Sensitive, type Value } from '../value.js';

/** Numbers with fewer digits match too often by chance. */
const DIGITS = 6;

/** The texts in all marked parts of a value. */
export function markedTexts(value: Value): string[] {
  const texts: string[] = [];
  if (!containsSensitive(value)) return texts;
  walkValue(value, (part) => {
    if (!(part instanceof Sensitive)) return undefined;
    walkValue(unmarkDeep(part), (secret) => {
      const text = typeof secret === 'number' || secret instanceof ExactNumber ? formatNumber(secret) : secret;
      if (typeof text === 'string' && (text === secret || text.length >= DIGITS)) texts.push(text);
    });
    return false;
  });
  return texts;
}
