import { parameter, bodyOf } from '../asked.js';
import { object, text } from '../shape.js';
import type { Store } from '../store.js';
import { inTenant } from './domain.js';
import type { Ask, Domain } from './domain.js';
import { kindOf } from './elsewhere.js';
import { collectionOf, identityOf } from './entries.js';
import type { OwnedEntry } from './entries.js';
import { listed, shown } from './list.js';
import { findOwn, findOwned, newOwned, refuseTaken, visibleTo, widened } from './owned.js';
import { noContent, Refused } from './refusal.js';
import { deployments } from './running-entries.js';

export interface SiteEntry extends OwnedEntry {
  readonly name: string;
  readonly location: string | null;
}

export const sites = collectionOf<SiteEntry>('sites');

const NOUN = 'Site';

const FIELDS: readonly string[] = [
  'name',
  'location',
  'visibility',
  'tenant_name',
  'created_at',
  'created_by',
  'private_resource',
  'resource_availability',
];

const siteBody = object({}, { new_name: text, location: text, visibility: text });

export const sitesDomain: Domain = {
  operations: {
    listSites: inTenant('site_list', (ask) =>
      listed(ask, { items: visibleTo(ask, sites(ask.store)), show, fields: FIELDS, searched: 'name' }),
    ),
    getSite: inTenant('site_get', (ask) =>
      shown(ask, show(findOwned(ask, sites(ask.store), nameIn(ask), NOUN)), FIELDS),
    ),
    createSite: inTenant('site_create', (ask) => {
      const { location = null, visibility = 'tenant' } = bodyOf(ask, siteBody);
      refuseTaken(ask, sites(ask.store), nameIn(ask), NOUN, visibility);
      const made = { ...newOwned(ask, nameIn(ask), visibility), name: nameIn(ask), location };
      sites(ask.store).put(made);
      return shown(ask, show(made), FIELDS);
    }),
    updateSite: inTenant('site_update', (ask) => {
      const before = findOwn(ask, sites(ask.store), nameIn(ask), NOUN);
      const { new_name: name = before.name, location = before.location, visibility } = bodyOf(ask, siteBody);
      const identity = identityOf(before.tenant_name, name);
      if (name !== before.name && sites(ask.store).get(identity) !== undefined)
        throw new Refused(409, `${NOUN} with id ${name} already exists in the tenant ${ask.tenant}`);
      const changed = { ...before, identity, name, location, visibility: widened(before, visibility, NOUN) };
      sites(ask.store).remove(before.identity);
      sites(ask.store).put(changed);
      moveDeployments(ask.store, before, name);
      return shown(ask, show(changed), FIELDS);
    }),
    deleteSite: inTenant('site_delete', (ask) => {
      const before = findOwn(ask, sites(ask.store), nameIn(ask), NOUN);
      sites(ask.store).remove(before.identity);
      moveDeployments(ask.store, before, null);
      return noContent;
    }),
  },
  kinds: { sites: kindOf('name', () => ({ location: null })) },
};

const nameIn = (ask: Ask): string => parameter(ask, 'site_name');

/** Deployments at a site follow its renames, and have no site once it is deleted. */
function moveDeployments(store: Store, { tenant_name: tenant, name }: SiteEntry, to: string | null): void {
  for (const entry of deployments(store).where('site_name', name))
    if (entry.tenant_name === tenant && entry.site_name !== to) deployments(store).put({ ...entry, site_name: to });
}

function show(entry: SiteEntry): Readonly<Record<string, unknown>> {
  const { identity: _, ...shownOf } = entry;
  return {
    ...shownOf,
    private_resource: entry.visibility === 'private',
    resource_availability: entry.visibility,
  };
}
