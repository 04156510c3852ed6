const BRAND = Symbol.for('landform.bare');

/** A reference written without `${}`, as in `depends_on`, `replace_triggered_by` and `provider`. */
export class Bare {
  readonly target: unknown;
  constructor(target: unknown) {
    this.target = target;
    Object.defineProperty(this, BRAND, { value: true });
  }

  static isBare(value: object): value is Bare {
    return BRAND in value;
  }
}
