import { attributesIn } from '../exchange/body.js';
import type { UpdateMapping } from '../mapping/definition.js';

/** The attributes that an update of these ones sends; undefined for all. */
export function sentWith(update: UpdateMapping, changed: readonly string[]): ReadonlySet<string> | undefined {
  if (update.send === 'all') return undefined;
  return new Set([...changed, ...(update.always ?? []), ...demandedWith(update, changed)]);
}

/** What the body's objects that contain these attributes require. */
function demandedWith({ together = {}, body }: UpdateMapping, carried: readonly string[]): readonly string[] {
  const parts = body === undefined || !('json' in body) ? [] : Object.entries(body.json);
  const places = parts.flatMap(([place, part]) =>
    attributesIn(part).some((name) => carried.includes(name)) ? [place] : [],
  );
  return Object.entries(together).flatMap(([object, names]) =>
    places.some((place) => place.startsWith(`${object}/`)) ? names : [],
  );
}
