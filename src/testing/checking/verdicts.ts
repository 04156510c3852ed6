/** The steps of a check for each resource, in this order. */
export const COLUMNS = ['create', 'emptyPlan', 'update', 'import', 'destroy'] as const;

export type Column = (typeof COLUMNS)[number];

export type Verdict = 'pass' | 'fail' | 'n/a';

export type CheckedResource = Readonly<Record<Column, Verdict>> & {
  readonly type: string;
  /** The mapping's doubts, a sentence each. */
  readonly doubts: readonly string[];
  /** Column → why it failed. */
  readonly failures: Readonly<Partial<Record<Column, string>>>;
};

/** Collects verdicts. The first one of a column counts; a column without one does not apply. */
export class Verdicts {
  readonly #given = new Map<string, Map<Column, { readonly verdict: Verdict; readonly reason?: string }>>();

  pass(type: string, column: Column): void {
    this.#give(type, column, { verdict: 'pass' });
  }

  fail(type: string, column: Column, reason: string): void {
    this.#give(type, column, { verdict: 'fail', reason });
  }

  /** Why a column failed. */
  reasonOf(type: string, column: Column): string | undefined {
    return this.#given.get(type)?.get(column)?.reason;
  }

  of(type: string, doubts: readonly string[]): CheckedResource {
    const given = this.#given.get(type);
    const verdict = (column: Column): Verdict => given?.get(column)?.verdict ?? 'n/a';
    const failures = COLUMNS.flatMap((column) => {
      const reason = given?.get(column)?.reason;
      return reason === undefined ? [] : [[column, reason] as const];
    });
    return {
      type,
      create: verdict('create'),
      emptyPlan: verdict('emptyPlan'),
      update: verdict('update'),
      import: verdict('import'),
      destroy: verdict('destroy'),
      doubts,
      failures: Object.fromEntries(failures),
    };
  }

  #give(type: string, column: Column, given: { readonly verdict: Verdict; readonly reason?: string }): void {
    const columns = this.#given.get(type) ?? new Map<Column, typeof given>();
    this.#given.set(type, columns);
    if (!columns.has(column)) columns.set(column, given);
  }
}
