import { SecretTexts } from '../../../model/index.js';

/** Longest text of a service that is shown. */
const LONGEST = 2000;

/** Longest text of a service that is searched for secrets; what follows is dropped. */
const SEARCHED = 64 * 1024;

/** Makes a service's own words fit to be shown: without secrets, and without what could steer a terminal. */
export class Redactor {
  readonly #secrets: SecretTexts;

  constructor(secrets: Iterable<string> | SecretTexts) {
    this.#secrets = secrets instanceof SecretTexts ? secrets : new SecretTexts(secrets);
  }

  with(secrets: readonly string[]): Redactor {
    const more = this.#secrets.with(secrets);
    return more === this.#secrets ? this : new Redactor(more);
  }

  text(text: string): string {
    const bounded = text.slice(0, SEARCHED);
    const clean = this.#secrets.clean(bounded.replaceAll(/\p{Cc}\[[0-9;?]*[A-Za-z]/gu, ''));
    const plain = clean.replaceAll(/(?![\n\t])\p{Cc}/gu, ' ');
    return plain.length > LONGEST ? `${plain.slice(0, LONGEST)}…` : plain;
  }
}
