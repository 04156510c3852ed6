import type { Json } from '../../model/index.js';
import { objectIn } from '../../model/index.js';
import type { AttributeMapping, CallMapping, ListMapping, ResourceMapping } from '../rest/mapping/definition.js';
import { hasToBeUninstalled, whyItStays } from './deployment-removal.js';
import {
  givenInputs,
  installed,
  isInstalledAlready,
  mayLackNodes,
  ownLabels,
  workedOut,
} from './deployment-replies.js';
import { allInputs, takesInputOut, withoutDefault } from './deployment-inputs.js';
import { LABELS, labelsPart } from './labels.js';
import { IN_TENANT, MANAGER_IS_THERE, PAGES, TENANT } from './protocol.js';
import { DELETION, VISIBILITY } from './sharing.js';
import { executionIn, executionsOf, isUnderWay, PATIENCE } from './work.js';

/** Options of an update. They are sent with one but do not cause one. */
export const UPDATE_OPTIONS = [
  'skip_install',
  'skip_uninstall',
  'skip_reinstall',
  'skip_drift_check',
  'skip_heal',
  'force_reinstall',
  'ignore_failure',
  'install_first',
  'update_plugins',
] as const;

const OPTION: AttributeMapping = { type: 'bool', optional: true, local: true };

/** Computed by the service, and may contain secrets. */
const WORKED_OUT: AttributeMapping = {
  type: 'dynamic',
  computed: true,
  sensitive: true,
  changesWith: ['blueprint_id', 'inputs', 'install'],
};

const UPDATES: ListMapping = { operation: 'listDeploymentUpdates', parameters: { deployment_id: 'id' }, paging: PAGES };

export const deployment: ResourceMapping = {
  noun: 'deployment',
  label: 'id',
  description:
    'An application deployed from a blueprint; with `install`, it is also installed, and uninstalled before it is deleted.',
  attributes: {
    id: { required: true, replaces: true, description: 'Name of the deployment, unique in its tenant.' },
    tenant: TENANT,
    blueprint_id: { required: true },
    display_name: { optional: true, computed: true, description: 'The display name. Default: the ID.' },
    inputs: {
      type: 'dynamic',
      optional: true,
      sensitive: true,
      description: "Its inputs, by name. An omitted or removed input has the blueprint's default.",
    },
    site_name: { optional: true },
    labels: LABELS,
    visibility: VISIBILITY,
    skip_plugins_validation: { ...OPTION },
    runtime_only_evaluation: { ...OPTION },
    install: {
      type: 'bool',
      optional: true,
      followed: 'when-set-or-imported',
      description:
        'Whether to install it: the install workflow runs after it is created, the uninstall workflow before it is deleted, and either one when this changes. If omitted, Landform neither installs nor uninstalls it. Importing an installed deployment sets it.',
    },
    install_workflow: workflow('install'),
    uninstall_workflow: workflow('uninstall'),
    install_parameters: parametersOf('install'),
    uninstall_parameters: parametersOf('uninstall'),
    ...Object.fromEntries(UPDATE_OPTIONS.map((name) => [name, OPTION])),
    execution_timeout_seconds: PATIENCE,
    delete_wait_seconds: {
      type: 'number',
      optional: true,
      local: true,
      constraint: { minimum: 0 },
      description: 'Seconds to retry a refused delete. Default: 0, which tries once.',
    },
    ...DELETION,
    outputs: { ...WORKED_OUT, description: 'Outputs by name, as of the last change by Landform.' },
    capabilities: { ...WORKED_OUT, description: 'Capabilities by name, as of the last change by Landform.' },
    description: { computed: true, changesWith: ['blueprint_id'] },
    environment_type: { computed: true, changesWith: ['labels', 'blueprint_id'] },
    create_execution: { computed: true },
    created_at: { computed: true },
    created_by: { computed: true },
  },
  parameters: {
    ...IN_TENANT,
    deployment_id: 'id',
    force: 'force_delete',
    delete_logs: 'delete_logs',
    recursive: 'recursive_delete',
  },
  reply: {
    id: '/id',
    blueprint_id: '/blueprint_id',
    display_name: { at: '/display_name', missing: 'keep' },
    inputs: { at: '', decode: givenInputs },
    site_name: '/site_name',
    labels: { at: '', decode: ownLabels },
    visibility: '/visibility',
    install: { at: '', decode: installed, missing: 'keep' },
    outputs: workedOut('/worked_out/outputs'),
    capabilities: workedOut('/offered/capabilities'),
    description: '/description',
    environment_type: '/environment_type',
    create_execution: { at: '/create_execution', missing: 'keep' },
    created_at: '/created_at',
    created_by: '/created_by',
  },
  identity: ['tenant', 'id'],
  imports: ['tenant/id', 'id'],
  create: {
    operation: 'createDeployment',
    // The first request takes its name.
    repeatable: false,
    body: {
      json: {
        '/blueprint_id': 'blueprint_id',
        '/display_name': 'display_name',
        '/inputs': 'inputs',
        '/site_name': 'site_name',
        '/labels': labelsPart('labels'),
        '/visibility': 'visibility',
        '/skip_plugins_validation': 'skip_plugins_validation',
        '/runtime_only_evaluation': 'runtime_only_evaluation',
      },
    },
    follow: executionIn('/create_execution'),
  },
  read: {
    // The service has no call that reads one: the list is filtered by its ID (Conductor document, section Deployments).
    list: {
      operation: 'listDeployments',
      parameters: { id: 'id' },
      paging: PAGES,
      by: { id: '/id', tenant: '/tenant_name' },
    },
    also: [
      // An output that cannot be evaluated (a deleted secret, an attribute that is not set yet) makes the service
      // refuse all of them.
      { operation: 'getDeploymentOutputs', as: 'worked_out', spares: [400] },
      { operation: 'getDeploymentCapabilities', as: 'offered', spares: [400] },
      {
        operation: 'listNodes',
        parameters: { deployment_id: 'id', _include: { value: 'id' }, _size: { value: 1 } },
        as: 'nodes',
        when: mayLackNodes,
      },
    ],
    alsoImporting: [
      { operation: 'listBlueprints', from: { id: '/blueprint_id' }, as: 'blueprint' },
      { operation: 'listDeploymentGroups', as: 'member_of' },
    ],
    confirmGone: MANAGER_IS_THERE,
  },
  updates: [
    { operation: 'setDeploymentVisibility', repeatable: true, body: { json: { '/visibility': 'visibility' } } },
    {
      operation: 'setDeploymentSite',
      repeatable: true,
      clears: 'by-omission',
      body: {
        json: {
          '/site_name': 'site_name',
          '/detach_site': { attributes: ['site_name'], make: (site) => (site === undefined ? true : undefined) },
        },
      },
    },
    {
      operation: 'updateDeploymentLabels',
      repeatable: true,
      clears: 'by-omission',
      looks: true,
      body: { json: { '/labels': labelsPart('labels') } },
    },
    { operation: 'updateDeploymentLabels', repeatable: true, body: { json: { '/display_name': 'display_name' } } },
    {
      operation: 'initiateDeploymentUpdate',
      carries: ['blueprint_id', 'inputs'],
      send: 'all',
      clears: 'by-omission',
      looks: {
        when: takesInputOut,
        beside: [{ operation: 'listBlueprints', parameters: { id: 'blueprint_id' }, as: 'blueprint' }],
      },
      refuses: withoutDefault,
      body: {
        json: {
          '/blueprint_id': 'blueprint_id',
          '/inputs': { attributes: ['inputs', 'prior.inputs', 'current'], make: allInputs },
          '/runtime_only_evaluation': 'runtime_only_evaluation',
          ...Object.fromEntries(UPDATE_OPTIONS.map((name) => [`/${name}`, name])),
        },
      },
      begun: { list: UPDATES, identity: '/id' },
      follow: executionIn('/execution_id'),
    },
    {
      ...workflowCall(),
      carries: ['install'],
      send: 'all',
      looks: { when: (_, { install }) => install === true },
      isSo: isInstalledAlready,
    },
  ],
  remove: {
    operation: 'deleteDeployment',
    before: [
      {
        ...workflowCall({ value: false }),
        verb: 'uninstall',
        when: hasToBeUninstalled,
      },
    ],
    refused: {
      when: (status, message) => status === 405 || /existing (installations|dependencies)|live|running/i.test(message),
      explain: whyItStays,
      waitSeconds: 'delete_wait_seconds',
      intervalSeconds: 5,
    },
    // The object is deleted by an execution of its own; it is gone once it is no longer shown.
    wait: {
      field: '/id',
      ready: [],
      pending: [],
      failed: [],
      firstSeconds: 0.1,
      intervalSeconds: 5,
      deadlineSeconds: 600,
      deadline: 'execution_timeout_seconds',
    },
  },
  locate: { match: ['blueprint_id'] },
};

/** Starts the workflow that installs or uninstalls, according to `install`. */
function workflowCall(fixed?: { readonly value: boolean }): CallMapping {
  const choose =
    <T>(installing: T, uninstalling: T) =>
    (install: Json | undefined): T =>
      (fixed?.value ?? install) === true ? installing : uninstalling;
  return {
    operation: 'startExecution',
    body: {
      json: {
        '/deployment_id': 'id',
        '/workflow_id': {
          attributes: ['install', 'install_workflow', 'uninstall_workflow'],
          make: (install, one, other) => choose(one ?? 'install', other ?? 'uninstall')(install),
        },
        '/parameters': {
          attributes: ['install', 'install_parameters', 'uninstall_parameters'],
          make: (install, one, other) => choose(one, other)(install),
        },
        // It is queued behind other executions on the deployment.
        '/queue': { value: true },
      },
    },
    begun: {
      list: executionsOf('id', {}),
      identity: '/id',
      // An earlier, interrupted run may have started it.
      going: (execution, values) =>
        isUnderWay(execution) &&
        objectIn(execution)['workflow_id'] ===
          choose(
            values['install_workflow'] ?? 'install',
            values['uninstall_workflow'] ?? 'uninstall',
          )(values['install'] === true),
    },
    follow: executionIn('/id'),
  };
}

function workflow(does: string): AttributeMapping {
  return {
    optional: true,
    local: true,
    description: `The workflow that ${does}s it. Default: \`${does}\`.`,
  };
}

function parametersOf(does: string): AttributeMapping {
  return {
    type: 'dynamic',
    optional: true,
    local: true,
    sensitive: true,
    description: `Parameters of the workflow that ${does}s it.`,
  };
}
