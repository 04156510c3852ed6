import { parse } from 'yaml';

import { isRecord } from '../description.js';
import { filesIn } from './archive.js';
import type { ArchiveFiles } from './archive.js';
import type { PluginEntry, Tags } from './plugin-entries.js';
import { isTags } from './plugin-entries.js';
import { Refused } from './refusal.js';

/** The metadata in a package. */
export type PluginPackage = Pick<
  PluginEntry,
  | 'labels'
  | 'blueprint_labels'
  | 'resource_tags'
  | 'archive_name'
  | 'package_name'
  | 'package_version'
  | 'package_source'
  | 'distribution'
  | 'distribution_release'
  | 'distribution_version'
  | 'supported_platform'
  | 'supported_py_versions'
  | 'wheels'
  | 'excluded_wheels'
>;

/** A wagon is an archive with a `package.json` at its root; a zip may contain one beside its `plugin.yaml`. */
export function packageIn(archive: Uint8Array): PluginPackage {
  const files = filesOf(archive);
  const text = packageJson(files);
  const said: unknown = text === undefined ? undefined : JSON.parse(text);
  if (!isRecord(said)) throw new Refused(400, 'The provided plugin archive does not contain a package.json');
  const name = textOr(said['package_name'], 'plugin');
  const version = textOr(said['package_version'], '0.0.0');
  const platform = textOr(said['supported_platform'], 'any');
  const build = isRecord(said['build_server_os_properties']) ? said['build_server_os_properties'] : {};
  return {
    archive_name: textOr(said['archive_name'], `${name}-${version}-${platform}.wgn`),
    package_name: name,
    package_version: version,
    package_source: textOr(said['package_source'], null),
    distribution: textOr(build['distribution'], null),
    distribution_release: textOr(build['distribution_release'], null),
    distribution_version: textOr(build['distribution_version'], null),
    supported_platform: platform,
    supported_py_versions: texts(said['supported_python_versions']),
    wheels: texts(said['wheels']),
    excluded_wheels: texts(said['excluded_wheels']),
    ...ownLabels(files),
  };
}

/** The emulator downloads nothing: a file's name contains the metadata, as wagon names do. */
export function packageAt(url: string | undefined): PluginPackage {
  if (url === undefined) throw new Refused(400, 'Missing plugin archive or url');
  const [address = ''] = url.split(/[?#]/, 1);
  const file = decodeURIComponent(address.slice(address.lastIndexOf('/') + 1));
  const [name = file, version = '0.0.0', py, , platform = 'any', distribution, release] = file
    .replace(/\.(wgn|zip|tar\.gz)$/, '')
    .split('-');
  return {
    archive_name: file,
    package_name: name.replaceAll('_', '-'),
    package_version: version,
    package_source: null,
    distribution: distribution ?? null,
    distribution_release: release?.toLowerCase() ?? null,
    distribution_version: null,
    supported_platform: platform,
    supported_py_versions: py === undefined ? [] : [py],
    wheels: [],
    excluded_wheels: [],
    ...NO_LABELS,
  };
}

function filesOf(archive: Uint8Array): ArchiveFiles {
  try {
    return filesIn(archive);
  } catch {
    throw new Refused(400, 'The provided plugin archive is neither a zip nor a wagon');
  }
}

function packageJson(files: ArchiveFiles): string | undefined {
  const wagon = [...files].find(([path]) => path.endsWith('.wgn'))?.[1];
  const inside = wagon === undefined ? files : filesOf(wagon);
  return [...inside].find(([path]) => /(^|\/)package\.json$/.test(path))?.[1].toString('utf8');
}

const NO_LABELS: Pick<PluginPackage, 'labels' | 'blueprint_labels' | 'resource_tags'> = {
  labels: null,
  blueprint_labels: null,
  resource_tags: null,
};

/** The content of the `plugin.yaml` beside the wagon: `labels: { name: { values: [...] } }`, and tags unchanged. */
function ownLabels(files: ArchiveFiles): typeof NO_LABELS {
  const text = [...files].find(([path]) => /(^|\/)plugin[^/]*\.yaml$/.test(path))?.[1].toString('utf8');
  if (text === undefined) return NO_LABELS;
  let said: unknown;
  try {
    said = parse(text);
  } catch {
    throw invalid("The provided plugin's description cannot be read");
  }
  if (!isRecord(said)) return NO_LABELS;
  const { labels, blueprint_labels, resource_tags } = said;
  return {
    labels: valuesOf(labels),
    blueprint_labels: valuesOf(blueprint_labels),
    resource_tags: isTags(resource_tags) ? resource_tags : null,
  };
}

function valuesOf(labels: unknown): Tags {
  if (labels === undefined || labels === null) return null;
  if (!isRecord(labels)) throw invalid('Invalid labels');
  return Object.fromEntries(
    Object.entries(labels).map(([key, label]) => {
      const values = isRecord(label) ? label['values'] : undefined;
      if (!Array.isArray(values)) throw invalid(`Invalid labels: ${key} has no list of values`);
      return [key, values.map(String)];
    }),
  );
}

function invalid(why: string): Refused {
  return new Refused(400, why, 'invalid_plugin_error');
}

function textOr<T>(value: unknown, otherwise: T): string | T {
  return typeof value === 'string' ? value : otherwise;
}

function texts(value: unknown): readonly string[] {
  return Array.isArray(value) ? value.map(String) : [];
}
