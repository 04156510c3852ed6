import { errorDiagnostic, type Diagnostic, type Json, type Value, listIn, objectIn } from '../../model/index.js';
import type { ActionCall, ActionMapping, AttributeMapping } from '../rest/mapping/definition.js';
import { UPDATE_OPTIONS } from './deployment.js';
import { ACTS_IN_TENANT, IN_TENANT, PAGES } from './protocol.js';
import {
  executionsOf,
  PATIENCE,
  UNTIL_EXECUTION_ENDS,
  UNTIL_EXECUTION_GROUP_ENDS,
  UNTIL_EXECUTION_IS_OVER,
  UNTIL_UPDATE_ENDS,
} from './work.js';

type Values = Readonly<Record<string, Value>>;

const FLAG: AttributeMapping = { type: 'bool', optional: true };
const PARAMETERS: AttributeMapping = { type: 'dynamic', optional: true, sensitive: true };
const EXECUTION: AttributeMapping = { required: true, description: 'ID of the execution.' };

const WAIT: AttributeMapping = {
  ...FLAG,
  description: 'Whether to wait until it has ended, and fail if it fails. Default: true.',
};

const common = { tenant: ACTS_IN_TENANT, execution_timeout_seconds: PATIENCE };

/** `add node nodes:cache`: the manager's preview, one string for each step. */
function stepsOf(update: Json): Json {
  const steps = listIn(objectIn(update)['steps']).map(objectIn);
  return steps.map(({ action, entity_type: kind, entity_id: id }) =>
    [action, kind, Array.isArray(id) ? id.join(':') : id].filter((word) => typeof word === 'string').join(' '),
  );
}

/** Unless disabled. */
const unlessTold: NonNullable<ActionCall['waits']> = ({ wait }) => wait !== false;

export const executionActions: Readonly<Record<string, ActionMapping>> = {
  conductor_execution: {
    noun: 'execution',
    description: 'Starts a workflow on a deployment, and waits until it has ended.',
    attributes: {
      ...common,
      deployment_id: { required: true },
      workflow_id: { required: true },
      parameters: PARAMETERS,
      allow_custom_parameters: FLAG,
      force: FLAG,
      queue: FLAG,
      dry_run: FLAG,
      wait_after_fail: { type: 'number', optional: true },
      schedule: { optional: true },
      wait: WAIT,
    },
    parameters: { ...IN_TENANT, execution_id: 'execution_id' },
    calls: [
      {
        operation: 'startExecution',
        does: 'start the workflow {workflow_id} on the deployment {deployment_id}',
        did: 'started the execution {execution_id} of the workflow {workflow_id}',
        body: {
          json: {
            '/deployment_id': 'deployment_id',
            '/workflow_id': 'workflow_id',
            '/parameters': 'parameters',
            '/allow_custom_parameters': 'allow_custom_parameters',
            '/force': 'force',
            '/queue': 'queue',
            '/dry_run': 'dry_run',
            '/wait_after_fail': 'wait_after_fail',
            '/schedule': 'schedule',
          },
        },
        begun: { list: executionsOf('deployment_id', { workflow_id: 'workflow_id' }), identity: '/id' },
        keeps: { execution_id: '/id' },
        wait: UNTIL_EXECUTION_ENDS,
        // One that is scheduled for later is not waited for.
        waits: ({ wait, schedule }) => wait !== false && (schedule ?? null) === null,
      },
    ],
  },
  conductor_execution_cancel: {
    noun: 'cancellation of an execution',
    description: 'Cancels an execution, or resumes a stopped one.',
    attributes: {
      ...common,
      execution_id: EXECUTION,
      action: { required: true, description: 'The operation: cancel, force-cancel, kill, resume or force-resume.' },
      deployment_id: { optional: true },
      wait: { ...FLAG, description: 'Whether to wait until it has ended. Default: true.' },
    },
    parameters: { ...IN_TENANT, execution_id: 'execution_id' },
    calls: [
      {
        operation: 'cancelExecution',
        // Requesting the same end state twice has the same effect as once.
        repeatable: true,
        does: 'cancel or resume the execution {execution_id}',
        did: 'asked the execution {execution_id} to {action}',
        body: { json: { '/action': 'action', '/deployment_id': 'deployment_id' } },
        wait: UNTIL_EXECUTION_IS_OVER,
        waits: unlessTold,
      },
    ],
  },
  conductor_execution_status_override: {
    noun: 'override of the state of an execution',
    description: 'Corrects the state of an execution in the manager.',
    attributes: { tenant: ACTS_IN_TENANT, execution_id: EXECUTION, status: { required: true } },
    parameters: { ...IN_TENANT, execution_id: 'execution_id' },
    calls: [
      {
        operation: 'updateExecution',
        repeatable: true,
        does: 'overwrite the state of the execution {execution_id}',
        did: 'set the state of the execution {execution_id} to {status}',
        body: { json: { '/status': 'status' } },
      },
    ],
  },
  conductor_executions_purge: {
    noun: 'purge of executions',
    description: 'Deletes finished executions.',
    attributes: {
      tenant: ACTS_IN_TENANT,
      to_datetime: { optional: true },
      keep_last: { type: 'number', optional: true },
      deployment_id: { optional: true, description: 'Only results for this deployment.' },
      all_tenants: { ...FLAG, description: 'Whether to include all tenants. Default: false.' },
    },
    parameters: { ...IN_TENANT, deployment_id: 'deployment_id', _all_tenants: 'all_tenants' },
    calls: [
      {
        operation: 'purgeExecutions',
        does: 'delete finished executions',
        did: 'deleted {purged} executions',
        body: { json: { '/to_datetime': 'to_datetime', '/keep_last': 'keep_last' } },
        keeps: { purged: { at: '/items', decode: (items) => (Array.isArray(items) ? items.length : 0) } },
      },
    ],
    check: oneOf('to_datetime', 'keep_last'),
  },
  conductor_execution_group: {
    noun: 'execution group',
    description: 'Starts one workflow on every deployment of a group, and waits until all have ended.',
    attributes: {
      ...common,
      deployment_group_id: { required: true },
      workflow_id: { required: true },
      default_parameters: PARAMETERS,
      parameters: PARAMETERS,
      force: FLAG,
      concurrency: { type: 'number', optional: true },
      wait: WAIT,
    },
    parameters: { ...IN_TENANT, group_id: 'execution_group_id' },
    calls: [
      {
        operation: 'startExecutionGroup',
        does: 'start the workflow {workflow_id} on the deployment group {deployment_group_id}',
        did: 'started the execution group {execution_group_id}',
        body: {
          json: {
            '/deployment_group_id': 'deployment_group_id',
            '/workflow_id': 'workflow_id',
            '/default_parameters': 'default_parameters',
            '/parameters': 'parameters',
            '/force': 'force',
            '/concurrency': 'concurrency',
          },
        },
        begun: {
          list: {
            operation: 'listExecutionGroups',
            parameters: { deployment_group_id: 'deployment_group_id' },
            paging: PAGES,
          },
          identity: '/id',
        },
        keeps: { execution_group_id: '/id' },
        wait: { ...UNTIL_EXECUTION_GROUP_ENDS, call: { operation: 'getExecutionGroup' } },
        waits: unlessTold,
      },
    ],
  },
  conductor_execution_group_control: {
    noun: 'control of an execution group',
    description:
      'Cancels or resumes the executions of a group, and sets their concurrency and the target groups of the deployments.',
    attributes: {
      tenant: ACTS_IN_TENANT,
      execution_group_id: { required: true, description: 'ID of the execution group.' },
      action: { optional: true },
      concurrency: { type: 'number', optional: true },
      success_group_id: { optional: true },
      failure_group_id: { optional: true },
    },
    parameters: { ...IN_TENANT, group_id: 'execution_group_id' },
    calls: [
      {
        operation: 'changeExecutionGroup',
        repeatable: true,
        does: 'change the execution group {execution_group_id}',
        did: 'changed the execution group {execution_group_id}',
        when: (values) => CHANGES.some((name) => isGiven(values, name)),
        body: {
          json: {
            '/concurrency': 'concurrency',
            '/success_group_id': 'success_group_id',
            '/failure_group_id': 'failure_group_id',
          },
        },
      },
      {
        operation: 'controlExecutionGroup',
        repeatable: true,
        does: 'cancel or resume the execution group {execution_group_id}',
        did: 'asked the execution group {execution_group_id} to {action}',
        when: (values) => isGiven(values, 'action'),
        body: { json: { '/action': 'action' } },
      },
    ],
  },
  conductor_deployment_update: {
    noun: 'deployment update',
    description:
      'Moves a deployment to another blueprint or other inputs, with all options of the API, or previews the changes.',
    attributes: {
      ...common,
      deployment_id: { required: true, description: 'The deployment.' },
      blueprint_id: { optional: true },
      inputs: PARAMETERS,
      ...Object.fromEntries(UPDATE_OPTIONS.map((name) => [name, FLAG])),
      force: FLAG,
      reinstall_list: { type: 'dynamic', optional: true },
      preview: FLAG,
      runtime_only_evaluation: FLAG,
      wait: WAIT,
    },
    parameters: { ...IN_TENANT, deployment_id: 'deployment_id', update_id: 'update_id' },
    calls: [
      {
        operation: 'initiateDeploymentUpdate',
        does: 'update the deployment {deployment_id}',
        did: 'started the update {update_id}',
        body: {
          json: {
            '/blueprint_id': 'blueprint_id',
            '/inputs': 'inputs',
            ...Object.fromEntries(UPDATE_OPTIONS.map((name) => [`/${name}`, name])),
            '/force': 'force',
            '/reinstall_list': 'reinstall_list',
            '/preview': 'preview',
            '/runtime_only_evaluation': 'runtime_only_evaluation',
          },
        },
        begun: {
          list: { operation: 'listDeploymentUpdates', parameters: { deployment_id: 'deployment_id' }, paging: PAGES },
          identity: '/id',
        },
        keeps: { update_id: '/id' },
        wait: { ...UNTIL_UPDATE_ENDS, call: { operation: 'getDeploymentUpdate' } },
        waits: unlessTold,
      },
      {
        operation: 'getDeploymentUpdate',
        when: ({ preview }) => preview === true,
        does: 'read the steps of the update {update_id}',
        did: 'previewed the update without applying it: {steps}',
        keeps: { steps: { at: '', decode: stepsOf } },
      },
    ],
  },
  conductor_node_instance_update: {
    noun: 'update of a node instance',
    description: 'Sets the state or the runtime properties of a node instance; a concurrent change is a conflict.',
    attributes: {
      tenant: ACTS_IN_TENANT,
      node_instance_id: { required: true, description: 'ID of the node instance.' },
      state: { optional: true },
      runtime_properties: PARAMETERS,
    },
    parameters: { ...IN_TENANT, node_instance_id: 'node_instance_id' },
    calls: [
      {
        operation: 'getNodeInstance',
        does: 'read the node instance {node_instance_id}',
        did: 'found version {version} of the node instance {node_instance_id}',
        keeps: { version: '/version' },
      },
      {
        operation: 'updateNodeInstance',
        does: 'change the node instance {node_instance_id}',
        did: 'changed it',
        body: {
          json: { '/version': 'version', '/state': 'state', '/runtime_properties': 'runtime_properties' },
        },
      },
    ],
  },
};

const CHANGES = ['concurrency', 'success_group_id', 'failure_group_id'];

function isGiven(values: Values, name: string): boolean {
  return (values[name] ?? null) !== null;
}

/** The service accepts exactly one of these. */
function oneOf(...names: readonly string[]): (config: Values) => readonly Diagnostic[] {
  return (config) => {
    const given = names.filter((name) => isGiven(config, name));
    if (given.length === 1) return [];
    const how = given.length === 0 ? 'None' : 'More than one';
    return [
      errorDiagnostic('one-of', `${how} of ${names.join(', ')} is set`, {
        detail: 'The manager requires exactly one of them.',
      }),
    ];
  };
}
