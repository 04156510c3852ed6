import { type JsonObject } from '../../model/index.js';
import { successOf } from './api.js';
import { replacedIn } from './base.js';
import { opaqueBody } from './diagnostics.js';
import type { Group } from './group.js';
import type { Misplaced } from './references.js';
import { memberAt } from './schemas.js';

/**
 * The document with a schema for each create body that is described as a plain string although the created object has
 * fields: the schema of an update, or of a reply.
 */
export function describeBodies(
  document: JsonObject,
  groups: readonly Group[],
): { readonly document: JsonObject; readonly misplaced: readonly Misplaced[] } {
  let described = document;
  const misplaced: Misplaced[] = [];
  for (const { create, updates, read, noun } of groups) {
    const pointer = create?.request?.pointer;
    if (pointer === undefined || memberAt(document, pointer).shape.kind !== 'string') continue;
    const donors = [...updates.map(({ request }) => request), read && successOf(read)?.content];
    const donor = donors.find(
      (content) => content !== undefined && memberAt(document, content.pointer).shape.kind === 'object',
    );
    if (donor === undefined) continue;
    described = replacedIn(described, pointer, { $ref: donor.pointer });
    misplaced.push({ pointer, diagnostic: opaqueBody(pointer, noun) });
  }
  return { document: described, misplaced };
}
