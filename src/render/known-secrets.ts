import { legible, legibleEvent, SecretTexts, shortened, type Diagnostic, type Event } from '../model/index.js';

/** What is known to be secret in this run, and the words of messages without it: the one place where they are masked, and cut. */
export class KnownSecrets {
  #texts: SecretTexts = SecretTexts.NONE;
  #unread: (() => Iterable<string>)[] = [];

  /** How to find the secrets. Called for the first message. */
  learn(secrets: () => Iterable<string>): void {
    this.#unread.push(secrets);
  }

  readonly clean = (text: string): string => {
    for (const secrets of this.#unread.splice(0)) this.#texts = this.#texts.with(secrets());
    return shortened(this.#texts.clean(text));
  };

  /** The event without secrets in messages of a service or an action. */
  withoutSecrets(event: Event): Event {
    return legibleEvent(event, this.clean);
  }

  diagnostic(diagnostic: Diagnostic): Diagnostic {
    return legible(diagnostic, this.clean);
  }
}
