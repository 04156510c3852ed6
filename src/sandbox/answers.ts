/**
 * How emulators reply where an API's document and the service's source differ: `documented` follows the document,
 * `source` the service's public source or the vendor's current documentation.
 */
export type Answers = 'documented' | 'source';

export const ANSWERS: readonly Answers[] = ['documented', 'source'];

/** The present form of replies; a control changes it. */
export class AnswerForm {
  readonly #initial: Answers;
  #current: Answers;

  constructor(initial: Answers) {
    this.#initial = initial;
    this.#current = initial;
  }

  get current(): Answers {
    return this.#current;
  }

  change(answers: Answers): void {
    this.#current = answers;
  }

  /** Restores the form that the sandbox started with. */
  reset(): void {
    this.#current = this.#initial;
  }
}
