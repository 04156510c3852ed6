import { Sensitive, unmarkDeep, walkValue, type Diagnostic, type Value } from '../../model/index.js';

/** Shorter strings would match too many places by chance. */
const SHORTEST = 4;

/**
 * Hides the marked parts of a value in a text. A provider gets values without marks, and its messages about an action
 * are shown while it runs.
 */
export function hiderOf(marked: Value): (text: string) => string {
  const texts = new Set<string>();
  walkValue(marked, (part) => {
    if (!(part instanceof Sensitive)) return undefined;
    walkValue(unmarkDeep(part), (secret) => {
      if (typeof secret === 'string' && secret.length >= SHORTEST) texts.add(secret);
    });
    return false;
  });
  // The longest first, so that a secret that contains another is hidden completely.
  const secrets = [...texts].sort((left, right) => right.length - left.length);
  return (text) => secrets.reduce((clean, secret) => clean.replaceAll(secret, '(sensitive value)'), text);
}

export const hideIn = (diagnostic: Diagnostic, hide: (text: string) => string): Diagnostic => ({
  ...diagnostic,
  summary: hide(diagnostic.summary),
  ...(diagnostic.detail === undefined ? {} : { detail: hide(diagnostic.detail) }),
});
