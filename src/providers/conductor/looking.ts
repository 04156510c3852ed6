import {
  errorDiagnostic,
  isNull,
  listOf,
  objectOf,
  type Diagnostic,
  type Json,
  type JsonObject,
  type Value,
  listIn,
  memberOf,
  objectIn,
} from '../../model/index.js';
import type { AttributeMapping, DataSourceMapping, ListMapping } from '../rest/mapping/definition.js';
import type { Paging } from '../rest/mapping/paging.js';
import { textOf } from '../rest/pointer.js';
import { checkRules, FILTER_RULES } from './filter.js';
import { ALL_TENANTS, IN_TENANT, PAGES, TENANT } from './protocol.js';

const SEARCHED = [
  'blueprints',
  'secrets',
  'deployments',
  'workflows',
  'capabilities',
  'scaling-groups',
  'nodes',
  'node-types',
  'node-instances',
];

/** Searches nine kinds of objects (Conductor document, section Searches). */
const search: DataSourceMapping = {
  noun: 'search',
  description: 'Objects that match rules, a stored filter or constraints.',
  attributes: {
    resource_type: {
      required: true,
      constraint: { enum: SEARCHED },
      description: `The kind of object to search: ${SEARCHED.join(', ')}.`,
    },
    tenant: TENANT,
    all_tenants: ALL_TENANTS,
    filter_rules: { ...FILTER_RULES, optional: true },
    filter_id: { optional: true, description: 'Name of a stored filter.' },
    constraints: {
      type: 'dynamic',
      optional: true,
      description:
        'Constraints in the syntax of the DSL (`labels`, `name_pattern` and others), instead of rules and a filter.',
    },
    search: { optional: true, description: 'Only objects whose ID, or equivalent, contains this text.' },
    search_name: {
      optional: true,
      description: 'In addition to the results of `search`, deployments whose display name contains this text.',
    },
    common_only: {
      type: 'bool',
      optional: true,
      description: 'Only workflows that all matching deployments have in common. Default: false.',
    },
    deployment_id: { optional: true, description: 'Only objects of this deployment.' },
    blueprint_id: { optional: true, description: 'Only objects of this blueprint.' },
  },
  parameters: {
    ...IN_TENANT,
    resource: 'resource_type',
    _all_tenants: 'all_tenants',
    _search: 'search',
    _search_name: 'search_name',
    _common_only: 'common_only',
    _deployment_id: 'deployment_id',
    _blueprint_id: 'blueprint_id',
  },
  many: {
    list: {
      operation: 'search',
      body: { json: { '/filter_rules': 'filter_rules', '/filter_id': 'filter_id', '/constraints': 'constraints' } },
      paging: PAGES,
    },
    into: 'items',
    description: 'The results. Which attributes are set depends on the kind of object.',
    item: '#/components/schemas/SearchItem',
  },
  check: (config) => [...checkRules(config), ...checkConstraints(config)],
};

function checkConstraints(config: Readonly<Record<string, Value>>): readonly Diagnostic[] {
  const other = ['filter_rules', 'filter_id'].find((name) => !isNull(config[name] ?? null));
  if (isNull(config['constraints'] ?? null) || other === undefined) return [];
  return [
    errorDiagnostic('one-of', `Both constraints and ${other} are set`, {
      detail: 'A search uses either constraints, or rules and a stored filter. Remove one of them.',
      path: ['constraints'],
    }),
  ];
}

/** The total is unreliable: with a second attribute it counts inner rows (Conductor document, section Summaries). */
const GROUPS: Paging = {
  style: 'offset',
  items: '/items',
  parameter: '_offset',
  size: { parameter: '_size', value: 1000 },
};

/** What can be counted: by which call, and by which attributes. */
const SUMMARIES: Readonly<Record<string, { readonly operation: string; readonly fields: readonly string[] }>> = {
  blueprints: { operation: 'summarizeBlueprints', fields: ['tenant_name', 'visibility'] },
  deployments: { operation: 'summarizeDeployments', fields: ['blueprint_id', 'tenant_name', 'visibility'] },
  executions: {
    operation: 'summarizeExecutions',
    fields: ['status', 'blueprint_id', 'deployment_id', 'workflow_id', 'tenant_name', 'visibility'],
  },
  node_instances: {
    operation: 'summarizeNodeInstances',
    fields: ['deployment_id', 'node_id', 'host_id', 'state', 'tenant_name', 'visibility'],
  },
  nodes: { operation: 'summarizeNodes', fields: ['deployment_id', 'tenant_name', 'visibility'] },
};

const COUNTED = Object.keys(SUMMARIES);

/** Attributes to filter by. */
const CHOICES = ['blueprint_id', 'deployment_id', 'workflow_id', 'node_id', 'host_id', 'status', 'state', 'visibility'];

const GROUP = { value: 'string', count: 'number' } as const;

const summary: DataSourceMapping = {
  noun: 'summary',
  description: 'Number of objects, grouped by one or two of their attributes.',
  attributes: {
    resource_type: {
      required: true,
      constraint: { enum: COUNTED },
      description: `What to count: ${COUNTED.join(', ')}.`,
    },
    target_field: { required: true, description: 'Attribute to group by.' },
    sub_field: { optional: true, description: 'Attribute to group by within each group.' },
    tenant: TENANT,
    all_tenants: ALL_TENANTS,
    ...Object.fromEntries(CHOICES.map((name) => [name, choice(name)])),
  },
  parameters: {
    ...IN_TENANT,
    _target_field: 'target_field',
    _sub_field: 'sub_field',
    _all_tenants: 'all_tenants',
    ...Object.fromEntries(CHOICES.map((name) => [name, name])),
  },
  many: {
    list: countedBy('blueprints'),
    instead: COUNTED.map((name) => ({ when: 'resource_type', is: name, list: countedBy(name) })),
    into: 'groups',
    description: 'The groups, each with its `value`, its `count`, and the same for `sub_field` as `groups`.',
    item: { type: objectOf({ ...GROUP, groups: listOf(objectOf(GROUP)) }), shape: groupOf },
  },
  check: checkFields,
};

function choice(name: string): AttributeMapping {
  return { optional: true, description: `Only objects with this ${name.replace('_', ' ')}.` };
}

function countedBy(name: string): ListMapping {
  return { operation: memberOf(SUMMARIES, name).operation, paging: GROUPS };
}

/** `{tenant_name: 'a', blueprints: 3, 'by visibility': […]}` → `{value: 'a', count: 3, groups: […]}`. */
function groupOf(item: Json, inputs: JsonObject): Json {
  const [counted, target, sub] = ['resource_type', 'target_field', 'sub_field'].map((name) => textOf(inputs[name]));
  const inner = sub === undefined ? [] : listIn(objectIn(item)[`by ${sub}`]);
  return { ...countIn(item, target, counted), groups: inner.map((one) => countIn(one, sub, counted)) };
}

function countIn(row: Json, field = '', counted = ''): JsonObject {
  const { [field]: value = null, [counted]: count = null } = objectIn(row);
  return { value, count };
}

function checkFields(config: Readonly<Record<string, Value>>): readonly Diagnostic[] {
  const counted = config['resource_type'];
  const summary = typeof counted === 'string' && Object.hasOwn(SUMMARIES, counted) ? SUMMARIES[counted] : undefined;
  if (typeof counted !== 'string' || summary === undefined) return [];
  const { fields } = summary;
  return ['target_field', 'sub_field'].flatMap((name) => {
    const field = config[name];
    if (typeof field !== 'string' || fields.includes(field)) return [];
    return [
      errorDiagnostic('invalid-value', `${counted} cannot be grouped by ${field}`, {
        detail: `Use one of ${fields.join(', ')}.`,
        path: [name],
      }),
    ];
  });
}

export const lookingDataSources: Readonly<Record<string, DataSourceMapping>> = {
  conductor_search: search,
  conductor_summary: summary,
};
