/** A compiled schema. It tells whether a value matches and keeps the errors until the next call. */
export interface Check {
  (value: unknown): boolean;
  readonly errors?: null | readonly SchemaError[];
}

/** An error of a validator: the fields of ajv's errors that are used here. */
export interface SchemaError {
  /** JSON pointer to the invalid value. */
  readonly instancePath: string;
  readonly message?: string;
  readonly params: Readonly<Record<string, unknown>>;
}
