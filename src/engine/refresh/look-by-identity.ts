import {
  decodeValue,
  formatInstance,
  formatResource,
  isNull,
  isObjectValue,
  isWhollyKnown,
  objectValue,
  ownEntry,
  plainJson,
  stringifyJson,
  type Interrupted,
  type Schema,
} from '../../model/index.js';
import type { Provider } from '../../providers/provider.js';
import type { EngineContext } from '../context.js';
import { markSensitiveAttributes } from '../diff/sensitivity.js';
import { identify } from '../identify.js';
import { readObject } from '../import.js';

/**
 * What is found by the identity that the planned object of an interrupted create would have: a sentence for the user, who
 * decides, because the object may be older. Undefined if its identity is not part of the plan, or nothing is found.
 */
export async function lookByIdentity(
  context: EngineContext,
  { begin }: Interrupted,
  schema: Schema,
  provider: Provider,
): Promise<string | undefined> {
  const { type } = begin.resource;
  const attributes = provider.schemas.identity?.(type)?.block.attributes;
  const planned = markSensitiveAttributes(decodeValue(begin.intent.planned), schema.block);
  if (attributes === undefined || !isObjectValue(planned)) return undefined;
  const identity = objectValue();
  for (const [name, { required }] of Object.entries(attributes)) {
    const value = ownEntry(planned, name) ?? null;
    if (isNull(value) && required !== true) continue;
    // A sensitive value is not one either: it would be shown.
    if (isNull(value) || !isWhollyKnown(value) || !['string', 'number', 'boolean'].includes(typeof value))
      return undefined;
    identity[name] = value;
  }
  const address = formatInstance(formatResource(begin.resource), begin.key);
  const text = stringifyJson(plainJson(identity));
  const { object } = await readObject(
    context,
    { type, resource: undefined },
    address,
    { id: text, identity },
    provider,
  );
  if (object === undefined) return undefined;
  const id = identify(object.state, schema);
  const named = id === undefined ? '' : `, and the ${id.key} ${JSON.stringify(id.value)}`;
  return `An object with the identity ${text}${named} exists now.`;
}
