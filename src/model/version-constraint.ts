/** Versions and the constraints that configurations put on them, in Terraform's syntax: `>= 1.2, < 2.0`, `~> 1.4`. */

export interface Version {
  readonly numbers: readonly number[];
  /** `beta.1` in `1.0.0-beta.1`. */
  readonly prerelease: string | undefined;
  /** `5` in `1.0.0+5`. It is not part of the order. */
  readonly build: string | undefined;
}

export interface Constraint {
  readonly operator: string;
  readonly version: Version;
}

const VERSION = String.raw`v?(\d+(?:\.\d+)*)(?:-([0-9A-Za-z-]+(?:\.[0-9A-Za-z-]+)*))?(?:\+([0-9A-Za-z.-]+))?`;
const WHOLE_VERSION = new RegExp(`^${VERSION}$`);
const CONSTRAINT = new RegExp(String.raw`^\s*(=|!=|>=|<=|~>|>|<|)\s*${VERSION}\s*$`);

/** The problem of a text as a list of constraints; undefined if it is valid. */
export function constraintProblem(text: string): string | undefined {
  const wrong = text.split(',').find((part) => parseConstraint(part) === undefined);
  return wrong === undefined ? undefined : `${JSON.stringify(wrong.trim())} is not a version constraint`;
}

/** Whether the text is a pre-release version, such as 1.2.0-beta1. */
export const namesPrerelease = (text: string): boolean =>
  text.split(',').some((part) => parseConstraint(part)?.version.prerelease !== undefined);

/** Whether the version meets all constraints of the text. A text or version that cannot be read is never met. */
export function meetsConstraints(version: string, text: string): boolean {
  const given = readVersion(version);
  if (given === undefined) return false;
  return text.split(',').every((part) => {
    const constraint = parseConstraint(part);
    return constraint !== undefined && meets(given, constraint);
  });
}

/** Undefined if the text is not a version. */
export const readVersion = (text: string): Version | undefined => parseVersion(WHOLE_VERSION.exec(text)?.slice(1));

/** One constraint of a list; undefined if it cannot be read. */
export function parseConstraint(text: string): Constraint | undefined {
  const [, operator = '', ...parts] = CONSTRAINT.exec(text) ?? [];
  const version = parseVersion(parts);
  return version === undefined ? undefined : { operator, version };
}

function parseVersion(parts: readonly string[] | undefined): Version | undefined {
  const [numbers, prerelease, build] = parts ?? [];
  return numbers === undefined ? undefined : { numbers: numbers.split('.').map(Number), prerelease, build };
}

function meets(given: Version, { operator, version }: Constraint): boolean {
  const order = compareVersions(given, version);
  if (operator === '' || operator === '=') return order === 0;
  if (operator === '!=') return order !== 0;
  // A pre-release version meets a range only if the range names a pre-release of the same version.
  if (given.prerelease !== undefined && !sameRelease(given, version)) return false;
  switch (operator) {
    case '>':
      return order > 0;
    case '>=':
      return order >= 0;
    case '<':
      return order < 0;
    case '<=':
      return order <= 0;
    default:
      return order >= 0 && sameBeforeLast(given, version);
  }
}

const sameRelease = (given: Version, limit: Version): boolean =>
  limit.prerelease !== undefined && compareNumbers(given.numbers, limit.numbers) === 0;

/** `~>` allows only the last named number to increase. */
const sameBeforeLast = (given: Version, { numbers }: Version): boolean =>
  numbers.slice(0, -1).every((number, index) => number === (given.numbers[index] ?? 0));

/** The order of semantic versioning. */
export function compareVersions(left: Version, right: Version): number {
  return compareNumbers(left.numbers, right.numbers) || comparePrereleases(left.prerelease, right.prerelease);
}

/** Numbers that are not written are 0. */
function compareNumbers(left: readonly number[], right: readonly number[]): number {
  for (let index = 0; index < Math.max(left.length, right.length); index += 1) {
    const difference = (left[index] ?? 0) - (right[index] ?? 0);
    if (difference !== 0) return difference;
  }
  return 0;
}

/** As semantic versioning orders them: a release is last, numbers come before words. */
function comparePrereleases(left: string | undefined, right: string | undefined): number {
  if (left === right) return 0;
  if (left === undefined) return 1;
  if (right === undefined) return -1;
  const [ours, theirs] = [left.split('.'), right.split('.')];
  for (const [index, our] of ours.entries()) {
    const their = theirs[index];
    const difference = their === undefined ? 0 : compareParts(our, their);
    if (difference !== 0) return difference;
  }
  return ours.length - theirs.length;
}

function compareParts(left: string, right: string): number {
  const [leftIsNumber, rightIsNumber] = [left, right].map((part) => /^\d+$/.test(part));
  if (leftIsNumber && rightIsNumber) return Number(left) - Number(right);
  if (leftIsNumber !== rightIsNumber) return leftIsNumber ? -1 : 1;
  return left < right ? -1 : left > right ? 1 : 0;
}

/** Versions that can be read, newest first. */
export function newestFirst(versions: Iterable<string>): string[] {
  return [...new Set(versions)]
    .flatMap((text) => {
      const version = readVersion(text);
      return version === undefined ? [] : [{ text, version }];
    })
    .sort((left, right) => compareVersions(right.version, left.version))
    .map(({ text }) => text);
}

/** The newest version that meets the constraints. A pre-release is only chosen if they name one; without constraints, never. */
export function newestMeeting(versions: Iterable<string>, constraints: string | undefined): string | undefined {
  return newestFirst(versions).find((text) =>
    constraints === undefined ? !text.includes('-') : meetsConstraints(text, constraints),
  );
}
