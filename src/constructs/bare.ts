const BRAND = Symbol.for('landform.bare');

/** A reference that the language wants without `${}` around it: in `depends_on`, `replace_triggered_by`, `provider`. */
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
