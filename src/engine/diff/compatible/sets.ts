import { isWhollyKnown, type Value } from '../../../model/index.js';
import { valueKey } from '../key.js';

/** How many elements of two sets found no partner. */
export interface Unmatched {
  readonly planned: number;
  readonly actual: number;
}

/**
 * Every planned element needs an actual one that fits it, and the other way round; one may serve several, since elements
 * with unknowns can turn out equal. Elements that are the same in both are found by key, so that only the ones with
 * something unknown are tried against each other.
 */
export function unmatchedElements(
  planned: readonly Value[],
  actual: readonly Value[],
  fits: (planned: Value, actual: Value) => boolean,
): Unmatched {
  const openPlanned = withoutTwin(planned, actual);
  const openActual = withoutTwin(actual, planned);
  return {
    planned: openPlanned.filter((element) => !actual.some((candidate) => fits(element, candidate))).length,
    actual: openActual.filter((element) => !planned.some((candidate) => fits(candidate, element))).length,
  };
}

function withoutTwin(elements: readonly Value[], others: readonly Value[]): readonly Value[] {
  const keys = new Set(others.map(valueKey));
  return elements.filter((element) => !keys.has(valueKey(element)) || !isWhollyKnown(element));
}
