import { mapParts, SecretTexts, sensitive, Sensitive, toShorten, type Value } from '../../../model/index.js';

/** Longest text of a service that is shown, in characters. */
const LONGEST = 2000;

/** Longest text of a service that is searched for secrets; what follows is dropped. */
const SEARCHED = 64 * 1024;

/** Makes a service's own words fit to be shown: without secrets, and without what could steer a terminal. */
export class Redactor {
  readonly #secrets: SecretTexts;
  readonly #longest: number;

  constructor(secrets: Iterable<string> | SecretTexts, longest = LONGEST) {
    this.#secrets = secrets instanceof SecretTexts ? secrets : new SecretTexts(secrets);
    this.#longest = longest;
  }

  with(secrets: readonly string[]): Redactor {
    const more = this.#secrets.with(secrets);
    return more === this.#secrets ? this : new Redactor(more, this.#longest);
  }

  isSecretIn(text: string): boolean {
    return this.#secrets.isIn(text);
  }

  /** The value with each text marked that repeats a secret. */
  marked(value: Value): Value {
    if (typeof value === 'string') return this.#secrets.isIn(value) ? sensitive(value) : value;
    return value instanceof Sensitive ? value : mapParts(value, (part) => this.marked(part));
  }

  text(text: string): string {
    const bounded = text.slice(0, Math.max(SEARCHED, 2 * this.#longest));
    const clean = this.#secrets.clean(bounded.replaceAll(/\p{Cc}\[[0-9;?]*[A-Za-z]/gu, ''));
    const plain = clean.replaceAll(/(?![\n\t])\p{Cc}/gu, ' ');
    if (plain.length <= this.#longest) return plain;
    return `${toShorten(plain, this.#longest)} (cut; the whole text has ${text.length} characters)`;
  }
}
