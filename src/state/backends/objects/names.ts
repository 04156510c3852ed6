export interface ObjectPlaces {
  /** The key of the snapshot, which Terraform reads, too. */
  readonly state: string;
  readonly head: string;
  /** What the keys of all journals begin with. */
  readonly journals: string;
  /** What `rollback` needs; its key does not begin with that of the journals. */
  readonly history: string;
}

/** The keys of one state: Terraform's, and those of Landform beside it. */
export class ObjectNames {
  readonly state: string;
  readonly head: string;
  readonly journals: string;
  readonly history: string;
  readonly #separator: string;

  constructor({ state, head, journals, history }: ObjectPlaces, separator = '/') {
    this.state = state;
    this.head = head;
    this.journals = journals;
    this.history = history;
    this.#separator = separator;
  }

  journal(generation: string): string {
    return `${this.journals}${generation}${this.#separator}`;
  }

  /** Sorted as they were written. */
  entry(generation: string, number: number): string {
    return `${this.journal(generation)}${String(number).padStart(8, '0')}`;
  }
}
