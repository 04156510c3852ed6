import { ref } from './expressions.js';
import { numberToken, textToken, tokenInNumber } from './token-map.js';

const BRAND = Symbol.for('landform.cdktf.count');

/** A number of instances, and the number of each. */
export class TerraformCount {
  readonly #count: number;

  private constructor(count: number) {
    this.#count = count;
    Object.defineProperty(this, BRAND, { value: true });
  }

  static of(count: number): TerraformCount {
    return new TerraformCount(count);
  }

  static isTerraformCount(value: unknown): value is TerraformCount {
    return typeof value === 'object' && value !== null && BRAND in value;
  }

  get index(): number {
    return numberToken(ref('count.index'));
  }

  toTerraform(): number {
    return this.#count;
  }

  toString(): string {
    const token = tokenInNumber(this.#count);
    return token === undefined ? String(this.#count) : textToken(token);
  }
}
