import type { Leaf } from './attributes.js';
import type { Group } from './group.js';
import { snakeCase } from './words.js';

const USUAL = ['id', 'uid', 'uuid', 'guid', 'identity', 'metadata_id', 'metadata_uid', 'metadata_uuid'];
const NAMES = ['name', 'key', 'slug', 'code', 'handle', 'metadata_name'];
const LABELS = ['name', 'display_name', 'title', 'label', 'key', 'slug', 'metadata_name', 'email', 'hostname'];

/** The field of an object that goes into the hole of its path. */
export function identityField(group: Group, key: string, shown: readonly Leaf[]): Leaf | undefined {
  const hole = snakeCase(key);
  const last = group.noun.split('_').at(-1)!;
  const bare = hole.replace(new RegExp(`^(${group.noun}|${last})_`), '');
  const own = [`${group.noun}_id`, `${last}_id`, `${group.noun}_uuid`, `${last}_uuid`];
  const byName = NAMES.includes(bare) || bare === group.noun || bare === last;
  const wanted = byName && NAMES.includes(bare) ? [hole, bare, ...NAMES] : [hole, bare, ...USUAL, ...own, ...NAMES];
  const scalars = shown.filter(({ member }) => member.shape.kind === 'string' || member.shape.kind === 'number');
  return wanted.map((name) => scalars.find((leaf) => leaf.name === name)).find((leaf) => leaf !== undefined);
}

/** The attribute people know a thing by. */
export const labelAmong = (names: readonly string[]): string | undefined => LABELS.find((name) => names.includes(name));

/** `project_id` for the hole `{id}` that stands behind `/projects`. */
export function parentAttribute(key: string, parent: string): string {
  const name = snakeCase(key);
  return /^(id|uid|uuid|name|key|slug)$/.test(name) ? `${parent}_${name}` : name;
}
