const HIDDEN = '(sensitive value)';

/** Longest text of a service that is shown. */
const LONGEST = 2000;

/**
 * Makes a service's own words fit to be shown: secrets are taken out in every spelling in which a service may echo them,
 * and what could steer a terminal is dropped.
 */
export class Redactor {
  readonly #spellings: readonly string[];
  /** A secret this short can not be cut out of a text, so the text itself is not shown. */
  readonly #tooShort: readonly string[];

  constructor(secrets: Iterable<string>) {
    const all = [...new Set(secrets)].filter((secret) => secret !== '');
    this.#tooShort = all.filter((secret) => secret.length < 4);
    const spellings = all.filter((secret) => secret.length >= 4).flatMap(spellingsOf);
    this.#spellings = [...new Set(spellings)].sort((one, other) => other.length - one.length);
  }

  with(secrets: readonly string[]): Redactor {
    return secrets.length === 0 ? this : new Redactor([...this.#spellings, ...this.#tooShort, ...secrets]);
  }

  text(text: string): string {
    let clean = text.replaceAll(/\p{Cc}\[[0-9;?]*[A-Za-z]/gu, '').replaceAll(/(?![\n\t])\p{Cc}/gu, ' ');
    for (const spelling of this.#spellings) clean = clean.replaceAll(spelling, HIDDEN);
    if (this.#tooShort.some((secret) => clean.includes(secret))) return HIDDEN;
    return clean.length > LONGEST ? `${clean.slice(0, LONGEST)}…` : clean;
  }
}

function spellingsOf(secret: string): string[] {
  return [
    secret,
    ...secret.split(/\r?\n/).filter((line) => line.length >= 8),
    JSON.stringify(secret).slice(1, -1),
    encodeURIComponent(secret),
    Buffer.from(secret, 'utf8').toString('base64'),
  ];
}
