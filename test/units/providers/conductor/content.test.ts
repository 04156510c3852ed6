import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { tarOf } from '../../../../src/providers/rest/exchange/archive.js';
import { begin } from '../../../../src/sandbox/conductor/executing.js';
import { plugins } from '../../../../src/sandbox/conductor/plugin-entries.js';
import { nodeInstances, nodes } from '../../../../src/sandbox/conductor/running-entries.js';
import { stateOf } from '../served.js';
import { inManager, type Manager } from './manager.js';

const PLUGIN = 'conductor_plugin';
const FILTER = 'conductor_filter';
const URL = 'https://host.invalid/cloudify_openstack_plugin-2.0.1-py27-none-linux_x86_64-centos-Core.wgn';
const BY_ALICE = [{ key: 'created_by', values: ['alice'], operator: 'starts_with', type: 'attribute' }];

/** A package as people keep one beside their configuration. */
async function withPackage(test: (manager: Manager, folder: string) => Promise<void>): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'landform-plugin-'));
  try {
    await writeFile(join(folder, 'package.json'), '{"package_name": "web-plugin", "package_version": "1.2.0"}');
    await writeFile(join(folder, 'web.wgn'), gzipSync(await tarOf(folder, 'web-plugin')));
    await inManager((manager) => test(manager, folder), { directory: folder });
  } finally {
    await rm(folder, { recursive: true });
  }
}

describe('a plugin of Conductor', () => {
  it('is configured in the query and not in the body (trap 8)', () =>
    inManager(async (manager) => {
      const kept = await manager.of(PLUGIN).create({ archive_url: URL, title: 'OpenStack', visibility: 'global' });
      expect(stateOf(kept)).toMatchObject({
        title: 'OpenStack',
        visibility: 'global',
        package_name: 'cloudify-openstack-plugin',
        package_version: '2.0.1',
      });
      const { query } = manager.sandbox.requests.records.find(({ operationId }) => operationId === 'uploadPlugin')!;
      expect(Object.fromEntries(new URLSearchParams(query))).toEqual({
        plugin_archive_url: URL,
        title: 'OpenStack',
        visibility: 'global',
      });
    }));

  it('is updated by creator, labels, blueprint_labels and resource_tags (trap 8)', () =>
    inManager(async (manager) => {
      const plugin = manager.of(PLUGIN);
      const kept = await plugin.create({ archive_url: URL });
      const said = { labels: { a: ['1'] }, blueprint_labels: { b: ['2', '3'] }, resource_tags: { c: '3' } };
      const planned = await plugin.plan(plugin.config({ archive_url: URL, ...said, created_by: 'admin' }), kept);
      expect(planned.replaces).toEqual([]);
      expect(stateOf(await plugin.apply(planned))).toMatchObject(said);
      expect(plugins(manager.sandbox.store).all()).toMatchObject([{ ...said, created_by: 'admin' }]);
    }));

  it('is uploaded from a file, and downloads unchanged', () =>
    withPackage(async (manager, folder) => {
      const kept = await manager.of(PLUGIN).create({ archive: 'web.wgn' });
      const { id, archive_hash: hash, package_name: name } = stateOf(kept);
      expect(name).toBe('web-plugin');
      const sent = await readFile(join(folder, 'web.wgn'));
      const { json } = await manager.data('conductor_plugin_archive', { plugin_id: id! });
      expect(json).toMatchObject({ sha256: hash, content_base64: sent.toString('base64') });
    }));

  it('is replaced if its content changes', () =>
    withPackage(async (manager, folder) => {
      const plugin = manager.of(PLUGIN);
      const kept = await plugin.create({ archive: 'web.wgn' });
      await writeFile(join(folder, 'web.wgn'), 'something else');
      const planned = await plugin.plan(plugin.config({ archive: 'web.wgn' }), kept);
      expect(planned.replaces).toEqual([['archive_hash']]);
    }));

  it('is deleted while in use only on request', () =>
    inManager(async (manager) => {
      const plugin = manager.of(PLUGIN);
      const kept = await plugin.create({ archive_url: URL, force_delete: true });
      await manager.made('blueprints', {
        id: 'web',
        plan: { plugins: { openstack: { package_name: 'cloudify-openstack-plugin' } } },
      });
      await manager.made('deployments', { id: 'web-1', blueprint_id: 'web' });
      const careful = { ...(kept.state as object), force_delete: null } as never;
      const refused = await plugin.attempt({ state: null, config: null, prior: careful, replaces: [] });
      expect(refused.diagnostics[0]?.detail).toContain('web-1');
      await plugin.delete(kept);
      expect(plugins(manager.sandbox.store).size).toBe(0);
    }));
});

describe('a filter of Conductor', () => {
  it('has the operator starts_with, and none named starts-with (trap 10)', () =>
    inManager(async (manager) => {
      const filter = manager.of(FILTER);
      const config = { filter_id: 'mine', resource_type: 'deployments', filter_rules: BY_ALICE };
      expect(await filter.validate(filter.config(config))).toEqual([]);
      const wrong = [{ ...BY_ALICE[0]!, operator: 'starts-with' }];
      const [found] = await filter.validate(filter.config({ ...config, filter_rules: wrong }));
      expect(found).toMatchObject({ code: 'invalid-filter-rule', path: ['filter_rules', 0] });
      expect(found?.detail).toContain('starts_with');
    }));

  it('has other operators for labels than for attributes', () =>
    inManager(async (manager) => {
      const filter = manager.of(FILTER);
      const rule = { key: 'env', values: [], operator: 'is_null', type: 'attribute' };
      const config = { filter_id: 'mine', resource_type: 'deployments', filter_rules: [rule] };
      expect(await filter.validate(filter.config(config))).toHaveLength(1);
      const label = { ...config, filter_rules: [{ ...rule, type: 'label' }] };
      expect(await filter.validate(filter.config(label))).toEqual([]);
    }));

  it('keeps its visibility when its rules change, because every update includes it', () =>
    inManager(async (manager) => {
      const filter = manager.of(FILTER);
      const config = { filter_id: 'mine', resource_type: 'blueprints', filter_rules: BY_ALICE, visibility: 'global' };
      const kept = await filter.create(config);
      const planned = await filter.plan(filter.config({ ...config, filter_rules: [] }), kept);
      expect(stateOf(await filter.apply(planned))).toMatchObject({ visibility: 'global', attrs_filter_rules: [] });
    }));

  it('for deployments is independent of one with the same name for blueprints', () =>
    inManager(async (manager) => {
      const filter = manager.of(FILTER);
      for (const resource_type of ['deployments', 'blueprints'])
        await filter.create({ filter_id: 'mine', resource_type, filter_rules: BY_ALICE });
      const { json } = await manager.data('conductor_filters', { resource_type: 'blueprints' });
      expect(json['filters']).toHaveLength(1);
    }));
});

describe('a search', () => {
  const KINDS: readonly (readonly [string, object])[] = [
    ['blueprints', { id: 'web' }],
    ['secrets', { key: 'db' }],
    ['deployments', { id: 'web-1', blueprint_id: 'web' }],
    ['workflows', { name: 'install' }],
    ['capabilities', { deployment_id: 'web-1', capabilities: '{"url":"http://web"}' }],
    ['scaling-groups', { deployment_id: 'web-1', name: 'pair' }],
    ['nodes', { id: 'vm', type: 'cloudify.nodes.Compute' }],
    ['node-types', { type: 'cloudify.nodes.Compute' }],
    ['node-instances', { id: 'vm_1', node_id: 'vm' }],
  ];

  it.each(KINDS)('finds %s', (kind, found) =>
    inManager(async (manager) => {
      await everything(manager);
      const { json, diagnostics } = await manager.data('conductor_search', { resource_type: kind });
      expect(diagnostics).toEqual([]);
      expect((json['items'] as readonly object[])[0]).toMatchObject(found);
    }),
  );

  it('uses rules, a stored filter, or constraints', () =>
    inManager(async (manager) => {
      await everything(manager);
      await manager.made('blueprints', { id: 'db', labels: [{ key: 'env', value: 'test' }] });
      const ids = async (more: object): Promise<unknown> => {
        const { json } = await manager.data('conductor_search', { resource_type: 'blueprints', ...more });
        return (json['items'] as readonly { id: string }[]).map(({ id }) => id);
      };
      const rule = { key: 'env', values: ['test'], operator: 'any_of', type: 'label' };
      await manager.made('blueprintFilters', { id: 'tests', value: [rule] });
      expect(await ids({ filter_rules: [rule] })).toEqual(['db']);
      expect(await ids({ filter_id: 'tests' })).toEqual(['db']);
      expect(await ids({ constraints: { labels: [{ env: 'test' }], name_pattern: { contains: 'd' } } })).toEqual([
        'db',
      ]);
      expect(await ids({ search: 'we' })).toEqual(['web']);
    }));
});

describe('a summary', () => {
  it.each(['blueprints', 'deployments', 'executions', 'node_instances', 'nodes'])('counts %s', (kind) =>
    inManager(async (manager) => {
      await everything(manager);
      const { store } = manager.sandbox;
      begin(store, { tenant: 'default_tenant', user: 'admin', workflow: 'install', now: new Date() });
      const { json } = await manager.data('conductor_summary', {
        resource_type: kind,
        target_field: 'tenant_name',
        sub_field: 'visibility',
      });
      expect(json['groups']).toEqual([{ value: 'default_tenant', count: 1, groups: [{ value: 'tenant', count: 1 }] }]);
    }),
  );

  it('accepts the groups as they are, although the total counts inner rows', () =>
    inManager(async (manager) => {
      for (const id of ['a', 'b', 'c'])
        await manager.made('blueprints', { id, visibility: id === 'c' ? 'private' : 'tenant' });
      manager.asked();
      const { json } = await manager.data('conductor_summary', {
        resource_type: 'blueprints',
        target_field: 'tenant_name',
        sub_field: 'visibility',
      });
      expect(json['groups']).toMatchObject([{ count: 3, groups: [{ count: 2 }, { count: 1 }] }]);
      expect(manager.asked()).toEqual(['summarizeBlueprints']);
    }));

  it('lists the attributes it can count by', () =>
    inManager(async ({ provider }) => {
      const type = 'conductor_summary';
      const { diagnostics } = await provider.validate({
        mode: 'data',
        type,
        config: { resource_type: 'nodes', target_field: 'workflow_id' },
      });
      expect(diagnostics[0]?.detail).toContain('deployment_id');
    }));
});

async function everything(manager: Manager): Promise<void> {
  await manager.made('secrets', { key: 'db' });
  await manager.made('blueprints', {
    id: 'web',
    plan: { capabilities: { url: { value: 'http://web' } }, groups: { pair: { members: ['vm'] } } },
  });
  await manager.made('deployments', { id: 'web-1', blueprint_id: 'web' });
  const { store } = manager.sandbox;
  const part = { ...OWNED, owner: 'default_tenant/web-1', deployment_id: 'web-1', relationships: [] };
  nodes(store).put({
    ...part,
    identity: 'vm',
    id: 'vm',
    blueprint_id: 'web',
    type: 'cloudify.nodes.Compute',
    properties: {},
    instances: 1,
  });
  nodeInstances(store).put({
    ...part,
    identity: 'vm_1',
    id: 'vm_1',
    node_id: 'vm',
    index: 1,
    state: 'started',
    runtime_properties: {},
    version: 1,
  });
}

const OWNED = {
  tenant_name: 'default_tenant',
  visibility: 'tenant',
  created_by: 'admin',
  created_at: '2026-01-01T00:00:00.000Z',
};
