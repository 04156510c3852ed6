/** What is wrong with a package, or with the server that has it. */
export type PackageProblem =
  | 'damaged'
  /** `detail` is the program that reads an archive. */
  | 'no-program'
  | 'unsafe'
  | 'too-large'
  | 'unreachable'
  | 'bad-redirect'
  | 'not-found'
  | 'access-denied'
  | 'bad-status'
  | 'bad-registry';

/** Where a problem is. */
interface Place {
  /** The server. */
  readonly host: string;
  /** What was asked for. */
  readonly what: string;
}

/** Thrown while a package is fetched or unpacked. Each room turns it into a diagnostic in its own words. */
export class PackageError extends Error {
  readonly problem: PackageProblem;
  readonly detail: string;
  readonly host: string;
  readonly what: string;

  constructor(problem: PackageProblem, detail: string, { host = '', what = '' }: Partial<Place> = {}) {
    super(detail);
    this.problem = problem;
    this.detail = detail;
    this.host = host;
    this.what = what;
  }
}

export const unsafe = (detail: string): PackageError => new PackageError('unsafe', detail);
