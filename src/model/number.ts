import { Tagged } from './tagged.js';

/**
 * Numbers as Terraform has them: binary floating point with 512 bits of precision. An integer that JavaScript holds exactly
 * is a plain `number`; anything else is an ExactNumber. That form is unique, so equality is simple.
 */
export type Num = number | ExactNumber;

/** mantissa × 2^exponent; the mantissa is odd and has at most 512 bits. */
export class ExactNumber extends Tagged {
  override readonly kind = 'number';
  readonly mantissa: bigint;
  readonly exponent: number;
  constructor(mantissa: bigint, exponent: number) {
    super();
    this.mantissa = mantissa;
    this.exponent = exponent;
  }
}
