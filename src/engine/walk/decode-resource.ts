import { formatInstance, type Block, type ResourceConfiguration } from '../../model/index.js';
import { decodeBody, type Decoded } from '../evaluate/body.js';
import type { InstanceScope, Values } from './values.js';

/** The configured value of an instance: as written, or as it was earlier. */
export function decodeResource(
  { body, key: resourceKey, earlier }: Pick<ResourceConfiguration, 'body' | 'key' | 'earlier'>,
  block: Block,
  values: Values,
  instance: InstanceScope,
  address: string,
): Decoded {
  if (earlier === undefined) return decodeBody(body, block, values.scope(instance), address);
  const value = earlier.valueOf(formatInstance(resourceKey, instance.key), (other, key) => values.get(other, key));
  return { value, diagnostics: [] };
}
