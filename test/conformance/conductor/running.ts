import type { Answers } from '../../../src/sandbox/index.js';
import { expect } from 'vitest';
import type { JsonObject } from '../../../src/model/index.js';
import { begin, type Begin } from '../../../src/sandbox/conductor/executing.js';
import { WEB } from '../../units/providers/conductor/blueprints.js';
import type { DataSourceCase, ResourceCase } from '../provider.js';
import { added, changed, deleted, openManager, type ManagerWorld } from './world.js';

const SECRET = 'planted-secret-8472';

/** A manager whose executions take next to no time. */
export async function openBusyManager(answers?: Answers): Promise<ManagerWorld> {
  const world = await openManager(answers);
  await world.sandbox.control('executions', { seconds: 0.01 });
  return world;
}

const made = new WeakSet<ManagerWorld>();

/** Blueprints, sites, a deployment, a group and other objects that configurations refer to, created once in a world. */
async function standing(
  world: ManagerWorld,
  config: JsonObject,
  more?: (world: ManagerWorld) => Promise<unknown>,
): Promise<JsonObject> {
  if (made.has(world)) return config;
  made.add(world);
  for (const id of ['web', 'web-2']) await added(world, 'blueprints', { id, plan: WEB, visibility: 'global' });
  for (const name of ['london', 'paris']) await added(world, 'sites', { name });
  for (const id of ['front', 'back']) await added(world, 'deployments', { id, blueprint_id: 'web' });
  for (let index = 0; index < 20; index++) await added(world, 'deployments', { id: `d-${index}`, blueprint_id: 'web' });
  await added(world, 'deploymentGroups', { id: 'everybody', deployment_ids: ['back'] });
  await more?.(world);
  return config;
}

const SHOP = 'default_tenant/shop';
const GROUP = 'default_tenant/customers';
const NIGHTLY = 'default_tenant/front/nightly';

const label = (key: string, value: string): JsonObject => ({
  key,
  value,
  created_at: '2026-01-01T00:00:00.000Z',
  creator_id: 0,
});

export const runningResources: readonly ResourceCase<ManagerWorld>[] = [
  {
    type: 'conductor_deployment',
    config: (world) =>
      standing(world, {
        id: 'shop',
        blueprint_id: 'web',
        inputs: { port: 8080, motto: SECRET },
        site_name: 'london',
        labels: { tier: ['front'] },
        visibility: 'tenant',
        force_delete: true,
      }),
    bad: {
      'an unknown visibility': { visibility: 'everybody' },
      outputs: { outputs: { url: 'mine' } },
      'a wait of zero': { execution_timeout_seconds: 0 },
    },
    change: {
      inPlace: {
        blueprint_id: 'web-2',
        inputs: { port: 9090, motto: 'other' },
        site_name: 'paris',
        labels: { tier: ['back'], owner: ['me'] },
        visibility: 'global',
        install: true,
        execution_timeout_seconds: 60,
        skip_uninstall: true,
      },
      replacing: { id: 'store', tenant: 'acme' },
    },
    numbered: (config, index) => ({ ...config, id: `shop-${index}` }),
    importId: (state) => `${state['tenant'] as string}/${state['id'] as string}`,
    afterImport: { force_delete: null },
    missingId: 'default_tenant/nowhere',
    drift: {
      blueprint_id: changed('deployments', SHOP, { blueprint_id: 'web-2' }),
      inputs: changed('deployments', SHOP, { inputs: { port: 1, motto: SECRET } }),
      site_name: changed('deployments', SHOP, { site_name: 'paris' }),
      labels: changed('deployments', SHOP, { labels: [label('tier', 'other')] }),
      visibility: changed('deployments', SHOP, { visibility: 'private' }),
    },
    vanish: deleted('deployments', SHOP),
    lost: 'found',
    secret: SECRET,
  },
  {
    type: 'conductor_deployment',
    title: 'conductor_deployment that is installed',
    config: (world) => standing(world, { id: 'shop', blueprint_id: 'web', install: true }),
    change: { inPlace: { install: false } },
    numbered: (config, index) => ({ ...config, id: `shop-${index}` }),
    lost: 'found',
  },
  {
    type: 'conductor_deployment_group',
    config: (world) =>
      standing(world, {
        id: 'customers',
        blueprint_id: 'web',
        default_inputs: { port: 8080 },
        description: 'All of them.',
        labels: { team: ['shops'] },
        visibility: 'tenant',
        deployment_ids: ['front'],
      }),
    bad: { 'an unknown visibility': { visibility: 'everybody' }, 'a creation time': { created_at: 'yesterday' } },
    change: {
      inPlace: {
        blueprint_id: 'web-2',
        default_inputs: { port: 9090 },
        description: 'Some of them.',
        labels: { team: ['stores'] },
        visibility: 'global',
        deployment_ids: ['back', 'front'],
        delete_deployments: false,
      },
      replacing: { id: 'others', tenant: 'acme' },
    },
    numbered: (config, index) => ({ ...config, id: `customers-${index}` }),
    importId: (state) => `${state['tenant'] as string}/${state['id'] as string}`,
    missingId: 'default_tenant/nowhere',
    drift: {
      blueprint_id: changed('deploymentGroups', GROUP, { default_blueprint_id: 'web-2' }),
      default_inputs: changed('deploymentGroups', GROUP, { default_inputs: { port: 1 } }),
      description: changed('deploymentGroups', GROUP, { description: 'Changed elsewhere.' }),
      labels: changed('deploymentGroups', GROUP, { labels: [label('team', 'other')] }),
      visibility: changed('deploymentGroups', GROUP, { visibility: 'private' }),
      deployment_ids: changed('deploymentGroups', GROUP, { deployment_ids: ['back'] }),
    },
    vanish: deleted('deploymentGroups', GROUP),
    lost: 'found',
  },
  {
    type: 'conductor_deployment_group',
    title: 'conductor_deployment_group that makes deployments',
    config: (world) =>
      standing(world, {
        id: 'customers',
        blueprint_id: 'web',
        new_deployments: [{ id: '{group_id}-{count}', labels: [{ tier: 'front' }] }, { inputs: { port: 81 } }],
        delete_deployments: true,
        force_delete: true,
      }),
    change: { inPlace: { new_deployments: [{ inputs: { port: 81 } }] } },
    numbered: (config, index) => ({ ...config, id: `customers-${index}` }),
    lost: 'found',
  },
  {
    type: 'conductor_deployment_group_member',
    config: (world) => standing(world, { group_id: 'everybody', deployment_id: 'front' }),
    change: { replacing: { group_id: 'others', deployment_id: 'back', tenant: 'acme' } },
    numbered: (config, index) => ({ ...config, deployment_id: `d-${index}` }),
    importId: ({ tenant, group_id: group, deployment_id: id }) => [tenant, group, id].join('/'),
    missingId: 'default_tenant/everybody/nobody',
    vanish: changed('deploymentGroups', 'default_tenant/everybody', { deployment_ids: ['back'] }),
    lost: 'found',
  },
  {
    type: 'conductor_inter_deployment_dependency',
    config: (world) =>
      standing(world, { dependency_creator: 'by-hand', source_deployment: 'front', target_deployment: 'back' }),
    bad: { 'no name': { dependency_creator: '' }, 'a creation time': { created_at: 'yesterday' } },
    change: {
      replacing: { dependency_creator: 'other', source_deployment: 'd-1', target_deployment: 'd-2', tenant: 'acme' },
    },
    numbered: (config, index) => ({ ...config, dependency_creator: `by-hand-${index}` }),
    importId: ({ tenant, source_deployment: source, target_deployment: target, dependency_creator: creator }) =>
      [tenant, source, target, creator].join('/'),
    missingId: 'default_tenant/front/back/nobody',
    vanish: async ({ sandbox }) => {
      await sandbox.drift({
        action: 'delete',
        system: 'conductor',
        collection: 'dependencies',
        where: { tenant_name: 'default_tenant' },
      });
    },
    lost: 'found',
  },
  {
    type: 'conductor_execution_schedule',
    config: (world) =>
      standing(world, {
        id: 'nightly',
        deployment_id: 'front',
        workflow_id: 'heal',
        parameters: { reason: SECRET },
        force: true,
        since: '2040-01-01 02:00:00',
        until: '2050-01-01 00:00:00',
        recurrence: '1 day',
        max_count: 10,
        weekdays: ['mo', 'tu'],
        slip: 5,
        stop_on_fail: false,
        enabled: true,
      }),
    bad: {
      'a time in another format': { since: '2040-01-01T02:00:00Z' },
      'a recurrence in words': { recurrence: 'now and then' },
      'a date that does not exist': { weekdays: ['xx'] },
      'no recurrence': { recurrence: null },
      'no beginning': { since: null },
      'a rule together with a recurrence': { rrule: 'RRULE:FREQ=DAILY;INTERVAL=3' },
      'a weekday of the month every day': { weekdays: ['2mo'] },
    },
    change: {
      inPlace: {
        since: '2041-01-01 02:00:00',
        until: '2051-01-01 00:00:00',
        recurrence: '2 days',
        max_count: 11,
        weekdays: ['we'],
        slip: 6,
        stop_on_fail: true,
        enabled: false,
      },
      replacing: {
        id: 'weekly',
        deployment_id: 'back',
        workflow_id: 'install',
        parameters: { reason: 'b' },
        force: false,
      },
    },
    numbered: (config, index) => ({ ...config, id: `nightly-${index}` }),
    importId: ({ tenant, deployment_id: deployment, id }) => [tenant, deployment, id].join('/'),
    missingId: 'default_tenant/front/never',
    drift: {
      since: changed('schedules', NIGHTLY, { since: '2042-01-01T00:00:00.000Z' }),
      until: changed('schedules', NIGHTLY, { until: '2052-01-01T00:00:00.000Z' }),
      recurrence: changed('schedules', NIGHTLY, { rule: { recurrence: '3 days', count: 10, weekdays: ['mo', 'tu'] } }),
      max_count: changed('schedules', NIGHTLY, { rule: { recurrence: '1 day', count: 3, weekdays: ['mo', 'tu'] } }),
      weekdays: changed('schedules', NIGHTLY, { rule: { recurrence: '1 day', count: 10, weekdays: ['su'] } }),
      slip: changed('schedules', NIGHTLY, { slip: 9 }),
      stop_on_fail: changed('schedules', NIGHTLY, { stop_on_fail: true }),
      enabled: changed('schedules', NIGHTLY, { enabled: false }),
      parameters: changed('schedules', NIGHTLY, { parameters: { reason: 'other' } }),
    },
    vanish: deleted('schedules', NIGHTLY),
    lost: 'found',
    secret: SECRET,
  },
  {
    type: 'conductor_execution_schedule',
    title: 'conductor_execution_schedule by a rule of iCalendar',
    config: (world) =>
      standing(world, {
        id: 'calendar',
        deployment_id: 'front',
        workflow_id: 'heal',
        rrule: 'RRULE:FREQ=DAILY;INTERVAL=3',
        since: '2040-01-01 02:00:00',
      }),
    change: { inPlace: { rrule: 'RRULE:FREQ=WEEKLY' } },
    numbered: (config, index) => ({ ...config, id: `calendar-${index}` }),
    lost: 'found',
  },
];

const labelled = (...labels: readonly JsonObject[]): ((world: ManagerWorld) => Promise<void>) =>
  changed('deployments', 'default_tenant/front', { labels });

/** Long over when anybody looks. */
const INSTALL: Begin = {
  tenant: 'default_tenant',
  user: 'admin',
  workflow: 'install',
  deployment: { id: 'front', identity: 'default_tenant/front', blueprint_id: 'web' },
  now: new Date('2026-01-01T00:00:00Z'),
};

export const runningDataSources: readonly DataSourceCase<ManagerWorld>[] = [
  {
    type: 'conductor_deployment',
    config: (world) => standing(world, { id: 'front' }),
    gives: { blueprint_id: 'web', installation_status: 'inactive' },
    failing: { id: 'nowhere' },
  },
  {
    type: 'conductor_deployments',
    config: (world) => standing(world, { search: 'front', blueprint_id: 'web' }),
    gives: { deployments: [expect.objectContaining({ id: 'front' })] },
    failing: { tenant: 'nowhere' },
  },
  {
    type: 'conductor_deployment_outputs',
    config: (world) => standing(world, { deployment_id: 'front' }),
    gives: { outputs: { url: 'http://:' } },
    failing: { deployment_id: 'nowhere' },
  },
  {
    type: 'conductor_deployment_capabilities',
    config: (world) => standing(world, { deployment_id: 'front' }),
    gives: { capabilities: { port: null } },
    failing: { deployment_id: 'nowhere' },
  },
  { type: 'conductor_deployment_updates', config: () => ({}), gives: { deployment_updates: [] } },
  {
    type: 'conductor_deployment_groups',
    config: (world) => standing(world, {}),
    gives: { deployment_groups: [expect.objectContaining({ id: 'everybody', deployment_ids: ['back'] })] },
  },
  {
    type: 'conductor_deployment_group',
    config: (world) => standing(world, { id: 'everybody' }),
    gives: { deployment_ids: ['back'], visibility: 'tenant' },
    failing: { id: 'nobody' },
  },
  {
    type: 'conductor_execution_schedule',
    config: (world) =>
      standing(world, { deployment_id: 'front', id: 'nightly' }, (at) =>
        added(at, 'schedules', { id: 'nightly', deployment_id: 'front', enabled: false }),
      ),
    gives: { enabled: false },
    failing: { id: 'nothing' },
  },
  {
    type: 'conductor_deployment_labels',
    config: async (world) => {
      await standing(world, {});
      await changed('deployments', 'default_tenant/front', { labels: [label('tier', 'a'), label('owner', 'b')] })(
        world,
      );
      return {};
    },
    gives: { labels: ['owner', 'tier'] },
  },
  {
    type: 'conductor_deployment_labels',
    config: (world) => standing(world, { key: 'tier' }, labelled(label('tier', 'a'))),
    gives: { labels: ['a'] },
  },
  {
    type: 'conductor_inter_deployment_dependencies',
    config: (world) =>
      standing(world, { source_deployment_id: 'front' }, (at) =>
        added(at, 'dependencies', { id: 'd', source_deployment_id: 'front', target_deployment_id: 'back' }),
      ),
    gives: { inter_deployment_dependencies: [expect.objectContaining({ target_deployment_id: 'back' })] },
  },
  {
    type: 'conductor_nodes',
    config: (world) => standing(world, { deployment_id: 'front', instance_counts: true }),
    gives: { nodes: [expect.objectContaining({ id: 'server', number_of_instances: 1, unavailable_instances: 1 })] },
  },
  {
    type: 'conductor_node_instances',
    config: (world) => standing(world, { deployment_id: 'front', node_id: 'server' }),
    gives: { node_instances: [expect.objectContaining({ node_id: 'server', state: 'uninitialized' })] },
  },
  {
    type: 'conductor_execution',
    config: async (world) => {
      await standing(world, {}, ({ sandbox: { store } }) => Promise.resolve(begin(store, INSTALL)));
      return { id: world.sandbox.store.collection('conductor', 'executions').all()[0]!['id'] as string };
    },
    gives: { workflow_id: 'install', status: 'terminated', parameters: {} },
    failing: { id: 'nothing' },
  },
  { type: 'conductor_executions', config: () => ({ status: 'failed' }), gives: { executions: [] } },
  { type: 'conductor_execution_groups', config: () => ({}), gives: { execution_groups: [] } },
  {
    type: 'conductor_execution_schedules',
    config: (world) =>
      standing(world, { deployment_id: 'front' }, (at) =>
        added(at, 'schedules', { id: 'nightly', deployment_id: 'front', enabled: false }),
      ),
    gives: { execution_schedules: [expect.objectContaining({ id: 'nightly', enabled: false })] },
  },
  {
    type: 'conductor_events',
    config: () => ({ since: '2020-01-01T00:00:00Z', message: '%nothing%', include_logs: true }),
    gives: { events: [] },
  },
];
