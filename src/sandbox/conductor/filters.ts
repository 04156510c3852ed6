import { parameter, bodyOf } from '../asked.js';
import type { Collection } from '../collection.js';
import { list, object, text } from '../shape.js';
import type { Store } from '../store.js';
import type { Reply } from '../system.js';
import { inTenant } from './domain.js';
import type { Ask, Domain } from './domain.js';
import { kindOf } from './elsewhere.js';
import { collectionOf } from './entries.js';
import type { OwnedEntry } from './entries.js';
import { acceptedRules, filterRule } from './filter-rules.js';
import type { FilterRule } from './filter-rules.js';
import { listed, shown } from './list.js';
import type { Shown } from './list.js';
import { findOwn, findOwned, newOwned, refuseTaken, visibleTo, widened } from './owned.js';
import { noContent, ok } from './refusal.js';

export interface FilterEntry extends OwnedEntry {
  readonly id: string;
  readonly value: readonly FilterRule[];
  readonly updated_at: string;
}

const NOUN = 'filter';

const FIELDS: readonly string[] = [
  'id',
  'value',
  'labels_filter_rules',
  'attrs_filter_rules',
  'visibility',
  'created_at',
  'updated_at',
  'created_by',
  'tenant_name',
  'resource_availability',
  'private_resource',
];

const filterBody = object({}, { filter_rules: list(filterRule), visibility: text });

const deploymentFilters = collectionOf<FilterEntry>('deploymentFilters');
const blueprintFilters = collectionOf<FilterEntry>('blueprintFilters');

/**
 * Stored filters for deployments, and separate ones for blueprints, which may have the same names (Conductor document,
 * section Filters).
 */
export function filtersFor(store: Store, resource: string): Collection<FilterEntry> {
  return resource === 'deployments' ? deploymentFilters(store) : blueprintFilters(store);
}

const filterKind = kindOf('id', (now) => ({ value: [], updated_at: now }));

export const filterOperations: Domain = {
  operations: {
    listFilters: inTenant('filter_list', (ask) =>
      listed(ask, { items: visibleTo(ask, own(ask)), show, fields: FIELDS, searched: 'id' }),
    ),
    getFilter: inTenant('filter_get', (ask) => shown(ask, show(findOwned(ask, own(ask), idOf(ask), NOUN)), FIELDS)),
    createFilter: inTenant('filter_create', create),
    updateFilter: inTenant('filter_update', update),
    deleteFilter: inTenant('filter_delete', (ask) => {
      own(ask).remove(findOwn(ask, own(ask), idOf(ask), NOUN).identity);
      return noContent;
    }),
  },
  kinds: { deploymentFilters: filterKind, blueprintFilters: filterKind },
};

const own = (ask: Ask): Collection<FilterEntry> => filtersFor(ask.store, parameter(ask, 'resource'));
const idOf = (ask: Ask): string => parameter(ask, 'filter_id');

function create(ask: Ask): Reply {
  const { filter_rules: given = [], visibility } = bodyOf(ask, filterBody);
  const rules = acceptedRules(given, parameter(ask, 'resource'));
  const owned = newOwned(ask, idOf(ask), visibility);
  refuseTaken(ask, own(ask), idOf(ask), NOUN, owned.visibility);
  return keep(ask, { ...owned, id: idOf(ask), value: rules, updated_at: owned.created_at });
}

/** An update without a visibility requests the default one, as documented. */
function update(ask: Ask): Reply {
  const entry = findOwn(ask, own(ask), idOf(ask), NOUN);
  const { filter_rules: given, visibility = 'tenant' } = bodyOf(ask, filterBody);
  const rules =
    given === undefined ? entry.value : replaced(ask, entry, acceptedRules(given, parameter(ask, 'resource')));
  const updated_at = ask.now.toISOString();
  return keep(ask, { ...entry, value: rules, visibility: widened(entry, visibility, NOUN), updated_at });
}

/**
 * The rules after an update. In the source, an update with rules of a single type leaves those of the other type
 * unchanged.
 */
function replaced({ answers }: Ask, { value }: FilterEntry, rules: readonly FilterRule[]): readonly FilterRule[] {
  const [first] = rules;
  const oneType = first !== undefined && rules.every(({ type }) => type === first.type);
  if (answers !== 'source' || !oneType) return rules;
  return [...value.filter(({ type }) => type !== first.type), ...rules];
}

function keep(ask: Ask, entry: FilterEntry): Reply {
  own(ask).put(entry);
  return ok(show(entry));
}

function show({ identity: _, ...rest }: FilterEntry): Shown {
  return {
    ...rest,
    labels_filter_rules: rest.value.filter(({ type }) => type === 'label'),
    attrs_filter_rules: rest.value.filter(({ type }) => type === 'attribute'),
    resource_availability: rest.visibility,
    private_resource: rest.visibility === 'private',
  };
}
