import path from 'node:path';
import { format, resolveConfig } from 'prettier';
import { describe, expect, it } from 'vitest';
import type { Diagnostic } from '../../src/model/index.js';
import { conductorDefinition } from '../../src/providers/conductor/index.js';
import { Description, type Operation } from '../../src/providers/rest/description/description.js';
import { invoke, type ActionCase } from './conductor/action-case.js';
import { contentActions } from './conductor/content-actions.js';
import { contentDataSources, contentResources } from './conductor/content.js';
import { identityActions } from './conductor/identity-actions.js';
import { identityDataSources, identityResources } from './conductor/identity.js';
import { runningActions } from './conductor/running-actions.js';
import { openBusyManager, runningDataSources, runningResources } from './conductor/running.js';
import { added, configureManager, type ManagerWorld } from './conductor/world.js';
import { configValue, Driver, quiet } from './provider-driver.js';
import type { DataSourceCase, ResourceCase } from './provider.js';

/** A group that makes deployments, and later one more. */
const growing = runningResources
  .filter(({ title }) => title === 'conductor_deployment_group that makes deployments')
  .map((group) => ({ ...group, change: { inPlace: { new_deployments: [{}, { inputs: { port: 81 } }, {}] } } }));

/** One of whose installation the status says nothing, so that its nodes are asked for. */
const withoutNodes: ResourceCase<ManagerWorld> = {
  type: 'conductor_deployment',
  config: async (world) => {
    const plan = { description: 'Nothing.', node_templates: {}, workflows: {} };
    await added(world, 'blueprints', { id: 'empty', plan });
    return { id: 'hollow', blueprint_id: 'empty', install: true };
  },
  change: { inPlace: { install: false } },
};

const RESOURCES = [...identityResources, ...contentResources, ...runningResources, ...growing, withoutNodes];
const DATA_SOURCES = [...identityDataSources, ...contentDataSources, ...runningDataSources];
const ACTIONS = [...identityActions, ...contentActions, ...runningActions];

const definition = conductorDefinition('1.2.3');
const operations = [...new Description(definition.beside).operations()];

/**
 * Calls that the document prints as endpoints of their own, though they differ from a list by a query alone: operation → query key.
 * With them there are 149.
 */
const BY_QUERY: Readonly<Record<string, string>> = {
  listBlueprints: 'id',
  listDeployments: 'id',
  listMetrics: 'id',
  listTenants: 'name',
};

/** Operation, or operation and query key → what it was called by, in words of the provider. */
const calledBy = new Map<string, Set<string>>();

/** Lives through a case in a manager of its own, and writes down what the manager was asked. */
async function lived(by: string, live: (world: ManagerWorld) => Promise<void>): Promise<void> {
  const world = await openBusyManager();
  try {
    await configureManager(world);
    await live(world);
  } finally {
    await world.provider.close();
  }
  for (const { operationId: operation, query } of world.sandbox.requests.records) {
    if (operation === undefined) continue;
    const key = BY_QUERY[operation];
    const calls = key !== undefined && new URLSearchParams(query).has(key) ? [`${operation}?${key}`] : [];
    for (const call of [operation, ...calls]) calledBy.set(call, (calledBy.get(call) ?? new Set()).add(by));
  }
}

async function liveResource(world: ManagerWorld, resource: ResourceCase<ManagerWorld>): Promise<void> {
  const driver = new Driver(world.provider, resource.type);
  let config = await resource.config(world);
  let kept = await driver.create(config);
  for (const [name, value] of Object.entries(resource.change?.inPlace ?? {})) {
    config = { ...config, [name]: value };
    kept = await driver.apply(await driver.plan(driver.config(config), await driver.read(kept)));
  }
  await driver.delete(await driver.read(kept));
}

async function liveData(world: ManagerWorld, data: DataSourceCase<ManagerWorld>): Promise<void> {
  const { block } = world.provider.schemas.dataSource(data.type)!;
  const config = configValue(block, await data.config(world));
  await world.provider.readData({ type: data.type, config, context: quiet() });
}

async function liveAction(world: ManagerWorld, action: ActionCase): Promise<readonly Diagnostic[]> {
  return (await invoke(world, action.type, await action.config(world))).diagnostics;
}

/** Pairs as the document misprints them, beside those it means. */
const MISPRINTED: Readonly<Record<string, readonly string[]>> = {
  deleteUser: ['DELETE /tenants/{username_to_delete}'],
  initiateDeploymentUpdate: ['PUT /deployment-updates/{deployment_id}/update/initiate'],
  importSecrets: ['PATCH /secrets/share/import'],
  getSecretsProvider: ['GET /secrets-provider/{provider_name}'],
  getExecutionSchedule: ['GET /executions-schedules/{schedule_id}'],
  deleteExecutionSchedule: ['DELETE /executions-schedules/{schedule_id}'],
  uploadSnapshot: ['PUT /snapshots/archive', 'POST /snapshots/archive'],
  setLdap: ['POST /Idap'],
};

const pairOf = ({ method, path }: Operation): string => `${method} ${path}`;

interface Endpoint {
  readonly pair: string;
  /** As `calledBy` knows it. */
  readonly call: string;
  readonly misprints: readonly string[];
}

const endpoints: readonly Endpoint[] = operations
  .flatMap((operation): Endpoint[] => {
    const { id } = operation;
    const own = { pair: pairOf(operation), call: id, misprints: MISPRINTED[id] ?? [] };
    const key = BY_QUERY[id];
    return key === undefined
      ? [own]
      : [own, { pair: `${own.pair}?${key}={${key}}`, call: `${id}?${key}`, misprints: [] }];
  })
  .toSorted((one, other) => (sortKey(one) < sortKey(other) ? -1 : 1));

function sortKey({ pair }: Endpoint): string {
  const [method = '', path = ''] = pair.split(' ');
  return `${path} ${method}`;
}

describe('every endpoint of Conductor', () => {
  it('is called by a resource, a data source or an action', { timeout: 120_000 }, async () => {
    for (const resource of RESOURCES) await lived(resource.type, (world) => liveResource(world, resource));
    for (const data of DATA_SOURCES) await lived(`data.${data.type}`, (world) => liveData(world, data));
    for (const action of ACTIONS) {
      await lived(`action.${action.type}`, async (world) => void (await liveAction(world, action)));
    }
    const uncalled = endpoints.filter(({ call }) => !calledBy.has(call)).map(({ pair }) => pair);
    expect(uncalled).toEqual([]);
    const file = path.resolve('docs/providers/conductor-endpoints.md');
    const page = await format(table(), { ...(await resolveConfig(file)), parser: 'markdown' });
    await expect(page).toMatchFileSnapshot(file);
  });

  it('is listed once, and every corrected misprint occurs in the description', () => {
    expect(endpoints).toHaveLength(149);
    expect(new Set(endpoints.map(({ pair }) => pair)).size).toBe(endpoints.length);
    const known = new Set(operations.map(({ id }) => id));
    expect(Object.keys(MISPRINTED).filter((id) => !known.has(id))).toEqual([]);
  });

  it('has a case for every resource, data source and action', () => {
    const missing = (types: readonly string[], cases: readonly { readonly type: string }[]): string[] =>
      types.filter((type) => !cases.some((one) => one.type === type));
    expect(missing(Object.keys(definition.resources), RESOURCES)).toEqual([]);
    expect(missing(Object.keys(definition.dataSources), DATA_SOURCES)).toEqual([]);
    expect(missing(Object.keys(definition.actions ?? {}), ACTIONS)).toEqual([]);
  });
});

function table(): string {
  const rows = endpoints.map(({ pair, call, misprints }) => {
    const printed = misprints.map((text) => `\`${text}\``).join(', ');
    const by = [...(calledBy.get(call) ?? [])].toSorted().map((type) => `\`${type}\``);
    return `| \`${pair}\` | ${printed} | ${by.join(', ')} |`;
  });
  return [
    '# Endpoints of Conductor',
    '',
    `All ${endpoints.length} that the document prints, and what calls each: ${operations.length} pairs of method and path, and`,
    `${Object.keys(BY_QUERY).length} that differ from a list by a query alone. A test makes this table: it lives through every resource, data source and`,
    'action against the emulator, and fails when an endpoint was not asked.',
    '',
    '| endpoint | also printed as | called by |',
    '| --- | --- | --- |',
    ...rows,
    '',
  ].join('\n');
}
