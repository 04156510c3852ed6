import { Sensitive, unmarkDeep, walkValue, type Diagnostic, type Value } from '../../model/index.js';

/** Shorter texts stand in too many places by chance. */
const SHORTEST = 4;

/**
 * Takes out of a text what is marked in a value. A provider is told values without marks, and what it says of an action is
 * shown while it runs.
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
  // The longest first, so that a secret inside another leaves no half of it.
  const secrets = [...texts].sort((left, right) => right.length - left.length);
  return (text) => secrets.reduce((clean, secret) => clean.replaceAll(secret, '(sensitive value)'), text);
}

export const hideIn = (diagnostic: Diagnostic, hide: (text: string) => string): Diagnostic => ({
  ...diagnostic,
  summary: hide(diagnostic.summary),
  ...(diagnostic.detail === undefined ? {} : { detail: hide(diagnostic.detail) }),
});
