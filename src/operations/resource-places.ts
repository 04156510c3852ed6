import { rangesOf } from '../language/index.js';
import { formatConfigured, modulesOf, type ResourceChange } from '../model/index.js';
import type { Stack } from './project.js';

/**
 * Where the resources of changes are written, as `main.ts:14:3`: the line of the program, or of a file of Terraform. Without
 * the stack, as of a saved plan, only the lines of programs are known.
 */
export function resourcePlaces(
  stack: Pick<Stack, 'configuration' | 'files'> | undefined,
  changes: readonly ResourceChange[],
): ReadonlyMap<ResourceChange, string> {
  const places = new Map<ResourceChange, string>();
  const written = new Map(
    (stack === undefined ? [] : [...modulesOf(stack.configuration)]).flatMap(({ resources }) =>
      [...resources.values()].map((one) => [one.key, one]),
    ),
  );
  const unplaced = changes.flatMap((change) => {
    const location = change.origin?.location;
    if (location !== undefined) places.set(change, location);
    const source = written.get(formatConfigured(change.resource))?.body.source;
    return location === undefined && source !== undefined ? [{ change, source }] : [];
  });
  const sources = unplaced.map(({ source }) => source);
  rangesOf(sources, stack?.files ?? []).forEach((range, index) => {
    const change = unplaced[index]?.change;
    if (range === undefined || change === undefined) return;
    places.set(change, `${range.file}:${range.start.line}:${range.start.column}`);
  });
  return places;
}
