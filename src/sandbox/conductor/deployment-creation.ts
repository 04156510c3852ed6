import { isRecord } from '../description.js';
import { findUploaded } from './blueprint-entries.js';
import type { Ask } from './domain.js';
import { begin } from './executing.js';
import { labelPairs, labelsOf } from './label-entries.js';
import { findOwned, newOwned, refuseTaken } from './owned.js';
import { refuseBadParents } from './parents.js';
import { planOf } from './plan.js';
import { Refused } from './refusal.js';
import { deployments, type DeploymentEntry } from './running-entries.js';

/** Creates the requested deployment, and starts the execution that creates its environment. */
export function makeDeployment(
  ask: Ask,
  id: string,
  body: Readonly<Record<string, unknown>>,
  more: { readonly group?: string } = {},
): DeploymentEntry {
  const { store, now } = ask;
  const blueprint = findUploaded(ask, String(body['blueprint_id']));
  const visibility = visibilityOf(body);
  refuseTaken(ask, deployments(store), id, 'deployment', visibility);
  if (visibility === 'global' && blueprint.visibility !== 'global')
    throw new Refused(400, `Can't create global deployment ${id} because blueprint ${blueprint.id} is not global`);
  if (typeof body['site_name'] === 'string')
    findOwned(ask, store.collection<DeploymentEntry>('conductor', 'sites'), body['site_name'], 'site');
  const owned = newOwned(ask, id, visibility);
  const plan = planOf(store, { tenant_name: ask.tenant, blueprint_id: blueprint.id });
  const before = { id, identity: owned.identity, blueprint_id: blueprint.id };
  const inputs = inputsOf(plan.inputs, isRecord(body['inputs']) ? body['inputs'] : {});
  const labels = new Map([...plan.labels, ...labelPairs(body['labels'])].map((pair) => [JSON.stringify(pair), pair]));
  const entry: DeploymentEntry = {
    ...owned,
    ...before,
    display_name: typeof body['display_name'] === 'string' ? body['display_name'] : id,
    description: plan.description,
    inputs,
    site_name: typeof body['site_name'] === 'string' ? body['site_name'] : null,
    labels: labelsOf([...labels.values()], [], now),
    updated_at: null,
    create_execution: '',
    latest_execution: '',
  };
  refuseBadParents(ask, id, entry.labels);
  deployments(store).put(entry);
  begin(
    store,
    {
      tenant: ask.tenant,
      user: ask.user.username,
      workflow: 'create_deployment_environment',
      deployment: before,
      now,
      ...(more.group === undefined ? {} : { group: more.group }),
    },
    ({ id: execution }) =>
      deployments(store).put({ ...entry, create_execution: execution, latest_execution: execution }),
  );
  return deployments(store).latest(entry);
}

function visibilityOf(body: Readonly<Record<string, unknown>>): string {
  if (typeof body['visibility'] === 'string') return body['visibility'];
  return body['private_resource'] === true ? 'private' : 'tenant';
}

/** The given values, and defaults for the rest. Missing or unknown inputs are refused. */
export function inputsOf(
  definitions: Readonly<Record<string, unknown>>,
  given: Readonly<Record<string, unknown>>,
): Readonly<Record<string, unknown>> {
  const unknown = Object.keys(given).filter((name) => !Object.hasOwn(definitions, name));
  if (unknown.length > 0)
    throw new Refused(400, `Unknown input "${unknown.join('", "')}" specified`, 'unknown_deployment_input_error');
  const defaults = Object.entries(definitions).map(([name, definition]): [string, unknown] => [
    name,
    typeof definition === 'object' && definition !== null && 'default' in definition ? definition.default : undefined,
  ]);
  const missing = defaults.filter(([name, value]) => value === undefined && !Object.hasOwn(given, name));
  if (missing.length > 0)
    throw new Refused(
      400,
      `Required inputs ${missing.map(([name]) => `'${name}'`).join(', ')} were not specified`,
      'missing_required_deployment_input_error',
    );
  for (const [name, value] of Object.entries(given)) refuseOtherType(name, value, definitions[name]);
  return { ...Object.fromEntries(defaults), ...given };
}

/** Whether a value is of a type that blueprints know; values of unknown types are accepted. */
const TYPES: Readonly<Record<string, (value: unknown) => boolean>> = {
  integer: (value) => Number.isInteger(value),
  float: (value) => typeof value === 'number',
  boolean: (value) => typeof value === 'boolean',
  string: (value) => typeof value === 'string',
  list: Array.isArray,
  dict: isRecord,
};

/** Functions such as `get_secret` are evaluated later. */
function refuseOtherType(name: string, value: unknown, definition: unknown): void {
  const type = isRecord(definition) ? definition['type'] : undefined;
  const fits = typeof type === 'string' && Object.hasOwn(TYPES, type) ? TYPES[type] : undefined;
  if (fits === undefined || fits(value) || isRecord(value)) return;
  throw new Refused(
    400,
    `Property type validation failed in 'inputs.${name}': the value is not of type '${String(type)}'`,
    'bad_parameters_error',
  );
}
