import { parameter, bodyOf } from '../asked.js';
import { isRecord } from '../description.js';
import { flag, object } from '../shape.js';
import type { Store } from '../store.js';
import type { Reply } from '../system.js';
import { findBlueprint, lookUpBlueprint } from './blueprint-entries.js';
import { inTenant } from './domain.js';
import type { Ask, Domain } from './domain.js';
import { kindOf } from './elsewhere.js';
import { identityOf } from './entries.js';
import { begin } from './executing.js';
import { listed, shown } from './list.js';
import type { Shown } from './list.js';
import { findOwned, newOwned, visibleTo } from './owned.js';
import { pluginsUpdates } from './plugin-entries.js';
import type { PluginEntry, PluginsUpdateEntry } from './plugin-entries.js';
import { ok } from './refusal.js';
import { deployments, executions } from './running-entries.js';

const FIELDS: readonly string[] = [
  'id',
  'state',
  'blueprint_id',
  'temp_blueprint_id',
  'execution_id',
  'deployments_to_update',
  'forced',
  'created_at',
  'created_by',
  'tenant_name',
  'visibility',
  'private_resource',
  'resource_availability',
];

/** Updates of plugins (Conductor document, section The Plugins Update Resource). */
export const pluginsUpdateOperations: Domain = {
  operations: {
    listPluginsUpdates: inTenant('plugins_update_list', (ask) =>
      listed(ask, { items: visibleTo(ask, pluginsUpdates(ask.store)), show, fields: FIELDS, searched: 'id' }),
    ),
    getPluginsUpdate: inTenant('plugins_update_get', (ask) =>
      shown(
        ask,
        show(findOwned(ask, pluginsUpdates(ask.store), parameter(ask, 'plugins_update_id'), 'PluginsUpdate')),
        FIELDS,
      ),
    ),
    initiatePluginsUpdate: inTenant('plugins_update_create', initiate),
  },
  kinds: {
    pluginsUpdates: kindOf('id', () => ({
      state: 'successful',
      blueprint_id: 'made-elsewhere',
      temp_blueprint_id: null,
      execution_id: null,
      deployments_to_update: [],
      forced: false,
    })),
  },
  advance: finishUpdates,
};

/** Nothing to do if the blueprint has no deployments. */
function initiate(ask: Ask): Reply {
  const { store, tenant, user, now } = ask;
  const blueprint = findBlueprint(ask, parameter(ask, 'blueprint_id'));
  const { force, ...parameters } = bodyOf(ask, object({}, { force: flag }));
  const ids = deployments(store)
    .where('blueprint_id', blueprint.id)
    .filter((entry) => entry.tenant_name === tenant)
    .map(({ id }) => id);
  const id = store.newIdentity();
  const idle = ids.length === 0;
  const execution = idle
    ? undefined
    : begin(store, {
        tenant,
        user: user.username,
        workflow: 'update_plugin',
        blueprint: blueprint.id,
        parameters,
        now,
      });
  const entry: PluginsUpdateEntry = {
    ...newOwned(ask, id, undefined),
    id,
    state: idle ? 'no_changes_required' : 'executing_workflow',
    blueprint_id: blueprint.id,
    temp_blueprint_id: idle ? null : store.newIdentity(),
    execution_id: execution?.id ?? null,
    deployments_to_update: ids,
    forced: force ?? false,
  };
  pluginsUpdates(store).put(entry);
  return ok(show(entry), 201);
}

/** An update ends with its execution. */
function finishUpdates(store: Store): void {
  for (const entry of pluginsUpdates(store).where('state', 'executing_workflow')) {
    const execution = executions(store).get(identityOf(entry.tenant_name, entry.execution_id ?? ''));
    if (execution?.open !== false) continue;
    pluginsUpdates(store).put({ ...entry, state: execution.status === 'terminated' ? 'successful' : 'failed' });
  }
}

/** Deployments whose blueprint uses the plugin's package. */
export function pluginUsers(store: Store, { package_name: name, tenant_name: tenant }: PluginEntry): readonly string[] {
  return deployments(store)
    .where('tenant_name', tenant)
    .filter(({ blueprint_id: id }) => {
      const wanted = lookUpBlueprint(store, tenant, id)?.plan['plugins'];
      return Object.values(isRecord(wanted) ? wanted : {}).some(
        (item) => isRecord(item) && item['package_name'] === name,
      );
    })
    .map(({ id }) => id);
}

function show({ identity: _, ...rest }: PluginsUpdateEntry): Shown {
  return { ...rest, private_resource: rest.visibility === 'private', resource_availability: rest.visibility };
}
