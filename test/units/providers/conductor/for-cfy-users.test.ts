import { describe, expect, it } from 'vitest';
import type { JsonObject } from '../../../../src/model/index.js';
import { configValue, quiet } from '../../../conformance/provider-driver.js';
import { stateOf } from '../served.js';
import { web } from './blueprints.js';
import { inManager, type Manager } from './manager.js';
import { page, onTheWire } from './wire.js';

async function invoked(manager: Manager, type: string, config: JsonObject) {
  const { schemas, abilities } = manager.provider;
  const value = configValue(schemas.action(type)!.block, config);
  return abilities.actions!.invoke({ type, config: value, requestKey: 'one', context: quiet() });
}

/** Everything that a manager can be asked for alone, made once. */
async function furnished(manager: Manager): Promise<void> {
  await web(manager);
  await manager.of('conductor_site').create({ name: 'london', location: '51.5, -0.1' });
  await manager.of('conductor_deployment').create({ id: 'shop', blueprint_id: 'web', site_name: 'london' });
  await manager.of('conductor_tenant').create({ name: 'shops' });
  await manager.of('conductor_user').create({ username: 'ann', password: 'planted-password' });
  await manager.of('conductor_user_group').create({ name: 'ops' });
  await manager.of('conductor_user_group_member').create({ group_name: 'ops', username: 'ann' });
  await manager.of('conductor_tenant_user').create({ tenant_name: 'shops', username: 'ann', role: 'viewer' });
  await manager.of('conductor_filter').create({
    filter_id: 'mine',
    resource_type: 'deployments',
    filter_rules: [{ key: 'created_by', values: ['ann'], operator: 'any_of', type: 'attribute' }],
  });
  await manager.of('conductor_secrets_provider').create({ name: 'here', type: 'local' });
  await manager.of('conductor_deployment_group').create({
    id: 'all',
    deployment_ids: ['shop'],
    labels: { team: ['a', 'b'] },
  });
  await manager.of('conductor_execution_schedule').create({
    id: 'nightly',
    deployment_id: 'shop',
    workflow_id: 'heal',
    since: '2030-1-1 2:00:00',
    recurrence: '1 day',
  });
  await manager.of('conductor_snapshot').create({ id: 'before' });
}

describe('a data source returns one object by its name', () => {
  it.each<readonly [type: string, config: JsonObject, gives: JsonObject]>([
    ['conductor_site', { name: 'london' }, { location: '51.5, -0.1', visibility: 'tenant' }],
    ['conductor_tenant', { name: 'shops' }, { users: { ann: { 'tenant-role': 'viewer', roles: ['viewer'] } } }],
    ['conductor_user', { username: 'ann' }, { role: 'default', groups: ['ops'] }],
    ['conductor_user_group', { name: 'ops' }, { users: ['ann'], ldap_group_dn: null }],
    [
      'conductor_filter',
      { resource_type: 'deployments', filter_id: 'mine' },
      { filter_rules: [{ key: 'created_by', values: ['ann'], operator: 'any_of', type: 'attribute' }] },
    ],
    ['conductor_secrets_provider', { name: 'here' }, { type: 'local' }],
    ['conductor_deployment_group', { id: 'all' }, { deployment_ids: ['shop'], labels: { team: ['a', 'b'] } }],
    [
      'conductor_execution_schedule',
      { deployment_id: 'shop', id: 'nightly' },
      { workflow_id: 'heal', since: '2030-01-01 02:00:00', recurrence: '1 day' },
    ],
    ['conductor_snapshot', { id: 'before' }, { status: 'created' }],
  ])('%s', (type, config, gives) =>
    inManager(async (manager) => {
      await furnished(manager);
      const { json, diagnostics } = await manager.data(type, config);
      expect(diagnostics).toEqual([]);
      expect(json).toMatchObject({ ...config, ...gives });
      const missing = await manager.data(type, Object.fromEntries(Object.entries(config).map(renamed)));
      expect(missing.diagnostics).toHaveLength(1);
    }),
  );
});

/** Another name for all but the words of an enumeration. */
function renamed([name, value]: readonly [string, unknown]): [string, string] {
  return [name, name === 'resource_type' ? String(value) : 'nothing'];
}

describe('a deployment group', () => {
  const GROUP = { id: 'all', blueprint_id: 'web', new_deployments: [{ id: 'one' }, { id: 'two' }] };

  it('is extended in place: only new deployments are created, and awaited', () =>
    inManager(async (manager) => {
      await web(manager);
      const group = manager.of('conductor_deployment_group');
      const kept = await group.create(GROUP);
      manager.asked();
      const more = { ...GROUP, new_deployments: [...GROUP.new_deployments, { id: 'three' }] };
      const planned = await group.plan(group.config(more), kept);
      expect(planned.replaces).toEqual([]);
      const larger = await group.apply(planned);
      expect(stateOf(larger)['deployment_ids']).toEqual(['one', 'three', 'two']);
      const asked = manager.asked();
      expect(asked).toContain('changeDeploymentGroupMembers');
      expect(asked).not.toContain('putDeploymentGroup');
      expect((await group.read(larger)).state).toEqual(larger.state);
    }));

  it('creates each deployment once, even if the response is lost', () =>
    inManager(async (manager) => {
      await web(manager);
      const group = manager.of('conductor_deployment_group');
      const kept = await group.create({ ...GROUP, new_deployments: [{}] });
      manager.sandbox.faults.configure({
        script: [{ fault: 'dropAfter', operations: ['changeDeploymentGroupMembers'] }],
      });
      const more = group.config({ ...GROUP, new_deployments: [{}, {}, {}] });
      const larger = await group.apply(await group.plan(more, kept));
      expect(stateOf(larger)['deployment_ids']).toHaveLength(3);
    }));

  it('keeps the deployments of an entry that is removed', () =>
    inManager(async (manager) => {
      await web(manager);
      const group = manager.of('conductor_deployment_group');
      const kept = await group.create(GROUP);
      const planned = await group.plan(group.config({ ...GROUP, new_deployments: [{ id: 'one' }] }), kept);
      expect(planned.replaces).toEqual([]);
      expect(stateOf(await group.apply(planned))['deployment_ids']).toEqual(['one', 'two']);
    }));
});

it('the display name of a deployment is set, updated in place and shown', () =>
  inManager(async (manager) => {
    await web(manager);
    const deployment = manager.of('conductor_deployment');
    const config = { id: 'shop', blueprint_id: 'web', labels: { team: ['a'] } };
    const kept = await deployment.create({ ...config, display_name: 'The shop' });
    expect(stateOf(kept)['display_name']).toBe('The shop');
    const planned = await deployment.plan(deployment.config({ ...config, display_name: 'Our shop' }), kept);
    expect(planned.replaces).toEqual([]);
    const renamed = await deployment.apply(planned);
    expect((await deployment.read(renamed)).state).toEqual(renamed.state);
    expect((await manager.data('conductor_deployment', { id: 'shop' })).json['display_name']).toBe('Our shop');
    expect(stateOf(renamed)['labels']).toEqual({ team: ['a'] });
    const left = await deployment.plan(deployment.config(config), renamed);
    expect(left.state).toEqual(renamed.state);
  }));

it('events of several deployments are requested together', () =>
  inManager(async (manager) => {
    await web(manager);
    for (const id of ['one', 'two', 'three'])
      await manager.of('conductor_deployment').create({ id, blueprint_id: 'web' });
    const { json } = await manager.data('conductor_events', { deployment_ids: ['one', 'two'] });
    const about = (json['events'] as readonly JsonObject[]).map(({ deployment_id: id }) => id);
    expect(new Set(about)).toEqual(new Set(['one', 'two']));
  }));

describe('the preview of a deployment update', () => {
  const wire = onTheWire();
  const update = { id: 'shop-1', deployment_id: 'shop', state: 'successful' };

  it.each<readonly [form: string, steps: readonly JsonObject[], said: string]>([
    [
      'as lists',
      [
        { action: 'add', entity_type: 'node', entity_id: ['nodes', 'cache'] },
        { action: 'modify', entity_type: 'property', entity_id: ['nodes', 'server', 'properties', 'port'] },
      ],
      'add node nodes:cache, modify property nodes:server:properties:port',
    ],
    ['as texts', [{ action: 'remove', entity_type: 'node', entity_id: 'nodes:cache' }], 'remove node nodes:cache'],
    ['none', [], 'nothing'],
  ])('shows its steps, %s', async (_form, steps, said) => {
    wire.expects('GET', '/deployment-updates', {
      query: { deployment_id: 'shop', _size: 1000, _offset: 0 },
      reply: page([]),
    });
    wire.expects('POST', '/deployment-updates/shop/update/initiate', {
      sends: { blueprint_id: 'web-2', preview: true },
      reply: { ...update, steps },
    });
    wire.expects('GET', '/deployment-updates/shop-1', { reply: { ...update, steps } });
    wire.expects('GET', '/deployment-updates/shop-1', { reply: { ...update, steps } });
    const config = { deployment_id: 'shop', blueprint_id: 'web-2', preview: true };
    const { summary, diagnostics } = await wire.invoke('conductor_deployment_update', config);
    expect(diagnostics).toEqual([]);
    expect(summary).toBe(`Started the update "shop-1", then previewed the update without applying it: ${said}`);
  });
});

it('the preview of an update is read from a manager that computes it after its response', () =>
  inManager(async (manager) => {
    await web(manager);
    await web(manager, 'web-2');
    await manager.of('conductor_deployment').create({ id: 'shop', blueprint_id: 'web' });
    const { summary, diagnostics } = await invoked(manager, 'conductor_deployment_update', {
      deployment_id: 'shop',
      blueprint_id: 'web-2',
      preview: true,
    });
    expect(diagnostics).toEqual([]);
    expect(summary).toContain('previewed the update');
  }));
