import type { JsonObject } from '../../../src/model/index.js';
import type { DataSourceCase, ResourceCase } from '../provider.js';
import { added, changed, deleted, type ManagerWorld } from './world.js';

const SECRET = 'planted-secret-8472';
const FILES = 'test/conformance/conductor/files';

const RULES = [
  { key: 'env', values: ['test'], operator: 'any_of', type: 'label' },
  { key: 'created_by', values: ['al', 'bob'], operator: 'starts_with', type: 'attribute' },
];
const OTHER_RULES = [
  { key: 'env', operator: 'is_not_null', values: [], type: 'label' },
  { key: 'created_by', values: ['ann'], operator: 'any_of', type: 'attribute' },
];

const PLUGIN_URL = 'https://host.invalid/web_plugin-1.0.0-py36-none-linux_x86_64.wgn';

/** Users that things may be handed over to, made once in a world: the suite asks for a configuration more than once. */
async function withUser(world: ManagerWorld, config: JsonObject): Promise<JsonObject> {
  const there = world.sandbox.store.collection('conductor', 'users').get('ann');
  if (there === undefined) await added(world, 'users', { username: 'ann' });
  return config;
}

const filterCase = (resource_type: string, collection: string): ResourceCase<ManagerWorld> => ({
  type: 'conductor_filter',
  title: `conductor_filter for ${resource_type}`,
  config: () => ({ filter_id: 'mine', resource_type, filter_rules: RULES, visibility: 'private' }),
  bad: {
    'an operator with a hyphen': { filter_rules: [{ ...RULES[1]!, operator: 'starts-with' }] },
    "an attribute's operator for a label": { filter_rules: [{ ...RULES[0]!, operator: 'starts_with' }] },
    'a type that cannot be filtered': { resource_type: 'plugins' },
    'an unknown visibility': { visibility: 'everybody' },
  },
  change: {
    inPlace: { filter_rules: OTHER_RULES, visibility: 'global' },
    replacing: { filter_id: 'other', tenant: 'acme' },
  },
  numbered: (config, index) => ({ ...config, filter_id: `mine-${index}` }),
  importId: (state) => `${state['tenant'] as string}/${resource_type}/${state['filter_id'] as string}`,
  missingId: `default_tenant/${resource_type}/nothing`,
  drift: {
    filter_rules: changed(collection, 'default_tenant/mine', { value: OTHER_RULES }),
    visibility: changed(collection, 'default_tenant/mine', { visibility: 'tenant' }),
  },
  vanish: deleted(collection, 'default_tenant/mine'),
  lost: 'found',
});

export const contentResources: readonly ResourceCase<ManagerWorld>[] = [
  {
    type: 'conductor_secret',
    config: (world) =>
      withUser(world, {
        key: 'db',
        value: SECRET,
        schema: { type: 'string' },
        is_hidden_value: true,
        visibility: 'private',
      }),
    bad: {
      'neither a value nor its location': { value: null },
      'an unknown visibility': { visibility: 'everybody' },
      'a creation time': { created_at: 'yesterday' },
    },
    change: {
      inPlace: { value: `${SECRET}-2`, is_hidden_value: false, created_by: 'ann', visibility: 'global' },
      replacing: { key: 'other', tenant: 'acme', schema: { type: 'string', minLength: 1 } },
    },
    numbered: (config, index) => ({ ...config, key: `db-${index}` }),
    importId: (state) => `${state['tenant'] as string}/${state['key'] as string}`,
    missingId: 'default_tenant/nothing',
    drift: {
      value: changed('secrets', 'default_tenant/db', { value: 'another', updated_at: '2030-01-01T00:00:00.000Z' }),
      is_hidden_value: changed('secrets', 'default_tenant/db', { is_hidden_value: false }),
      visibility: changed('secrets', 'default_tenant/db', { visibility: 'tenant' }),
    },
    vanish: deleted('secrets', 'default_tenant/db'),
    lost: 'found',
    secret: SECRET,
  },
  {
    type: 'conductor_secret',
    title: 'conductor_secret whose value is elsewhere',
    config: async (world) => {
      const there = world.sandbox.store.collection('conductor', 'secretsProviders');
      for (const name of ['one', 'two'])
        if (there.get(`default_tenant/${name}`) === undefined) await added(world, 'secretsProviders', { name });
      return { key: 'db', provider_name: 'one', provider_options: { path: 'a' } };
    },
    change: {
      inPlace: { provider_name: 'two', provider_options: { path: 'b' } },
      replacing: { provider_options: null },
    },
    numbered: (config, index) => ({ ...config, key: `db-${index}` }),
    importId: (state) => state['key'] as string,
    drift: {
      provider_name: changed('secrets', 'default_tenant/db', {
        provider_name: 'two',
        updated_at: '2030-01-01T00:00:00.000Z',
      }),
      provider_options: changed('secrets', 'default_tenant/db', {
        provider_options: { path: 'c' },
        updated_at: '2030-01-01T00:00:00.000Z',
      }),
    },
    vanish: deleted('secrets', 'default_tenant/db'),
    lost: 'found',
  },
  {
    type: 'conductor_secrets_provider',
    config: () => ({
      name: 'vault',
      type: 'vault',
      connection_parameters: { url: 'https://vault.invalid', token: SECRET, path: 'a' },
      visibility: 'private',
    }),
    bad: {
      'an unknown type': { type: 'drawer' },
      'an unknown visibility': { visibility: 'everybody' },
    },
    change: {
      inPlace: {
        type: 'local',
        connection_parameters: { url: 'https://vault.invalid', token: SECRET, path: 'b' },
        visibility: 'global',
      },
      replacing: { name: 'other', tenant: 'acme', connection_parameters: null },
    },
    numbered: (config, index) => ({ ...config, name: `vault-${index}` }),
    importId: (state) => `${state['tenant'] as string}/${state['name'] as string}`,
    missingId: 'default_tenant/nothing',
    drift: {
      type: changed('secretsProviders', 'default_tenant/vault', { type: 'local' }),
      connection_parameters: changed('secretsProviders', 'default_tenant/vault', {
        connection_parameters: { url: 'https://elsewhere.invalid' },
      }),
      visibility: changed('secretsProviders', 'default_tenant/vault', { visibility: 'tenant' }),
    },
    vanish: deleted('secretsProviders', 'default_tenant/vault'),
    lost: 'found',
    secret: SECRET,
  },
  filterCase('deployments', 'deploymentFilters'),
  filterCase('blueprints', 'blueprintFilters'),
  {
    type: 'conductor_blueprint',
    config: () => ({
      blueprint_id: 'web',
      archive: `${FILES}/web`,
      visibility: 'private',
      labels: { env: ['test'], team: ['a', 'b'] },
      icon: `${FILES}/icon.png`,
    }),
    bad: {
      'two contents': { archive_url: 'https://host.invalid/web.zip' },
      'no content': { archive: null },
      'an unknown visibility': { visibility: 'everybody' },
      'a content hash': { archive_hash: '00' },
    },
    change: {
      inPlace: { labels: { env: ['prod'] }, icon: `${FILES}/other.png`, visibility: 'global' },
      replacing: { blueprint_id: 'other', tenant: 'acme', main_file_name: 'other.yaml' },
    },
    numbered: (config, index) => ({ ...config, blueprint_id: `web-${index}` }),
    importId: (state) => `${state['tenant'] as string}/${state['blueprint_id'] as string}`,
    afterImport: { archive: null, archive_hash: null, icon: null, icon_hash: null },
    missingId: 'default_tenant/nothing',
    drift: {
      visibility: changed('blueprints', 'default_tenant/web', { visibility: 'tenant' }),
      labels: changed('blueprints', 'default_tenant/web', { labels: [] }),
    },
    vanish: deleted('blueprints', 'default_tenant/web'),
    lost: 'found',
  },
  {
    type: 'conductor_blueprint',
    title: 'conductor_blueprint from an address',
    config: () => ({ blueprint_id: 'far', archive_url: 'https://host.invalid/web.zip', main_file_name: 'web.yaml' }),
    change: { replacing: { archive_url: 'https://host.invalid/other.zip' } },
    numbered: (config, index) => ({ ...config, blueprint_id: `far-${index}` }),
    importId: (state) => state['blueprint_id'] as string,
    afterImport: { archive_url: null },
    lost: 'found',
  },
  {
    type: 'conductor_plugin',
    config: (world) =>
      withUser(world, {
        archive_url: PLUGIN_URL,
        title: 'Web',
        visibility: 'private',
        labels: { a: ['1'] },
        blueprint_labels: { b: ['1'] },
        resource_tags: { c: '1' },
      }),
    bad: {
      'no content': { archive_url: null },
      'two contents': { archive: `${FILES}/icon.png` },
      'an unknown visibility': { visibility: 'everybody' },
      'a package name': { package_name: 'mine' },
    },
    change: {
      inPlace: {
        labels: { a: ['2'] },
        blueprint_labels: { b: ['2'] },
        resource_tags: { c: '2' },
        created_by: 'ann',
        visibility: 'global',
      },
      replacing: { archive_url: PLUGIN_URL.replace('1.0.0', '2.0.0'), title: 'Another', tenant: 'acme' },
    },
    numbered: (config, index) => ({
      ...config,
      title: `Web ${index}`,
      archive_url: PLUGIN_URL.replace('1.0.0', `1.0.${index}`),
    }),
    importId: (state) => `${state['tenant'] as string}/${state['id'] as string}`,
    afterImport: { archive_url: null },
    missingId: 'default_tenant/00000000-0000-4000-8000-000000000000',
    drift: {
      labels: drifted({ labels: { a: ['9'] } }),
      blueprint_labels: drifted({ blueprint_labels: { b: ['9'] } }),
      resource_tags: drifted({ resource_tags: { c: '9' } }),
      visibility: drifted({ visibility: 'tenant' }),
    },
    vanish: (world, state) => deleted('plugins', `default_tenant/${state['id'] as string}`)(world),
    lost: 'found',
  },
];

function drifted(values: JsonObject): (world: ManagerWorld, state: JsonObject) => Promise<void> {
  return (world, state) => changed('plugins', `default_tenant/${state['id'] as string}`, values)(world);
}

/** Creates what a configuration refers to at its first use. */
function standing(
  make: (world: ManagerWorld) => Promise<string>,
  config: JsonObject,
): (world: ManagerWorld) => Promise<JsonObject> {
  const made = new WeakSet<ManagerWorld>();
  return async (world) => {
    if (!made.has(world)) await make(world);
    made.add(world);
    return config;
  };
}

const aBlueprint = (world: ManagerWorld): Promise<string> =>
  added(world, 'blueprints', { id: 'web', labels: [{ key: 'env', value: 'test' }], archive: 'QQ==' });
const aSecret = (world: ManagerWorld): Promise<string> => added(world, 'secrets', { key: 'db', value: SECRET });
const aPlugin = (world: ManagerWorld): Promise<string> => added(world, 'plugins', { id: 'p', archive: 'QQ==' });

export const contentDataSources: readonly DataSourceCase<ManagerWorld>[] = [
  {
    type: 'conductor_blueprint',
    config: standing(aBlueprint, { blueprint_id: 'web' }),
    gives: { id: 'web', labels: { env: ['test'] }, visibility: 'tenant', state: 'uploaded' },
    failing: { blueprint_id: 'nothing' },
  },
  {
    type: 'conductor_blueprints',
    config: standing(aBlueprint, { search: 'w' }),
    failing: { filter_id: 'nothing' },
  },
  {
    type: 'conductor_blueprint_archive',
    config: standing(aBlueprint, { blueprint_id: 'web' }),
    gives: { content_base64: 'QQ==', size: 1 },
    failing: { blueprint_id: 'nothing' },
  },
  { type: 'conductor_blueprint_labels', config: standing(aBlueprint, {}), gives: { labels: ['env'] } },
  {
    type: 'conductor_blueprint_labels',
    config: standing(aBlueprint, { key: 'env' }),
    gives: { labels: ['test'] },
    failing: { tenant: 'nowhere' },
  },
  {
    type: 'conductor_filters',
    config: standing((world) => added(world, 'blueprintFilters', { id: 'mine' }), { resource_type: 'blueprints' }),
    failing: { tenant: 'nowhere' },
  },
  {
    type: 'conductor_filter',
    config: standing((world) => added(world, 'blueprintFilters', { id: 'mine', value: RULES }), {
      resource_type: 'blueprints',
      filter_id: 'mine',
    }),
    gives: { filter_rules: RULES, visibility: 'tenant' },
    failing: { filter_id: 'nothing' },
  },
  {
    type: 'conductor_secrets_provider',
    config: standing((world) => added(world, 'secretsProviders', { name: 'here', type: 'local' }), { name: 'here' }),
    gives: { type: 'local', visibility: 'tenant' },
    failing: { name: 'nothing' },
  },
  {
    type: 'conductor_plugin',
    config: standing(aPlugin, { plugin_id: 'p' }),
    gives: { package_name: 'made-elsewhere', visibility: 'tenant' },
    failing: { plugin_id: 'nothing' },
  },
  { type: 'conductor_plugins', config: standing(aPlugin, {}), failing: { tenant: 'nowhere' } },
  {
    type: 'conductor_plugin_archive',
    config: standing(aPlugin, { plugin_id: 'p' }),
    gives: { content_base64: 'QQ==', size: 1 },
    failing: { plugin_id: 'nothing' },
  },
  {
    type: 'conductor_plugins_updates',
    config: standing((world) => added(world, 'pluginsUpdates', { id: 'u', blueprint_id: 'web' }), {
      blueprint_id: 'web',
    }),
    failing: { tenant: 'nowhere' },
  },
  {
    type: 'conductor_secret',
    config: standing(aSecret, { key: 'db' }),
    gives: { value: SECRET, visibility: 'tenant' },
    failing: { key: 'nothing' },
  },
  { type: 'conductor_secret', config: standing(aSecret, { key: 'db', skip_value: true }), gives: { value: null } },
  { type: 'conductor_secrets', config: standing(aSecret, { search: 'd' }), failing: { tenant: 'nowhere' } },
  {
    type: 'conductor_secrets_export',
    config: standing(aSecret, { passphrase: 'a long passphrase' }),
    failing: { tenant: 'nowhere' },
  },
  {
    type: 'conductor_secrets_providers',
    config: standing((world) => added(world, 'secretsProviders', { name: 'vault' }), {}),
    failing: { tenant: 'nowhere' },
  },
  {
    type: 'conductor_search',
    config: standing(aSecret, { resource_type: 'secrets' }),
    failing: { tenant: 'nowhere' },
  },
  {
    type: 'conductor_summary',
    config: standing(aBlueprint, { resource_type: 'blueprints', target_field: 'tenant_name' }),
    gives: { groups: [{ value: 'default_tenant', count: 1, groups: [] }] },
    failing: { tenant: 'nowhere' },
  },
  ...['deployments', 'executions', 'node_instances', 'nodes'].map((resource_type) => ({
    type: 'conductor_summary',
    config: () => ({ resource_type, target_field: 'visibility' }),
    failing: { target_field: 'colour' },
  })),
];
