import { mapParts, SecretTexts, sensitive, Sensitive, toShorten, type Value } from '../../../model/index.js';

/** Maximum length of a service's text that is shown, in characters. */
const LONGEST = 2000;

/** Maximum length of a service's text that is searched for secrets; the rest is dropped. */
const SEARCHED = 64 * 1024;

/** Makes a service's text safe to show: without secrets and without terminal control sequences. */
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

  /** The value, with each string that repeats a secret marked as sensitive. */
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
