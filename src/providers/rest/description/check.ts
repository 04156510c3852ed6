/** A compiled schema: whether a value fits, and else, until the next call, what is wrong with it. */
export interface Check {
  (value: unknown): boolean;
  readonly errors?: null | readonly SchemaError[];
}

/** What a validator says of one place; of ajv's errors, what is used here. */
export interface SchemaError {
  /** JSON pointer to the value. */
  readonly instancePath: string;
  readonly message?: string;
  readonly params: Readonly<Record<string, unknown>>;
}
