import { formatPath, type Path } from '../../model/index.js';

/** A violation of the planning rules by a provider, described for its author and free of sensitive values. */
export interface Problem {
  readonly path: Path;
  readonly message: string;
}

/** `.tags["a"]: planned value …`, on one line. */
export const formatProblem = (problem: Problem): string =>
  problem.path.length === 0 ? problem.message : `${formatPath(problem.path)}: ${problem.message}`;
