import { parameter, bodyOf } from '../asked.js';
import { isRecord } from '../description.js';
import { flag, nullable, object, text } from '../shape.js';
import { findUploaded } from './blueprint-entries.js';
import { inputsOf } from './deployment-creation.js';
import { inTenant } from './domain.js';
import type { Ask, Domain } from './domain.js';
import { begin, isOccupied } from './executing.js';
import { listed, shown } from './list.js';
import { findOwn, findOwned, newOwned, visibleTo } from './owned.js';
import { planOf } from './plan.js';
import { ok, Refused } from './refusal.js';
import { deployments, deploymentUpdates } from './running-entries.js';
import type { DeploymentEntry, DeploymentUpdateEntry } from './running-entries.js';

const FIELDS: readonly string[] = [
  'id',
  'deployment_id',
  'old_blueprint_id',
  'new_blueprint_id',
  'old_inputs',
  'new_inputs',
  'state',
  'tenant_name',
  'created_at',
  'created_by',
  'execution_id',
  'private_resource',
  'visibility',
  'resource_availability',
  'deployment_update_nodes',
  'deployment_update_node_instances',
  'modified_entity_ids',
  'steps',
  'deployment_plan',
  'deployment_update_deployment',
  'central_plugins_to_install',
  'central_plugins_to_uninstall',
];

export const deploymentUpdatesDomain: Domain = {
  operations: {
    listDeploymentUpdates: inTenant('deployment_update_list', (ask) =>
      listed(ask, { items: visibleTo(ask, deploymentUpdates(ask.store)), show, fields: FIELDS, searched: 'id' }),
    ),
    getDeploymentUpdate: inTenant('deployment_update_get', (ask) =>
      shown(
        ask,
        show(findOwned(ask, deploymentUpdates(ask.store), parameter(ask, 'update_id'), 'DeploymentUpdate')),
        FIELDS,
      ),
    ),
    initiateDeploymentUpdate: inTenant('deployment_update_create', initiate),
  },
  kinds: {},
};

const updateBody = object({}, { blueprint_id: text, inputs: nullable(isRecord), force: flag, preview: flag });

function initiate(ask: Ask) {
  const { store, now } = ask;
  const deployment = findOwn(ask, deployments(store), parameter(ask, 'deployment_id'), 'Deployment');
  const { blueprint_id: wanted = deployment.blueprint_id, inputs = {}, force, preview } = bodyOf(ask, updateBody);
  if (force !== true) refuseBusy(ask, deployment);
  const blueprint = findUploaded(ask, wanted);
  const plan = planOf(store, { tenant_name: ask.tenant, blueprint_id: blueprint.id });
  // Inputs are merged: omitted ones stay, as far as the blueprint still declares them.
  const kept = Object.entries(deployment.inputs).filter(([name]) => Object.hasOwn(plan.inputs, name));
  const id = `${deployment.id}-${store.newIdentity()}`;
  const entry: DeploymentUpdateEntry = {
    ...newOwned(ask, id, deployment.visibility),
    id,
    deployment_id: deployment.id,
    old_blueprint_id: deployment.blueprint_id,
    new_blueprint_id: blueprint.id,
    old_inputs: deployment.inputs,
    new_inputs: inputsOf(plan.inputs, { ...Object.fromEntries(kept), ...inputs }),
    state: preview === true ? 'preview' : 'updating',
    execution_id: null,
  };
  deploymentUpdates(store).put(entry);
  if (preview === true) return ok(show(entry));
  const asked = { tenant: ask.tenant, user: ask.user.username, deployment, force: force === true, now };
  begin(store, { ...asked, workflow: 'csys_new_deployment_update' }, ({ id: execution }) =>
    deploymentUpdates(store).put({ ...entry, execution_id: execution, state: 'executing_workflow' }),
  );
  return ok(show(deploymentUpdates(store).latest(entry)));
}

function refuseBusy({ store }: Ask, deployment: DeploymentEntry): void {
  if (isOccupied(store, deployment.identity))
    throw new Refused(
      409,
      `There are running or queued executions for the deployment ${deployment.id}`,
      'conflict_error',
    );
}

function show({ identity: _, ...kept }: DeploymentUpdateEntry): Readonly<Record<string, unknown>> {
  return {
    ...kept,
    private_resource: kept.visibility === 'private',
    resource_availability: kept.visibility,
    deployment_update_nodes: [],
    deployment_update_node_instances: {},
    modified_entity_ids: {},
    steps: [],
    deployment_plan: {},
    deployment_update_deployment: {},
    central_plugins_to_install: [],
    central_plugins_to_uninstall: [],
  };
}
