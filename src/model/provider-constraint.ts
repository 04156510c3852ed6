import { compareText } from './set-order.js';
import {
  compareVersions,
  newestFirst,
  parseConstraint,
  readVersion,
  type Constraint,
  type Version,
} from './version-constraint.js';

/**
 * Constraints of `required_providers`. Terraform reads them with other rules than those of `required_version` and of modules: a
 * pre-release version must be named exactly, and build metadata is part of an exact version.
 */

/** Whether the version of a provider meets all constraints of the text. An empty text is always met. */
export function meetsProviderConstraints(version: string, text: string): boolean {
  const given = readVersion(version);
  if (given === undefined) return false;
  const constraints = partsOf(text);
  if (constraints.some((constraint) => constraint === undefined || !meets(given, constraint))) return false;
  return given.prerelease === undefined || constraints.some((one) => one !== undefined && isExact(one));
}

/** The newest version that meets the constraints. */
export const newestProvider = (versions: Iterable<string>, constraints: string): string | undefined =>
  newestFirst(versions).find((version) => meetsProviderConstraints(version, constraints));

function partsOf(text: string): readonly (Constraint | undefined)[] {
  return text.trim() === '' ? [] : text.split(',').map(parseConstraint);
}

const isExact = ({ operator }: Constraint): boolean => operator === '' || operator === '=';

function meets(given: Version, constraint: Constraint): boolean {
  const { operator, version } = constraint;
  const order = compareVersions(given, version);
  switch (operator) {
    case '!=':
      return !same(given, version);
    case '>':
      return order > 0;
    case '>=':
      return order >= 0;
    case '<':
      return order < 0;
    case '<=':
      return order <= 0;
    case '~>':
      return order >= 0 && hasPrefix(given, version);
    default:
      return same(given, version);
  }
}

const same = (left: Version, right: Version): boolean =>
  compareVersions(left, right) === 0 && left.build === right.build;

/** `~> 1.2.3` allows the patch to increase, `~> 1.2` and `~> 1` the minor. */
function hasPrefix({ numbers: [major = 0, minor = 0] }: Version, { numbers }: Version): boolean {
  return major === numbers[0] && (numbers.length < 3 || minor === numbers[1]);
}

/** In which order constraints with the same version are written. */
const ORDER = ['>', '>=', '=', '~>3', '~>', '<=', '<', '!='];

/** A list of constraints in the only form that Terraform accepts in a lock file: complete versions, sorted, without repetition. */
export function canonicalConstraints(text: string): string {
  const written = new Map<string, { readonly constraint: Constraint; readonly rank: number }>();
  for (const constraint of partsOf(text)) {
    if (constraint === undefined) continue;
    const kind = rankOf(constraint);
    written.set(print(constraint), { constraint, rank: ORDER.indexOf(kind) });
  }
  return [...written]
    .sort(
      ([, left], [, right]) =>
        compareVersions(left.constraint.version, right.constraint.version) ||
        compareText(left.constraint.version.build ?? '', right.constraint.version.build ?? '') ||
        left.rank - right.rank,
    )
    .map(([line]) => line)
    .join(', ');
}

function rankOf({ operator, version: { numbers } }: Constraint): string {
  if (operator === '') return '=';
  return operator === '~>' && numbers.length > 2 ? '~>3' : operator;
}

function print(constraint: Constraint): string {
  const { operator, version } = constraint;
  const { numbers, prerelease, build } = version;
  const shown = operator === '~>' && numbers.length < 3 ? 2 : 3;
  const release = Array.from({ length: shown }, (_, index) => numbers[index] ?? 0).join('.');
  const whole = `${release}${prerelease === undefined ? '' : `-${prerelease}`}${build === undefined ? '' : `+${build}`}`;
  return isExact(constraint) ? whole : `${operator} ${whole}`;
}
