import type { ResourceChange } from '../change.js';
import { objectIn, type JsonObject } from '../json.js';
import { sensitive } from '../value.js';
import type { Fields } from './fields.js';
import { stringifyJson } from './parse.js';

type Importing = NonNullable<ResourceChange['importing']>;

/** What a plan says about an import. A sensitive ID is not written, and nothing needs it any more. */
export const importingJson = ({ id, identity }: Importing): JsonObject =>
  identity !== undefined ? { identity } : typeof id === 'string' ? { id } : {};

export function importingFrom(fields: Fields): Importing {
  const identity = fields.has('identity') ? objectIn(fields.json('identity')) : undefined;
  return identity === undefined
    ? { id: fields.textIf('id') ?? sensitive('') }
    : { id: stringifyJson(identity), identity };
}
