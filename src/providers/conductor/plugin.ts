import { canonicalJson, listOf, mapOf, setOf, type Json, objectIn } from '../../model/index.js';
import type { AttributeMapping, DataSourceMapping, Field, ResourceMapping } from '../rest/mapping/definition.js';
import { ARCHIVE, archiveOrUrl, INTO } from './blueprint.js';
import { ALL_TENANTS, IN_TENANT, MANAGER_IS_THERE, PAGES, TENANT } from './protocol.js';
import { VISIBILITY } from './sharing.js';

/** Values the manager reads from the package. */
const FOUND: Readonly<Record<string, AttributeMapping>> = {
  archive_name: { computed: true },
  package_name: { computed: true },
  package_version: { computed: true },
  package_source: { computed: true },
  distribution: { computed: true },
  distribution_release: { computed: true },
  distribution_version: { computed: true },
  supported_platform: { computed: true },
  supported_py_versions: { type: listOf('string'), computed: true },
  wheels: { type: listOf('string'), computed: true },
  excluded_wheels: { type: listOf('string'), computed: true },
  uploaded_at: { computed: true },
};

/** Replies contain every value under its own name. */
const REPLY: Readonly<Record<string, Field>> = {
  ...Object.fromEntries(['title', 'visibility', 'created_by', ...Object.keys(FOUND)].map((name) => [name, `/${name}`])),
  labels: { at: '/labels', decode: withLists },
  blueprint_labels: { at: '/blueprint_labels', decode: withLists },
  resource_tags: { at: '/resource_tags', decode: withTexts },
};

/** The package may define its own; these apply until others are set. */
const given = { optional: true, computed: true } as const;
const labels = (description: string): AttributeMapping => ({ ...given, type: mapOf(setOf('string')), description });

/**
 * The document only says `dict` of labels. Their values are lists in the public source, and may be strings elsewhere.
 */
function withLists(shown: Json): Json {
  const members = Object.entries(objectIn(shown));
  return Object.fromEntries(
    members.map(([key, value]): [string, Json] => [key, Array.isArray(value) ? value : [value]]),
  );
}

/** A tag may be an intrinsic function. */
function withTexts(shown: Json): Json {
  const members = Object.entries(objectIn(shown));
  return Object.fromEntries(
    members.map(([key, value]): [string, Json] => [key, typeof value === 'string' ? value : canonicalJson(value)]),
  );
}

export const plugin: ResourceMapping = {
  noun: 'plugin',
  label: 'title',
  description: 'A package that adds node types to the manager. A different package replaces it.',
  version: 1,
  // In an older schema version, labels had a string as value.
  upgrades: [
    ({ labels: own = null, blueprint_labels: ofBlueprints = null, ...rest }) => ({
      ...rest,
      labels: own === null ? null : withLists(own),
      blueprint_labels: ofBlueprints === null ? null : withLists(ofBlueprints),
    }),
  ],
  attributes: {
    id: { computed: true },
    tenant: TENANT,
    archive: {
      optional: true,
      local: true,
      description: 'Path of the package: a `.wgn` file, or a `.zip` that contains one.',
    },
    archive_hash: { computed: true, replaces: true, description: 'SHA-256 of the content of `archive`.' },
    archive_url: { optional: true, description: 'URL from which the manager fetches the package.' },
    title: {
      optional: true,
      computed: true,
      replaces: true,
      description: 'The display name, for example in the topology view.',
    },
    visibility: { ...VISIBILITY, default: { value: 'tenant' } },
    labels: labels('Labels added to deployments that use the plugin, each with its values.'),
    blueprint_labels: labels('Labels added to blueprints that use the plugin, each with its values.'),
    resource_tags: {
      ...given,
      type: mapOf('string'),
      description: 'Tags added to the resources that the plugin creates.',
    },
    created_by: {
      optional: true,
      computed: true,
      description: 'Name of the user who owns it. An owner other than the creator requires the permission `set_owner`.',
    },
    force_delete: {
      type: 'bool',
      optional: true,
      local: true,
      description: 'Whether to delete it even if deployments use it. Default: false.',
    },
    ...FOUND,
  },
  files: { archive: { hash: 'archive_hash', or: 'archive_url', kept: { operation: 'downloadPlugin' } } },
  parameters: { ...IN_TENANT, plugin_id: 'id' },
  reply: {
    id: '/id',
    tenant: { at: '/tenant_name', missing: 'keep' },
    ...REPLY,
  },
  identity: ['tenant', 'id'],
  imports: ['tenant/id', 'id'],
  // The document lists these as fields of the body; its samples send them in the query, and so does this mapping.
  create: {
    operation: 'uploadPlugin',
    parameters: { plugin_archive_url: 'archive_url', title: 'title', visibility: 'visibility' },
    body: { raw: { file: 'archive' }, type: 'application/octet-stream' },
  },
  read: {
    call: { operation: 'getPlugin' },
    crowd: { operation: 'listPlugins', paging: PAGES, by: { id: '/id', tenant: '/tenant_name' }, unchanged: [] },
    confirmGone: MANAGER_IS_THERE,
  },
  updates: [
    {
      operation: 'updatePlugin',
      repeatable: true,
      body: {
        json: {
          '/creator': 'created_by',
          '/labels': 'labels',
          '/blueprint_labels': 'blueprint_labels',
          '/resource_tags': 'resource_tags',
        },
      },
    },
    { operation: 'setPluginVisibility', repeatable: true, body: { json: { '/visibility': 'visibility' } } },
  ],
  remove: {
    operation: 'deletePlugin',
    body: { json: { '/force': 'force_delete' } },
    refused: {
      when: (status, message) => status === 405 || /in use/i.test(message),
      explain: async () =>
        'Move its users to another plugin first (action conductor_plugins_update), or apply with force_delete set. To change the package, set create_before_destroy on the plugin: the new one is created before the old one is deleted.',
      intervalSeconds: 5,
    },
  },
  locate: { list: { operation: 'listPlugins', paging: PAGES }, match: ['title', 'visibility'] },
  check: archiveOrUrl('plugin'),
};

const PLUGIN_ID: AttributeMapping = { required: true, description: 'ID of the plugin.' };

export const pluginDataSources: Readonly<Record<string, DataSourceMapping>> = {
  conductor_plugin: {
    noun: 'plugin',
    description: 'One plugin.',
    attributes: {
      plugin_id: PLUGIN_ID,
      tenant: TENANT,
      title: { computed: true },
      visibility: { computed: true },
      labels: { type: mapOf(setOf('string')), computed: true },
      blueprint_labels: { type: mapOf(setOf('string')), computed: true },
      resource_tags: { type: mapOf('string'), computed: true },
      created_by: { computed: true },
      ...FOUND,
      installation_state: { type: 'dynamic', computed: true },
    },
    parameters: { ...IN_TENANT, plugin_id: 'plugin_id' },
    one: {
      call: { operation: 'getPlugin' },
      reply: { ...REPLY, installation_state: '/installation_state' },
    },
  },
  conductor_plugins: {
    noun: 'list of plugins',
    description: 'The plugins of a tenant.',
    attributes: {
      tenant: TENANT,
      all_tenants: ALL_TENANTS,
      package_name: { optional: true, description: 'Only plugins of this package.' },
      search: { optional: true, description: 'Only plugins whose package name contains this text.' },
    },
    parameters: { ...IN_TENANT, _all_tenants: 'all_tenants', package_name: 'package_name', _search: 'search' },
    many: {
      list: { operation: 'listPlugins', paging: PAGES },
      into: 'plugins',
      description: 'The matching plugins.',
      item: '#/components/schemas/Plugin',
    },
  },
  conductor_plugin_archive: {
    noun: 'archive of a plugin',
    description: 'The package from which a plugin was uploaded.',
    attributes: { plugin_id: PLUGIN_ID, tenant: TENANT, ...ARCHIVE },
    parameters: { ...IN_TENANT, plugin_id: 'plugin_id' },
    download: { call: { operation: 'downloadPlugin' }, ...INTO },
  },
  conductor_plugins_updates: {
    noun: 'list of updates of plugins',
    description: "Past and running updates of the plugins of a blueprint's deployments.",
    attributes: {
      tenant: TENANT,
      all_tenants: ALL_TENANTS,
      blueprint_id: { optional: true, description: 'Only updates for this blueprint.' },
    },
    parameters: { ...IN_TENANT, _all_tenants: 'all_tenants', blueprint_id: 'blueprint_id' },
    many: {
      list: { operation: 'listPluginsUpdates', paging: PAGES },
      into: 'plugins_updates',
      description: 'The matching updates.',
      item: '#/components/schemas/PluginsUpdate',
    },
  },
};
