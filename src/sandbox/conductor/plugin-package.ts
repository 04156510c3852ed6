import { isRecord } from '../description.js';
import { filesIn } from './archive.js';
import type { PluginEntry } from './plugin-entries.js';
import { Refused } from './refusal.js';

/** What a package says of itself. */
export type PluginPackage = Pick<
  PluginEntry,
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

/** A wagon is an archive with a `package.json` at its root; a zip may hold one beside its `plugin.yaml`. */
export function packageIn(archive: Uint8Array): PluginPackage {
  const text = packageJson(archive);
  const said: unknown = text === undefined ? undefined : JSON.parse(text);
  if (!isRecord(said)) throw new Refused(400, 'The provided plugin archive holds no package.json');
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
  };
}

/** The emulator fetches nothing: a file's name says what it holds, as wagons are named. */
export function packageAt(url: string): PluginPackage {
  const file = decodeURIComponent(url.split(/[?#]/, 1)[0]!.split('/').at(-1)!);
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
  };
}

function packageJson(archive: Uint8Array): string | undefined {
  try {
    const files = filesIn(archive);
    const wagon = [...files].find(([path]) => path.endsWith('.wgn'))?.[1];
    const inside = wagon === undefined ? files : filesIn(wagon);
    return [...inside].find(([path]) => /(^|\/)package\.json$/.test(path))?.[1].toString('utf8');
  } catch {
    throw new Refused(400, 'The provided plugin archive is neither a zip nor a wagon');
  }
}

function textOr<T>(value: unknown, otherwise: T): string | T {
  return typeof value === 'string' ? value : otherwise;
}

function texts(value: unknown): readonly string[] {
  return Array.isArray(value) ? value.map(String) : [];
}
