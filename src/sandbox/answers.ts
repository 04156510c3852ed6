/**
 * How emulators answer where an API's document and the source of its service differ: `documented` as the document says,
 * `source` as the service's public source, or the vendor's present documentation, shapes its answers.
 */
export type Answers = 'documented' | 'source';

export const ANSWERS: readonly Answers[] = ['documented', 'source'];

/** The form that emulators answer in now; a control changes it. */
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

  /** Back to the form that the sandbox started with. */
  reset(): void {
    this.#current = this.#initial;
  }
}
