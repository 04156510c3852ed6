import path from 'node:path';
import { expandProviderSource, type ProviderSource } from '../../model/index.js';
import { isSettings, lastOf, textsIn, type Settings } from './settings-text.js';

/** A way to get providers, and for which of them it may be used. */
export type InstallationMethod = Filter &
  (
    | { readonly kind: 'direct' }
    /** A folder on this machine. */
    | { readonly kind: 'filesystem'; readonly folder: string }
    | { readonly kind: 'network'; readonly url: string }
  );

interface Filter {
  /** Patterns of full names, in which `*` matches one part. Without any, all providers. */
  readonly include: readonly string[] | undefined;
  readonly exclude: readonly string[];
}

/** Whether a method may be used for a provider. Exclusions are stronger. */
export const isFor = ({ include, exclude }: Filter, source: ProviderSource): boolean =>
  !exclude.some((pattern) => matches(pattern, source)) &&
  (include === undefined || include.some((pattern) => matches(pattern, source)));

function matches(pattern: string, source: ProviderSource): boolean {
  const parts = source.split('/');
  return pattern.split('/').every((part, index) => part === '*' || part === parts[index]);
}

/** Reads the block `provider_installation`. */
export function readMethods(
  block: Settings,
  directory: string,
  invalid: (reason: string) => Error,
): { readonly methods: readonly InstallationMethod[]; readonly overrides: ReadonlyMap<string, string> } {
  const methods: InstallationMethod[] = [];
  const overrides = new Map<string, string>();
  for (const [kind, body] of block.members) {
    if (!isSettings(body)) throw invalid(`"${kind}" in provider_installation must be a block`);
    if (kind === 'dev_overrides') {
      for (const [source, folder] of body.members) {
        if (typeof folder !== 'string') throw invalid(`dev_overrides must name a folder for ${source}`);
        overrides.set(source, path.resolve(directory, folder));
      }
      continue;
    }
    const filter: Filter = {
      include: patterns(body, 'include', invalid),
      exclude: patterns(body, 'exclude', invalid) ?? [],
    };
    if (kind === 'direct') methods.push({ kind, ...filter });
    else if (kind === 'filesystem_mirror') {
      const folder = required(body, kind, 'path', invalid);
      methods.push({ kind: 'filesystem', folder: path.resolve(directory, folder), ...filter });
    } else if (kind === 'network_mirror') {
      const url = required(body, kind, 'url', invalid);
      if (!URL.canParse(url) || new URL(url).protocol !== 'https:')
        throw invalid(`The url of a network_mirror must begin with https://: ${JSON.stringify(url)}`);
      methods.push({ kind: 'network', url: url.endsWith('/') ? url : `${url}/`, ...filter });
    } else throw invalid(`provider_installation has no method "${kind}"`);
  }
  return { methods, overrides };
}

function required(body: Settings, kind: string, name: string, invalid: (reason: string) => Error): string {
  const value = lastOf(body, name);
  if (typeof value === 'string' && value !== '') return value;
  throw invalid(`${kind} needs "${name}"`);
}

function patterns(body: Settings, name: string, invalid: (reason: string) => Error): readonly string[] | undefined {
  const value = lastOf(body, name);
  if (value === undefined) return undefined;
  const texts = textsIn(value);
  if (texts === undefined) throw invalid(`"${name}" must be a list of provider names and patterns`);
  return texts.map(expandProviderSource);
}
