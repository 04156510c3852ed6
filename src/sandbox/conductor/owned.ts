import { bodyOf } from '../asked.js';
import type { Collection } from '../collection.js';
import { object, text } from '../shape.js';
import { mayEnter } from './access.js';
import type { Ask } from './domain.js';
import { identityOf, tenants } from './entries.js';
import type { OwnedEntry } from './entries.js';
import { Refused } from './refusal.js';

/** From the narrowest to the widest. */
const VISIBILITIES: readonly string[] = ['private', 'tenant', 'global'];

/** The common attributes of a new object of a tenant. Its identity is its name inside the tenant. */
export function newOwned(ask: Ask, name: string, visibility: unknown): OwnedEntry {
  return {
    identity: identityOf(ask.tenant, name),
    tenant_name: ask.tenant,
    visibility: typeof visibility === 'string' ? visibility : 'tenant',
    created_by: ask.user.username,
    created_at: ask.now.toISOString(),
  };
}

/** What the user can see from the tenant: its own objects, and global ones of other tenants. */
export function visibleTo<T extends OwnedEntry>(ask: Ask, collection: Collection<T>): readonly T[] {
  const there =
    ask.query['_all_tenants'] === true
      ? tenants(ask.store)
          .all()
          .filter(({ name }) => mayEnter(ask.store, ask.user, name))
      : [{ name: ask.tenant }];
  const own = there.flatMap(({ name }) => collection.where('tenant_name', name));
  const names = new Set(there.map(({ name }) => name));
  const global = collection.where('visibility', 'global').filter((entry) => !names.has(entry.tenant_name));
  return [...own, ...global].filter((entry) => isVisible(ask, entry));
}

export function isVisible(ask: Ask, entry: OwnedEntry): boolean {
  return entry.visibility !== 'private' || entry.created_by === ask.user.username || ask.privileged;
}

/** The object with that name as seen from the tenant, or a refusal. */
export function findOwned<T extends OwnedEntry>(ask: Ask, collection: Collection<T>, name: string, noun: string): T {
  const found = lookUpOwned(ask, collection, name);
  if (found === undefined) throw new Refused(404, `Requested \`${noun}\` with ID \`${name}\` was not found`);
  return found;
}

export function lookUpOwned<T extends OwnedEntry>(ask: Ask, collection: Collection<T>, name: string): T | undefined {
  const own = collection.get(identityOf(ask.tenant, name));
  if (own !== undefined) return isVisible(ask, own) ? own : undefined;
  const suffix = `/${identityOf(name)}`;
  return collection.where('visibility', 'global').find(({ identity }) => identity.endsWith(suffix));
}

/** Only the tenant that owns an object may change it, however visible it is. */
export function findOwn<T extends OwnedEntry>(ask: Ask, collection: Collection<T>, name: string, noun: string): T {
  const found = findOwned(ask, collection, name, noun);
  if (found.tenant_name === ask.tenant) return found;
  throw new Refused(403, `The ${noun} \`${name}\` belongs to another tenant`);
}

/** A name is taken by an object of the same tenant, and by one of another tenant if either is global. */
export function refuseTaken<T extends OwnedEntry>(
  ask: Ask,
  collection: Collection<T>,
  name: string,
  noun: string,
  visibility: string,
): void {
  const suffix = `/${identityOf(name)}`;
  const taken =
    collection.get(identityOf(ask.tenant, name)) !== undefined ||
    collection.where('visibility', 'global').some(({ identity }) => identity.endsWith(suffix)) ||
    (visibility === 'global' && collection.all().some(({ identity }) => identity.endsWith(suffix)));
  if (taken) throw new Refused(409, `${noun} with id ${name} already exists in the tenant ${ask.tenant}`);
}

/** The visibility in the body of a request to change it. */
export function visibilityAsked(ask: Ask): string {
  return bodyOf(ask, object({ visibility: text })).visibility;
}

/** Visibility only ever widens; setting the present value is accepted. */
export function widened(entry: OwnedEntry, wanted: unknown, noun: string): string {
  if (typeof wanted !== 'string' || wanted === entry.visibility) return entry.visibility;
  if (VISIBILITIES.indexOf(wanted) > VISIBILITIES.indexOf(entry.visibility)) return wanted;
  throw new Refused(
    400,
    `Can't set the visibility of this ${noun} to ${wanted} because it already has wider visibility`,
    'illegal_action_error',
  );
}
