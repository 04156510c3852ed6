import {
  addressIn,
  configuredResource,
  modulesOf,
  type Configuration,
  type Diagnostic,
  type Origin,
  type RelatedPlace,
  type SourcePlace,
} from '../../model/index.js';
import { cycle } from '../diagnostics.js';
import { nodeOf, type ReferencesOf } from '../graph/build.js';
import { eachPlace } from './places.js';

/** The most members of a cycle that a message lists. */
const LISTED = 20;

/**
 * The message about a cycle, with the place where each member refers to the next.
 *
 * @param path nodes of the graph; the first is repeated at the end.
 */
export function cycleIn(configuration: Configuration, referencesOf: ReferencesOf, path: readonly string[]): Diagnostic {
  const next = new Map(path.slice(1).map((name, index) => [path[index], name]));
  const places = new Map<string, { readonly source: SourcePlace; readonly origin: Origin | undefined }>();
  for (const module of modulesOf(configuration)) {
    eachPlace(module, ({ address, source, origin, expression }) => {
      const wanted = next.get(address);
      if (wanted === undefined || places.has(address)) return;
      const reference = referencesOf(expression).find(({ subject, steps }) => {
        const local = nodeOf(subject, steps);
        return local !== undefined && addressIn(module.path, local) === wanted;
      });
      if (reference === undefined) return;
      const { file, path: steps } = source;
      const { span } = reference;
      places.set(address, { source: { file, path: steps, ...(span === undefined ? {} : { span }) }, origin });
    });
  }
  const related = path.slice(0, -1).map((address): RelatedPlace => {
    const place = places.get(address) ?? declared(configuration, address);
    if (place === undefined) return { address };
    return { address, source: place.source, ...(place.origin === undefined ? {} : { origin: place.origin }) };
  });
  return cycle(path, related.slice(0, LISTED));
}

/** The declaration of something whose reference is implicit, such as the provider configuration of a resource. */
function declared(
  configuration: Configuration,
  address: string,
): { readonly source: SourcePlace; readonly origin: Origin | undefined } | undefined {
  const resource = configuredResource(configuration, address);
  return resource === undefined ? undefined : { source: resource.body.source, origin: resource.origin };
}
