/** A text that never exceeds its size: what does not fit is not added. */
export class Room {
  readonly #size: number;
  #text = '';

  constructor(size: number) {
    this.#size = size;
  }

  get text(): string {
    return this.#text;
  }

  get left(): number {
    return this.#size - this.#text.length;
  }

  /** Whether the text was added. One that is made when asked for is not made where hardly anything fits. */
  add(text: string | (() => string)): boolean {
    if (typeof text !== 'string' && this.left < 120) return false;
    const made = typeof text === 'string' ? text : text();
    if (made.length > this.left) return false;
    this.#text += made;
    return true;
  }
}
