import { isJsonList, canonicalJson, setOf, type Json, type Value } from '../../model/index.js';
import { jsonOf } from '../rest/values/projection.js';
import type {
  AttributeMapping,
  BodyMapping,
  CallMapping,
  ListMapping,
  ResourceMapping,
} from '../rest/mapping/definition.js';
import { LABELS, LABELS_REPLY, labelsPart } from './labels.js';
import { IN_TENANT, MANAGER_IS_THERE, PAGES, TENANT } from './protocol.js';
import { DELETION, VISIBILITY } from './sharing.js';
import { PATIENCE, UNTIL_EXECUTION_GROUP_ENDS } from './work.js';

/** Everything a PUT sets of an existing group. What it leaves out stays unchanged. */
const SETTINGS = {
  '/blueprint_id': 'blueprint_id',
  '/default_inputs': 'default_inputs',
  '/description': 'description',
  '/labels': labelsPart('labels'),
  '/visibility': 'visibility',
  '/deployment_ids': 'deployment_ids',
  '/filter_id': 'filter_id',
  '/filter_rules': 'filter_rules',
  '/deployments_from_group': 'deployments_from_group',
} as const satisfies Extract<BodyMapping, { json: unknown }>['json'];

/** The group of executions that create the environments of new deployments. */
const LATEST_EXECUTION_GROUP: CallMapping = {
  operation: 'listExecutionGroups',
  parameters: { deployment_group_id: 'id', _sort: { value: '-created_at' }, _size: { value: 1 } },
  object: { at: '/items/0' },
};

const EXECUTION_GROUPS: ListMapping = {
  operation: 'listExecutionGroups',
  parameters: { deployment_group_id: 'id' },
  paging: PAGES,
};

/** Selects members when the group is written; the manager does not keep it. */
const CHOICE: AttributeMapping = { optional: true };

export const deploymentGroup: ResourceMapping = {
  noun: 'deployment group',
  label: 'id',
  description: 'Deployments that are managed together, and the labels they get.',
  attributes: {
    id: { required: true, replaces: true, description: 'Name of the group, unique in its tenant.' },
    tenant: TENANT,
    blueprint_id: { optional: true, computed: true },
    default_inputs: { type: 'dynamic', optional: true, computed: true, sensitive: true },
    description: { optional: true, computed: true },
    labels: LABELS,
    visibility: VISIBILITY,
    deployment_ids: {
      type: setOf('string'),
      optional: true,
      computed: true,
      changesWith: ['new_deployments'],
      description:
        'All deployments of the group. If omitted, members are managed elsewhere: by `conductor_deployment_group_member`, a filter, or manually. A deployment that is replaced leaves the group; the same plan adds it again, and recreates a `conductor_deployment_group_member`.',
    },
    filter_id: CHOICE,
    filter_rules: { ...CHOICE, type: 'dynamic' },
    deployments_from_group: CHOICE,
    new_deployments: {
      type: 'dynamic',
      optional: true,
      sensitive: true,
      description:
        'Deployments the group creates: a list of objects with id, display_name, inputs, labels, site_name. Adding an entry creates a deployment; removing one keeps its deployment, also in the group.',
    },
    delete_deployments: {
      type: 'bool',
      optional: true,
      local: true,
      description: 'Whether to delete the deployments of the group with it. Default: false.',
    },
    execution_timeout_seconds: PATIENCE,
    ...DELETION,
    created_at: { computed: true },
    created_by: { computed: true },
  },
  parameters: {
    ...IN_TENANT,
    group_id: 'id',
    delete_deployments: 'delete_deployments',
    force: 'force_delete',
    delete_logs: 'delete_logs',
    recursive: 'recursive_delete',
  },
  reply: {
    id: '/id',
    blueprint_id: '/default_blueprint_id',
    default_inputs: '/default_inputs',
    description: '/description',
    labels: LABELS_REPLY,
    visibility: '/visibility',
    deployment_ids: '/deployment_ids',
    created_at: '/created_at',
    created_by: '/created_by',
  },
  identity: ['tenant', 'id'],
  imports: ['tenant/id', 'id'],
  create: {
    operation: 'putDeploymentGroup',
    body: { json: SETTINGS },
    variants: [
      {
        whenSet: 'new_deployments',
        operation: 'putDeploymentGroup',
        // They would be created twice.
        repeatable: false,
        body: { json: { ...SETTINGS, '/new_deployments': 'new_deployments' } },
        wait: { ...UNTIL_EXECUTION_GROUP_ENDS, call: LATEST_EXECUTION_GROUP },
      },
    ],
  },
  read: { call: { operation: 'getDeploymentGroup' }, confirmGone: MANAGER_IS_THERE },
  updates: [
    { operation: 'putDeploymentGroup', body: { json: SETTINGS }, clears: 'by-omission' },
    {
      operation: 'changeDeploymentGroupMembers',
      when: (prior, planned) => added(planned['new_deployments'], prior['new_deployments']).length > 0,
      carries: ['new_deployments'],
      send: 'all',
      body: {
        json: {
          '/add/new_deployments': {
            attributes: ['new_deployments', 'prior.new_deployments'],
            make: (wanted, before) => itemsAdded(wanted, before),
          },
        },
      },
      // They would be created twice.
      begun: { list: EXECUTION_GROUPS, identity: '/id' },
      follow: { ...UNTIL_EXECUTION_GROUP_ENDS, call: LATEST_EXECUTION_GROUP },
    },
  ],
  remove: { operation: 'deleteDeploymentGroup' },
  members: [{ at: 'deployment_ids', type: 'conductor_deployment', name: 'id', by: { tenant: 'tenant' } }],
  locate: { match: ['id'] },
};

export const deploymentGroupMember: ResourceMapping = {
  noun: 'member of a deployment group',
  label: 'deployment_id',
  description: 'Adds a deployment to a group that does not list its members: omit `deployment_ids` in the group.',
  attributes: {
    tenant: TENANT,
    group_id: { required: true, replaces: true, description: 'Name of the group.' },
    deployment_id: { required: true, replaces: true, description: 'The deployment to add.' },
  },
  parameters: { ...IN_TENANT, group_id: 'group_id' },
  reply: { deployment_id: { at: '', missing: 'keep' } },
  identity: ['tenant', 'group_id', 'deployment_id'],
  removedWith: [
    { type: 'conductor_deployment', by: { deployment_id: 'id', tenant: 'tenant' } },
    { type: 'conductor_deployment_group', by: { group_id: 'id', tenant: 'tenant' } },
  ],
  imports: ['tenant/group_id/deployment_id', 'group_id/deployment_id'],
  create: {
    operation: 'changeDeploymentGroupMembers',
    // Adding an existing member changes nothing.
    repeatable: true,
    object: 'none',
    body: { json: { '/add/deployment_ids': alone('deployment_id') } },
  },
  read: {
    list: {
      operation: 'getDeploymentGroup',
      paging: { style: 'whole', items: '/deployment_ids' },
      by: { deployment_id: '' },
    },
    confirmGone: MANAGER_IS_THERE,
  },
  remove: {
    operation: 'changeDeploymentGroupMembers',
    repeatable: true,
    body: { json: { '/remove/deployment_ids': alone('deployment_id') } },
  },
  locate: { match: ['deployment_id'] },
};

function added(wanted: Value | undefined, before: Value | undefined): readonly Json[] {
  return itemsAdded(jsonOf(wanted), jsonOf(before));
}

/** Entries that do not exist yet. Two identical ones (empty, for a generated name) count as two. */
function itemsAdded(wanted: Json | undefined, before: Json | undefined): readonly Json[] {
  const left = itemsOf(before).map(canonicalJson);
  return itemsOf(wanted).filter((item) => {
    const index = left.indexOf(canonicalJson(item));
    if (index !== -1) left.splice(index, 1);
    return index === -1;
  });
}

function itemsOf(list: Json | undefined): readonly Json[] {
  return isJsonList(list) ? list : [];
}

function alone(attribute: string): { readonly attribute: string; readonly encode: (value: unknown) => string[] } {
  return { attribute, encode: (value) => [String(value)] };
}
