import { SecretTexts, type Diagnostic, type Event } from '../model/index.js';

/** What is known to be secret in this run, and the words of messages without it. */
export class KnownSecrets {
  #texts: SecretTexts = SecretTexts.NONE;
  #unread: (() => Iterable<string>)[] = [];

  /** How to find what is secret. Asked when the first message is shown. */
  learn(secrets: () => Iterable<string>): void {
    this.#unread.push(secrets);
  }

  readonly clean = (text: string): string => {
    for (const secrets of this.#unread.splice(0)) this.#texts = this.#texts.with(secrets());
    return this.#texts.clean(text);
  };

  /** The event without secrets in what a service or an action says. */
  withoutSecrets(event: Event): Event {
    switch (event.type) {
      case 'diagnostic':
        return { ...event, diagnostic: this.diagnostic(event.diagnostic) };
      case 'action-progress':
        return { ...event, message: this.clean(event.message) };
      case 'action-complete':
        return event.summary === undefined ? event : { ...event, summary: this.clean(event.summary) };
      case 'action-errored':
        return { ...event, error: this.clean(event.error) };
      case 'apply-progress':
        return event.waitingFor === undefined ? event : { ...event, waitingFor: this.clean(event.waitingFor) };
      default:
        return event;
    }
  }

  diagnostic(diagnostic: Diagnostic): Diagnostic {
    const { summary, detail, path } = diagnostic;
    return {
      ...diagnostic,
      summary: this.clean(summary),
      ...(detail === undefined ? {} : { detail: this.clean(detail) }),
      ...(path === undefined ? {} : { path: path.map((step) => (typeof step === 'string' ? this.clean(step) : step)) }),
    };
  }
}
