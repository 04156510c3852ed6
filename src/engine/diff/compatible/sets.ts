import { isWhollyKnown, type Value } from '../../../model/index.js';
import { valueKey } from '../key.js';

/** The numbers of elements in two sets that have no counterpart. */
export interface Unmatched {
  readonly planned: number;
  readonly actual: number;
}

/**
 * Every planned element needs a matching actual one, and vice versa; one may match several, because elements with
 * unknowns can turn out to be equal. Elements that are the same in both are found by key, so that only those with
 * unknowns are compared pairwise.
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
