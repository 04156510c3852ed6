import { isNull, Unknown, type Json, type Value, memberOf } from '../../../model/index.js';
import type { Shown } from '../found.js';
import { isSame } from '../values/same.js';
import { stateFromReply, type Values } from '../values/projection.js';
import type { Field, ResourceMapping } from '../mapping/definition.js';

/**
 * The state of an object as far as it is readable; what an unexpected reply lacks, or shows in another form, keeps its
 * known value.
 */
export function stateShown(
  { attributes, reply }: Pick<ResourceMapping, 'attributes' | 'reply'>,
  { object, unexpected }: Shown,
  known: Values,
  imported = false,
): Record<string, Value> {
  return stateFromReply(attributes, reply, object, known, { imported, odd: unexpected !== undefined });
}

/** Whether a reply names the object: part of its identity is present, and no part differs from the known one. */
export function namesObject(
  { attributes, identity }: ResourceMapping,
  fields: Readonly<Record<string, Field>>,
  object: Json | undefined,
  known: Values,
): boolean {
  const shown = stateFromReply(attributes, fields, object, {}, { odd: true });
  const named = identity.filter((name) => fields[name] !== undefined && !isNull(shown[name] ?? null));
  return (
    named.length > 0 &&
    named.every((name) => {
      const before = known[name] ?? null;
      return isOpen(before) || isSame(memberOf(attributes, name), shown[name] ?? null, before);
    })
  );
}

function isOpen(value: Value | undefined): boolean {
  return value === undefined || isNull(value) || value instanceof Unknown;
}
