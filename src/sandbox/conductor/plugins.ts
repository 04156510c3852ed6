import { parameter, bodyOf, queryOf } from '../asked.js';
import { flag, object, text, bytes } from '../shape.js';
import type { Reply } from '../system.js';
import { inTenant } from './domain.js';
import type { Ask, Domain } from './domain.js';
import { kindOf } from './elsewhere.js';
import { users } from './entries.js';
import { listed, shown } from './list.js';
import type { Shown } from './list.js';
import { findOwn, findOwned, newOwned, visibleTo, widened, visibilityAsked } from './owned.js';
import { plugins, isTags } from './plugin-entries.js';
import type { PluginEntry, Tags } from './plugin-entries.js';
import { packageAt, packageIn } from './plugin-package.js';
import { noContent, Refused } from './refusal.js';
import { pluginUsers } from './plugins-updates.js';

const NOUN = 'Plugin';

const FIELDS: readonly string[] = [
  'id',
  'title',
  'labels',
  'blueprint_labels',
  'resource_tags',
  'archive_name',
  'package_name',
  'package_version',
  'package_source',
  'distribution',
  'distribution_release',
  'distribution_version',
  'supported_platform',
  'supported_py_versions',
  'wheels',
  'excluded_wheels',
  'installation_state',
  'uploaded_at',
  'created_by',
  'tenant_name',
  'visibility',
  'private_resource',
  'resource_availability',
];

const patchBody = object({}, { creator: text, labels: isTags, blueprint_labels: isTags, resource_tags: isTags });
const uploadQuery = object({}, { plugin_archive_url: text, title: text, visibility: text });

/** Plugins of a tenant (Conductor document, section Plugins). */
export const pluginOperations: Domain = {
  operations: {
    listPlugins: inTenant('plugin_list', (ask) =>
      listed(ask, {
        items: visibleTo(ask, plugins(ask.store)),
        show: shownTo(ask),
        fields: FIELDS,
        searched: 'package_name',
      }),
    ),
    getPlugin: inTenant('plugin_get', (ask) => shown(ask, shownTo(ask)(seen(ask)), FIELDS)),
    uploadPlugin: inTenant('plugin_upload', upload),
    updatePlugin: inTenant('plugin_update', update),
    deletePlugin: inTenant('plugin_delete', remove),
    downloadPlugin: inTenant('plugin_download', download),
    setPluginVisibility: inTenant('resource_set_visibility', (ask) => {
      const entry = own(ask);
      const visibility = widened(entry, visibilityAsked(ask), 'plugin');
      return keep(ask, { ...entry, visibility });
    }),
  },
  kinds: {
    plugins: kindOf('id', (now) => ({
      title: null,
      ...packageAt('made_elsewhere-1.0.0-py36-none-any.wgn'),
      installation_state: [],
      uploaded_at: now,
    })),
  },
};

const idOf = (ask: Ask): string => parameter(ask, 'plugin_id');
const seen = (ask: Ask): PluginEntry => findOwned(ask, plugins(ask.store), idOf(ask), NOUN);
const own = (ask: Ask): PluginEntry => findOwn(ask, plugins(ask.store), idOf(ask), NOUN);

/** The metadata is in the query, the package in the body. */
function upload(ask: Ask): Reply {
  const { plugin_archive_url: url, title, visibility } = queryOf(ask, uploadQuery);
  const archive = ask.body === undefined ? undefined : bodyOf(ask, bytes);
  const found = archive === undefined ? packageAt(url) : packageIn(archive);
  const twin = visibleTo(ask, plugins(ask.store)).find(
    (entry) => entry.archive_name === found.archive_name && entry.package_version === found.package_version,
  );
  if (twin !== undefined) throw new Refused(409, `a plugin archive named ${found.archive_name} already exists`);
  const id = ask.store.newIdentity();
  const owned = newOwned(ask, id, visibility);
  return keep(
    ask,
    {
      ...owned,
      id,
      title: title ?? found.package_name,
      ...found,
      installation_state: [],
      uploaded_at: owned.created_at,
      ...(archive === undefined ? {} : { archive: Buffer.from(archive).toString('base64') }),
    },
    201,
  );
}

function update(ask: Ask): Reply {
  const entry = own(ask);
  const { creator, ...said } = bodyOf(ask, patchBody);
  if (creator !== undefined && users(ask.store).get(creator) === undefined)
    throw new Refused(404, `Requested \`User\` with ID \`${creator}\` was not found`);
  return keep(ask, { ...entry, ...said, ...(creator === undefined ? {} : { created_by: creator }) });
}

function remove(ask: Ask): Reply {
  const entry = own(ask);
  const used = pluginUsers(ask.store, entry);
  if (used.length > 0 && bodyOf(ask, object({}, { force: flag })).force !== true)
    throw new Refused(405, `Plugin ${entry.id} is used by deployments: ${used.join(', ')}`, 'plugin_in_use_error');
  plugins(ask.store).remove(entry.identity);
  return noContent;
}

function download(ask: Ask): Reply {
  const { archive } = seen(ask);
  if (archive === undefined) throw new Refused(404, 'The archive of this plugin is not stored');
  return { status: 200, content: { type: 'application/octet-stream', bytes: Buffer.from(archive, 'base64') } };
}

function keep(ask: Ask, entry: PluginEntry, status = 200): Reply {
  plugins(ask.store).put(entry);
  const reply = shown(ask, shownTo(ask)(entry), FIELDS);
  return { ...reply, status };
}

/** A plugin in a reply. In the document, each label has one string; in the source, a list of values. */
function shownTo({ answers }: Ask): (entry: PluginEntry) => Shown {
  const labelled = answers === 'source' ? (tags: Tags): Tags => tags : asTexts;
  return ({ identity: _, archive: _archive, created_at: _at, ...rest }) => ({
    ...rest,
    labels: labelled(rest.labels),
    blueprint_labels: labelled(rest.blueprint_labels),
    private_resource: rest.visibility === 'private',
    resource_availability: rest.visibility,
  });
}

function asTexts(tags: Tags): Tags {
  if (tags === null) return null;
  return Object.fromEntries(
    Object.entries(tags).map(([key, values]) => {
      const [first, ...others] = typeof values === 'string' ? [values] : values;
      return [key, first !== undefined && others.length === 0 ? first : values];
    }),
  );
}
