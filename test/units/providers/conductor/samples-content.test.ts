import { describe, expect, it } from 'vitest';
import type { JsonObject } from '../../../../src/model/index.js';
import { stateOf } from '../served.js';
import { FIRST_PAGE, onTheWire, page } from './wire.js';

/** Requests and replies as the document prints them, with its placeholders filled in. */
const wire = onTheWire();

const VALUE = 'planted-secret-8472';
const CIPHERTEXT = 'gAAAAABjoZi4';

const SECRET: JsonObject = {
  created_at: '2022-12-20T11:01:12.406Z',
  visibility: 'tenant',
  value: CIPHERTEXT,
  updated_at: '2022-12-20T11:01:12.406Z',
  is_hidden_value: false,
  schema: null,
  provider_options: null,
  key: 'db',
  provider_name: null,
  tenant_name: 'default_tenant',
  created_by: 'admin',
  resource_availability: 'tenant',
  private_resource: false,
};

const NEW_SECRET = { value: VALUE, update_if_exists: false, visibility: 'tenant', is_hidden_value: false };

describe("the document's samples of secrets", () => {
  it('create one, read it, change it, widen it and delete it', async () => {
    const secret = wire.of('conductor_secret');
    wire.expects('PUT', '/secrets/db', { sends: NEW_SECRET, reply: SECRET });
    const kept = await secret.create({ key: 'db', value: VALUE });
    expect(stateOf(kept)['value']).toBe(VALUE);
    wire.expects('GET', '/secrets/db', { reply: { ...SECRET, value: VALUE } });
    expect((await secret.read(kept)).state).toEqual(kept.state);
    const later = '2022-12-20T11:38:08.072Z';
    wire.expects('PATCH', '/secrets/db', { sends: { value: 'new' }, reply: { ...SECRET, updated_at: later } });
    const changed = await secret.apply(await secret.plan(secret.config({ key: 'db', value: 'new' }), kept));
    expect(stateOf(changed)).toMatchObject({ value: 'new', updated_at: later });
    wire.expects('PATCH', '/secrets/db/set-visibility', {
      sends: { visibility: 'global' },
      reply: { ...SECRET, visibility: 'global' },
    });
    const wide = secret.config({ key: 'db', value: 'new', visibility: 'global' });
    const widened = await secret.apply(await secret.plan(wide, changed));
    expect(stateOf(widened)).toMatchObject({ value: 'new', visibility: 'global' });
    wire.expects('DELETE', '/secrets/db', { status: 204 });
    await secret.delete(widened);
  });

  it('list them without values', async () => {
    const { value: _, schema: _schema, provider_options: _options, private_resource: _private, ...listed } = SECRET;
    const reply = { ...page([listed], 1000), filtered: null };
    wire.expects('GET', '/secrets', { query: FIRST_PAGE, reply });
    const { secrets } = await wire.data('conductor_secrets');
    expect(secrets).toMatchObject([{ key: 'db', created_by: 'admin', is_hidden_value: false }]);
    expect(secrets).not.toHaveProperty('0.value');
  });

  it('export them as a bare array', async () => {
    const shared = {
      key: 'db',
      value: CIPHERTEXT,
      visibility: 'global',
      tenant_name: 'default_tenant',
      is_hidden_value: false,
      encrypted: true,
    };
    wire.expects('GET', '/secrets/share/export', { query: { _passphrase: 'passphrase' }, reply: [shared, shared] });
    const { secrets } = await wire.data('conductor_secrets_export', { passphrase: 'passphrase' });
    expect(secrets).toEqual([shared, shared]);
  });

  it('import them', async () => {
    const shared = {
      key: 'db',
      value: VALUE,
      visibility: 'tenant',
      tenant_name: 'here',
      is_hidden_value: false,
      encrypted: false,
    };
    const more = { passphrase: 'passphrase', override_collisions: false };
    wire.expects('POST', '/secrets/share/import', {
      sends: { secrets_list: [shared], tenant_map_dict: { here: 'there' }, ...more },
      reply: { colliding_secrets: {}, secrets_errors: {} },
    });
    const answer = await wire.invoke('conductor_secrets_import', {
      secrets: [shared],
      tenant_map: { here: 'there' },
      ...more,
    });
    expect(answer).toEqual({ diagnostics: [], summary: 'Imported the secrets' });
  });
});

const PROVIDER: JsonObject = {
  created_at: '2022-12-20T18:31:51.559Z',
  id: 'here',
  visibility: 'tenant',
  name: 'here',
  type: 'local',
  connection_parameters: null,
  updated_at: null,
  tenant_name: 'default_tenant',
  created_by: 'admin',
  resource_availability: 'tenant',
  private_resource: false,
};

describe("the document's samples of secrets providers", () => {
  it('create one by its name in the body, read it and delete it', async () => {
    const provider = wire.of('conductor_secrets_provider');
    wire.expects('PUT', '/secrets-providers', {
      sends: { name: 'here', type: 'local', visibility: 'tenant' },
      reply: PROVIDER,
    });
    const kept = await provider.create({ name: 'here', type: 'local' });
    wire.expects('GET', '/secrets-providers/here', { reply: PROVIDER });
    expect((await provider.read(kept)).state).toEqual(kept.state);
    wire.expects('DELETE', '/secrets-providers/here', { status: 204 });
    await provider.delete(kept);
  });

  it('update one, with its parameters kept secret', async () => {
    const provider = wire.of('conductor_secrets_provider');
    const connection = { url: 'https://vault.invalid', token: VALUE, path: 'a' };
    const config = { name: 'here', type: 'vault', connection_parameters: connection };
    const { type: _, connection_parameters: _none, ...rest } = PROVIDER;
    // A manager may show ciphertext in their place: then they are as they were.
    const shown = { ...rest, type: 'vault', connection_parameters: CIPHERTEXT };
    wire.expects('PUT', '/secrets-providers', { sends: { ...config, visibility: 'tenant' }, reply: shown });
    const kept = await provider.create(config);
    expect(stateOf(kept)['connection_parameters']).toEqual(connection);
    const other = { ...connection, path: 'b' };
    wire.expects('PATCH', '/secrets-providers/here', {
      sends: { type: 'vault', connection_parameters: other, visibility: 'tenant' },
      reply: shown,
    });
    const planned = await provider.plan(provider.config({ ...config, connection_parameters: other }), kept);
    expect(stateOf(await provider.apply(planned))['connection_parameters']).toEqual(other);
  });

  it('list them', async () => {
    wire.expects('GET', '/secrets-providers', { query: FIRST_PAGE, reply: page([PROVIDER], 1000) });
    const { secrets_providers: listed } = await wire.data('conductor_secrets_providers');
    expect(listed).toMatchObject([{ name: 'here', type: 'local' }]);
  });
});

const OS = { key: 'os', values: ['windows'], operator: 'any_of', type: 'label' };
const BOB = { key: 'created_by', values: ['bob'], operator: 'starts_with', type: 'attribute' };
const FILTER: JsonObject = {
  id: 'new_filter',
  visibility: 'tenant',
  created_at: '2021-03-25T11:48:56.525Z',
  value: [OS, BOB],
  updated_at: '2021-03-25T11:48:56.525Z',
  tenant_name: 'default_tenant',
  created_by: 'admin',
  resource_availability: 'tenant',
  private_resource: false,
  labels_filter_rules: [OS],
  attrs_filter_rules: [BOB],
};

describe("the document's samples of filters", () => {
  it('create one by filter_rules, read them as value, update them with the visibility, and delete it', async () => {
    const filter = wire.of('conductor_filter');
    const config = { filter_id: 'new_filter', resource_type: 'blueprints', filter_rules: [OS, BOB] };
    wire.expects('PUT', '/filters/blueprints/new_filter', {
      sends: { filter_rules: [OS, BOB], visibility: 'tenant' },
      reply: FILTER,
    });
    const kept = await filter.create(config);
    wire.expects('GET', '/filters/blueprints/new_filter', { reply: FILTER });
    expect((await filter.read(kept)).state).toEqual(kept.state);
    wire.expects('PATCH', '/filters/blueprints/new_filter', {
      sends: { filter_rules: [BOB], visibility: 'tenant' },
      reply: { ...FILTER, value: [BOB], labels_filter_rules: [] },
    });
    const changed = await filter.apply(await filter.plan(filter.config({ ...config, filter_rules: [BOB] }), kept));
    expect(stateOf(changed)).toMatchObject({ filter_rules: [BOB], labels_filter_rules: [] });
    wire.expects('DELETE', '/filters/blueprints/new_filter', { status: 204 });
    await filter.delete(changed);
  });

  it('list them', async () => {
    wire.expects('GET', '/filters/deployments', { query: FIRST_PAGE, reply: page([FILTER], 1000) });
    const { filters } = await wire.data('conductor_filters', { resource_type: 'deployments' });
    expect(filters).toMatchObject([{ id: 'new_filter', value: [OS, BOB] }]);
  });
});

const BLUEPRINT: JsonObject = {
  main_file_name: 'singlehost-blueprint.yaml',
  description: "This blueprint installs a simple web server on the manager VM using Conductor's script plugin.\n",
  tenant_name: 'default_tenant',
  created_at: '2021-03-25T15:51:30.526Z',
  updated_at: '2021-03-25T15:51:30.526Z',
  created_by: 'admin',
  private_resource: false,
  visibility: 'tenant',
  plan: {},
  labels: [],
  id: 'hello-world',
};

const shownLabel = (key: string, value: string): JsonObject => ({
  key,
  value,
  created_at: '2021-03-25T16:04:20.486Z',
  creator_id: 0,
});

describe("the document's samples of blueprints", () => {
  const config = {
    blueprint_id: 'hello-world',
    archive_url: 'http://url/to/archive.zip',
    main_file_name: 'singlehost-blueprint.yaml',
    labels: { key1: ['val1'] },
  };

  it('upload one from an address in a form, read it, label it, widen it and delete it', async () => {
    const blueprint = wire.of('conductor_blueprint');
    const params = {
      application_file_name: 'singlehost-blueprint.yaml',
      blueprint_archive_url: 'http://url/to/archive.zip',
      visibility: 'tenant',
      labels: [{ key: 'key1', value: 'val1' }],
      async_upload: true,
    };
    const labelled = { ...BLUEPRINT, labels: [shownLabel('key1', 'val1'), shownLabel('csys-obj-type', 'service')] };
    wire.expects('PUT', '/blueprints/hello-world', {
      sends: (body) => String(body).includes(JSON.stringify(params)),
      reply: labelled,
    });
    const asked = { query: { id: 'hello-world', ...FIRST_PAGE }, reply: page([labelled]) };
    wire.expects('GET', '/blueprints', asked);
    const kept = await blueprint.create(config);
    // The samples show no state, and the plan only once the archive is read.
    expect(stateOf(kept)).toMatchObject({ id: 'hello-world', labels: { key1: ['val1'] }, state: 'uploaded' });
    wire.expects('GET', '/blueprints', asked);
    expect((await blueprint.read(kept)).state).toEqual(kept.state);
    wire.expects('GET', '/blueprints', asked);
    wire.expects('PATCH', '/blueprints/hello-world', {
      sends: { labels: [{ key2: 'val2' }, { 'csys-obj-type': 'service' }] },
      reply: { ...labelled, labels: [shownLabel('key2', 'val2')] },
    });
    const relabelled = { ...config, labels: { key2: ['val2'] } };
    const other = await blueprint.apply(await blueprint.plan(blueprint.config(relabelled), kept));
    expect(stateOf(other)['labels']).toEqual({ key2: ['val2'] });
    wire.expects('PATCH', '/blueprints/hello-world/set-visibility', {
      sends: { visibility: 'global' },
      reply: { ...BLUEPRINT, visibility: 'global', labels: [shownLabel('key2', 'val2')] },
    });
    const wide = blueprint.config({ ...relabelled, visibility: 'global', force_delete: false });
    const widened = await blueprint.apply(await blueprint.plan(wide, other));
    wire.expects('DELETE', '/blueprints/hello-world', { query: { force: 'false' }, status: 204 });
    await blueprint.delete(widened);
  });

  it('list them, with keys and values of their labels', async () => {
    const ids = ['hello-world', 'hello-world-2', 'hello-world-3'].map((id) => ({ id }));
    wire.expects('GET', '/blueprints', { query: FIRST_PAGE, reply: page(ids, 3) });
    expect(await wire.data('conductor_blueprints')).toMatchObject({ blueprints: ids });
    const texts = (items: readonly string[]): object => ({ ...page([], 1000), items, metadata: pagesOf(items) });
    wire.expects('GET', '/labels/blueprints', { query: FIRST_PAGE, reply: texts(['key1', 'key2']) });
    expect(await wire.data('conductor_blueprint_labels')).toMatchObject({ labels: ['key1', 'key2'] });
    wire.expects('GET', '/labels/blueprints/key1', { query: FIRST_PAGE, reply: texts(['val1']) });
    expect(await wire.data('conductor_blueprint_labels', { key: 'key1' })).toMatchObject({ labels: ['val1'] });
  });
});

function pagesOf(items: readonly string[]): object {
  return { pagination: { total: items.length, size: 1000, offset: 0 } };
}

const PLUGIN: JsonObject = {
  distribution_release: 'core',
  supported_py_versions: ['py27'],
  uploaded_at: '2017-10-19T14:19:39.727Z',
  archive_name: 'cloudify_openstack_plugin-2.0.1-py27-none-linux_x86_64-centos-Core.wgn',
  package_name: 'cloudify-openstack-plugin',
  distribution_version: '7.0.1406',
  tenant_name: 'default_tenant',
  excluded_wheels: [],
  created_by: 'admin',
  distribution: 'centos',
  package_source: 'https://github.com/cloudify-cosmo/cloudify-openstack-plugin/archive/master.tar.gz',
  private_resource: false,
  visibility: 'tenant',
  supported_platform: 'linux_x86_64',
  package_version: '2.0.1',
  wheels: ['keystoneauth1-2.19.0-py2.py3-none-any.whl'],
  id: 'c7f6757e-b48d-4c26-ab91-cfc8c1e4851c',
};

describe("the document's samples of plugins", () => {
  const path = `/plugins/${PLUGIN['id'] as string}`;
  const config = { archive_url: 'http://url/to/archive.wgn', title: 'My Plugin' };

  it('upload one, label it, widen it and delete it with force in the body', async () => {
    const plugin = wire.of('conductor_plugin');
    wire.expects('GET', '/plugins', { query: FIRST_PAGE, reply: page([]) });
    wire.expects('POST', '/plugins', {
      query: { plugin_archive_url: 'http://url/to/archive.wgn', title: 'My Plugin', visibility: 'tenant' },
      sends: '',
      reply: { ...PLUGIN, title: 'My Plugin' },
    });
    const kept = await plugin.create(config);
    expect(stateOf(kept)).toMatchObject({ id: PLUGIN['id'], package_version: '2.0.1', title: 'My Plugin' });
    const said = { labels: { a: ['1'] }, blueprint_labels: { b: ['2'] }, resource_tags: { c: '3' } };
    wire.expects('PATCH', path, {
      sends: { ...said, creator: 'bob' },
      reply: { ...PLUGIN, ...said, created_by: 'bob', title: 'My Plugin' },
    });
    const labelled = { ...config, ...said, created_by: 'bob' };
    const changed = await plugin.apply(await plugin.plan(plugin.config(labelled), kept));
    wire.expects('PATCH', `${path}/set-visibility`, {
      sends: { visibility: 'global' },
      reply: { ...PLUGIN, ...said, created_by: 'bob', title: 'My Plugin', visibility: 'global' },
    });
    const wide = plugin.config({ ...labelled, visibility: 'global', force_delete: false });
    const widened = await plugin.apply(await plugin.plan(wide, changed));
    wire.expects('DELETE', path, { sends: { force: false }, status: 204 });
    await plugin.delete(widened);
  });

  it('list them', async () => {
    const ids = ['ecea687a-b7dc-4d02-909d-0400aa23df27', 'f10a4970-6cfa-4b24-9cab-f85db93204e0'].map((id) => ({ id }));
    wire.expects('GET', '/plugins', { query: FIRST_PAGE, reply: page(ids) });
    expect(await wire.data('conductor_plugins')).toMatchObject({ plugins: ids });
  });

  it('update those of a blueprint, with underscores in the keys (trap 9)', async () => {
    const update = {
      forced: false,
      blueprint_id: 'web',
      tenant_name: 'default_tenant',
      created_at: '2019-07-10T07:24:40.520Z',
      visibility: 'tenant',
      private_resource: false,
      state: 'executing_workflow',
      temp_blueprint_id: 'bbf4b172-3b21-460c-aed8-4f55b55f3b4f',
      created_by: 'admin',
      deployments_to_update: ['dd7b03fb3-8f92-404c-8ddd-d81bd6a2bc9b'],
      resource_availability: 'tenant',
      id: 'ce63a9d6-726b-4ff2-a267-f953af5dc32d',
      execution_id: '8ec77e89-b418-4472-9b44-fe9d7a7fe163',
    };
    const asked = {
      plugin_names: ['a'],
      to_latest: ['a'],
      all_to_latest: false,
      to_minor: ['b'],
      all_to_minor: false,
      force: false,
      auto_correct_types: true,
      reevaluate_active_statuses: true,
    };
    wire.expects('GET', '/plugins-updates', { query: { blueprint_id: 'web', ...FIRST_PAGE }, reply: page([]) });
    wire.expects('POST', '/plugins-updates/web/update/initiate', { sends: asked, reply: update });
    wire.expects('GET', `/plugins-updates/${update.id}`, { reply: update });
    wire.expects('GET', `/plugins-updates/${update.id}`, { reply: { ...update, state: 'successful' } });
    const answer = await wire.invoke('conductor_plugins_update', { blueprint_id: 'web', ...asked });
    expect(answer.diagnostics).toEqual([]);
    expect(answer.summary).toContain(update.id);
  });
});

describe("the document's samples of searches and summaries", () => {
  it('search by rules in the body of a POST', async () => {
    const ids = ['resource1', 'resource2', 'resource3'].map((id) => ({ id }));
    wire.expects('POST', '/searches/deployments', {
      query: FIRST_PAGE,
      sends: { filter_rules: [OS, BOB] },
      reply: page(ids),
    });
    const found = await wire.data('conductor_search', { resource_type: 'deployments', filter_rules: [OS, BOB] });
    expect(found).toMatchObject({ items: ids });
  });

  it('search workflows common to all deployments', async () => {
    wire.expects('POST', '/searches/workflows', {
      query: { _common_only: 'true', ...FIRST_PAGE },
      sends: {},
      reply: page([{ name: 'install' }]),
    });
    const found = await wire.data('conductor_search', { resource_type: 'workflows', common_only: true });
    expect(found).toMatchObject({ items: [{ name: 'install' }] });
  });

  it('count in groups, although the total counts the inner rows', async () => {
    const inner = [
      { workflow_id: 'create_deployment_environment', executions: 9 },
      { workflow_id: 'install', executions: 11 },
    ];
    wire.expects('GET', '/summary/executions', {
      query: { _target_field: 'tenant_name', _sub_field: 'workflow_id', _all_tenants: 'true', ...FIRST_PAGE },
      reply: {
        items: [{ 'by workflow_id': inner, executions: 20, tenant_name: 'default_tenant' }],
        metadata: { pagination: { offset: 0, size: 1000, total: 4 } },
      },
    });
    const summary = await wire.data('conductor_summary', {
      resource_type: 'executions',
      target_field: 'tenant_name',
      sub_field: 'workflow_id',
      all_tenants: true,
    });
    expect(summary['groups']).toEqual([
      {
        value: 'default_tenant',
        count: 20,
        groups: inner.map(({ workflow_id: value, executions: count }) => ({ value, count })),
      },
    ]);
  });

  it('count node instances at a path with an underscore (trap 15)', async () => {
    wire.expects('GET', '/summary/node_instances', {
      query: { _target_field: 'deployment_id', ...FIRST_PAGE },
      reply: page([{ deployment_id: 's', node_instances: 2 }], 1000),
    });
    const asked = { resource_type: 'node_instances', target_field: 'deployment_id' };
    expect((await wire.data('conductor_summary', asked))['groups']).toEqual([{ value: 's', count: 2, groups: [] }]);
  });
});
