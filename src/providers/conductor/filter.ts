import {
  ListValue,
  Unknown,
  errorDiagnostic,
  listOf,
  objectOf,
  type Diagnostic,
  type Value,
  isObjectValue,
} from '../../model/index.js';
import { nested, shownAs } from '../rest/values/nested.js';
import type { AttributeMapping, DataSourceMapping, Nested, ResourceMapping } from '../rest/mapping/definition.js';
import { ALL_TENANTS, IN_TENANT, MANAGER_IS_THERE, PAGES, TENANT } from './protocol.js';
import { VISIBILITY } from './sharing.js';

/**
 * Conductor document, section The Filter Resource. `starts-with` in its sample is not an operator: the real one has an
 * underscore.
 */
const OPERATORS: Readonly<Record<string, readonly string[]>> = {
  label: ['any_of', 'not_any_of', 'is_null', 'is_not_null', 'is_not'],
  attribute: ['any_of', 'not_any_of', 'contains', 'not_contains', 'starts_with', 'ends_with', 'is_not_empty'],
};

/** The manager stores keys in lower case (Conductor document, sections Create Filter and Update Filter). */
const RULE: Nested = {
  nesting: 'list',
  members: {
    key: {
      at: '/key',
      required: true,
      same: 'any-case',
      description: 'Name of the label or attribute, in upper or lower case.',
    },
    values: { at: '/values', required: true, type: listOf('string'), description: 'Values to compare with.' },
    operator: { at: '/operator', required: true, description: 'The comparison operator.' },
    type: { at: '/type', required: true, description: '`label` or `attribute`.' },
  },
};

const SHOWN_RULES: AttributeMapping = {
  type: listOf(objectOf({ key: 'string', values: listOf('string'), operator: 'string', type: 'string' })),
  computed: true,
  changesWith: ['filter_rules'],
};

export const FILTER_RULES: AttributeMapping = {
  ...nested(RULE),
  description:
    'Rules, each with `key`, `values`, `operator` and `type`: `label` (operators any_of, not_any_of, is_null, is_not_null, is_not) or ' +
    '`attribute` (any_of, not_any_of, contains, not_contains, starts_with, ends_with, is_not_empty). An item must match all of them.',
};

/** Deployments and blueprints have separate filters. */
const FILTERED: AttributeMapping = {
  required: true,
  constraint: { enum: ['deployments', 'blueprints'] },
  description: 'The kind of object to filter: `deployments` or `blueprints`.',
};

export const filter: ResourceMapping = {
  noun: 'filter',
  label: 'filter_id',
  description: 'Rules that select deployments or blueprints, stored under a name.',
  attributes: {
    id: { computed: true, description: 'The same as `filter_id`.' },
    filter_id: { required: true, description: 'Name of the filter, unique in its tenant.' },
    resource_type: FILTERED,
    tenant: TENANT,
    filter_rules: { ...FILTER_RULES, required: true, replacesWhen: isTypeTakenOut },
    visibility: { ...VISIBILITY, default: { value: 'tenant' } },
    labels_filter_rules: SHOWN_RULES,
    attrs_filter_rules: SHOWN_RULES,
    created_at: { computed: true },
    created_by: { computed: true },
    updated_at: { computed: true, changesWith: ['filter_rules', 'visibility'] },
  },
  parameters: { ...IN_TENANT, resource: 'resource_type', filter_id: 'filter_id' },
  reply: {
    id: '/id',
    filter_id: '/id',
    tenant: { at: '/tenant_name', missing: 'keep' },
    filter_rules: shownAs('/value', RULE),
    visibility: '/visibility',
    labels_filter_rules: '/labels_filter_rules',
    attrs_filter_rules: '/attrs_filter_rules',
    created_at: '/created_at',
    created_by: '/created_by',
    updated_at: '/updated_at',
  },
  identity: ['tenant', 'resource_type', 'filter_id'],
  imports: ['tenant/resource_type/filter_id', 'resource_type/filter_id'],
  create: {
    operation: 'createFilter',
    repeatable: false,
    body: { json: { '/filter_rules': 'filter_rules', '/visibility': 'visibility' } },
  },
  read: {
    call: { operation: 'getFilter' },
    crowd: {
      operation: 'listFilters',
      paging: PAGES,
      by: { filter_id: '/id', tenant: '/tenant_name' },
      unchanged: [],
    },
    confirmGone: MANAGER_IS_THERE,
  },
  updates: [
    {
      operation: 'updateFilter',
      repeatable: true,
      // An update without a visibility requests the default one.
      send: 'all',
      body: { json: { '/filter_rules': 'filter_rules', '/visibility': 'visibility' } },
    },
  ],
  remove: { operation: 'deleteFilter' },
  locate: { match: ['filter_rules', 'visibility'] },
  check: (config) => checkRules(config),
};

/** An update with rules of one type leaves those of the other unchanged (public source). */
function isTypeTakenOut(prior: Value, planned: Value): boolean {
  if (planned instanceof Unknown || typesIn(planned).some((type) => type instanceof Unknown)) return false;
  return typesIn(prior).some((type) => !typesIn(planned).includes(type));
}

function typesIn(rules: Value): readonly (Value | undefined)[] {
  return rules instanceof ListValue ? rules.items.map((rule) => (isObjectValue(rule) ? rule['type'] : rule)) : [];
}

/** Whether every rule has an operator that its type supports. */
export function checkRules(config: Readonly<Record<string, Value>>): readonly Diagnostic[] {
  const rules = config['filter_rules'];
  if (!(rules instanceof ListValue)) return [];
  return rules.items.flatMap((rule, index) => {
    if (!isObjectValue(rule)) return [];
    const { type, operator } = rule;
    if (typeof type !== 'string' || typeof operator !== 'string') return [];
    const known = Object.hasOwn(OPERATORS, type) ? OPERATORS[type] : undefined;
    if (known?.includes(operator) === true) return [];
    const [summary, advice] =
      known === undefined
        ? [`A filter rule cannot be of the type ${type}`, 'Use label or attribute.']
        : [`A filter rule of the type ${type} has no operator ${operator}`, `Use one of ${known.join(', ')}.`];
    return [errorDiagnostic('invalid-filter-rule', summary, { detail: advice, path: ['filter_rules', index] })];
  });
}

export const filterDataSources: Readonly<Record<string, DataSourceMapping>> = {
  conductor_filters: {
    noun: 'list of filters',
    description: 'The stored filters of deployments, or of blueprints.',
    attributes: {
      resource_type: FILTERED,
      tenant: TENANT,
      all_tenants: ALL_TENANTS,
      search: { optional: true, description: 'Only filters whose name contains this text.' },
    },
    parameters: { ...IN_TENANT, resource: 'resource_type', _all_tenants: 'all_tenants', _search: 'search' },
    many: {
      list: { operation: 'listFilters', paging: PAGES },
      into: 'filters',
      description: 'The matching filters.',
      item: '#/components/schemas/Filter',
    },
  },
};
