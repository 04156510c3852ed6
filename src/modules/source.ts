import path from 'node:path';
import { ModuleError } from './problem.js';

/** The registry of modules whose source names no host. */
const DEFAULT_REGISTRY = 'registry.terraform.io';

/** Where a module comes from. `text` is the source in the form in which Terraform records it. */
export type ModuleSource = RegistrySource | RemoteSource;

export interface RegistrySource {
  readonly kind: 'registry';
  readonly text: string;
  readonly host: string;
  /** `namespace/name/provider` */
  readonly name: string;
  readonly subdir: string;
}

/** A package that is fetched as a whole, and the folder of the module in it. */
export type RemoteSource = GitSource | HttpSource | FolderSource;

export interface GitSource {
  readonly kind: 'git';
  readonly text: string;
  /** As Git takes it. */
  readonly url: string;
  readonly ref: string | undefined;
  readonly subdir: string;
}

export interface HttpSource {
  readonly kind: 'http';
  readonly text: string;
  readonly url: URL;
  /** `archive`: a format, or `false`. */
  readonly archive: string | undefined;
  readonly checksum: string | undefined;
  readonly subdir: string;
}

/** A folder outside of the project, by its absolute path. */
export interface FolderSource {
  readonly kind: 'folder';
  readonly text: string;
  readonly path: string;
  readonly subdir: string;
}

const SUPPORTED =
  'Supported are local folders (./…), registries (namespace/name/provider), Git (git::https://…, git::ssh://…, github.com/…, bitbucket.org/…) and archives over HTTP (https://….zip, .tar.gz).';

export const isLocalSource = (text: string): boolean => /^\.\.?(?:[\\/]|$)/.test(text);

/** Parses the `source` of a module that has to be installed, by the rules of Terraform. Throws a {@link ModuleError}. */
export const parseModuleSource = (text: string): ModuleSource => registrySource(text) ?? parseRemoteSource(text);

/** The source of a local module as Terraform records it. */
export function localSourceText(text: string): string {
  const clean = path.posix.normalize(text.replaceAll('\\', '/')).replace(/(?<=.)\/$/, '');
  if (clean === '.') return './';
  return clean.startsWith('..') ? clean : `./${clean}`;
}

const NAME = /^[0-9A-Za-z](?:[0-9A-Za-z_-]{0,62}[0-9A-Za-z])?$/;
const PROVIDER = /^[0-9a-z]{1,64}$/;
const HOST = /^(?=[^:]*\.)[0-9a-z](?:[0-9a-z.-]*[0-9a-z])?(?::\d{1,5})?$/i;
/** Hosts of repositories, whose addresses are shorthands for Git. */
const FORGES: ReadonlySet<string> = new Set(['github.com', 'bitbucket.org', 'gitlab.com']);

function registrySource(text: string): RegistrySource | undefined {
  const { address, subdir } = splitSubdir(text);
  const parts = address.split('/');
  const host = parts.length === 4 ? (parts.shift() ?? '').toLowerCase() : DEFAULT_REGISTRY;
  const [namespace = '', name = '', provider = ''] = parts;
  const isRegistry = parts.length === 3 && HOST.test(host) && !FORGES.has(host);
  if (!isRegistry || !NAME.test(namespace) || !NAME.test(name) || !PROVIDER.test(provider)) return undefined;
  const whole = `${namespace}/${name}/${provider}`;
  return {
    kind: 'registry',
    text: `${host}/${whole}${subdir === '' ? '' : `//${subdir}`}`,
    host,
    name: whole,
    subdir,
  };
}

/** Parses the address of a package, which a registry may give too. */
export function parseRemoteSource(text: string): RemoteSource {
  if (hasControl(text) || text.trim() !== text) throw unknownSource(text);
  const { address, subdir } = splitSubdir(text);
  const { forced, rest } = forcedKind(address);
  const [place, query] = cut(rest, '?');
  const found = detected(place);
  const kind = forced ?? found.kind;
  const full = `${found.address}${query === undefined ? '' : `?${query}`}`;
  const plain = `${kind === undefined ? '' : `${kind}::`}${full}`;
  const [before, after] = cut(plain, '?');
  const inside = joinSubdirs(found.subdir, subdir);
  const whole = inside === '' ? plain : `${before}//${inside}${after === undefined ? '' : `?${after}`}`;
  const params = new URLSearchParams(query ?? '');
  if (kind === 'git') return gitSource(whole, found.address, params, inside);
  if (kind !== undefined && kind !== 'http' && kind !== 'https') throw unsupported(`${kind}::`);
  if (!URL.canParse(full)) throw unknownSource(text);
  const url = new URL(full);
  if (url.protocol === 'file:') return folderSource(whole, url, inside);
  if (url.protocol !== 'http:' && url.protocol !== 'https:') throw unsupported(url.protocol);
  return httpSource(whole, url, inside);
}

function unsupported(scheme: string): ModuleError {
  const again = scheme === 'hg::' || scheme === 's3::' || scheme === 'gcs::' ? ' yet' : '';
  return new ModuleError('module-source-not-supported', `Modules from ${scheme} are not supported${again}`, SUPPORTED);
}

function unknownSource(text: string): ModuleError {
  const hint = /^[\w.-]+(?:\/[\w.-]+)*$/.test(text) ? ` For a folder of this project, write "./${text}".` : '';
  return new ModuleError('unknown-module-source', 'This is not the source of a module', `${SUPPORTED}${hint}`);
}

/** `git::…` */
function forcedKind(address: string): { readonly forced: string | undefined; readonly rest: string } {
  const [, forced, rest] = /^([A-Za-z0-9]+)::(.+)$/.exec(address) ?? [];
  return { forced: forced?.toLowerCase(), rest: rest ?? address };
}

interface Detected {
  readonly kind: string | undefined;
  readonly address: string;
  readonly subdir: string;
}

/** Completes shorthands: hosts of repositories, SSH addresses and absolute paths. */
function detected(place: string): Detected {
  const forge = /^(?:github\.com|bitbucket\.org)\/[^/]+\/[^/]+/.exec(place)?.[0];
  if (forge !== undefined) {
    const suffix = forge.endsWith('.git') ? '' : '.git';
    const rest = place.slice(forge.length).replaceAll(/^\/+|\/+$/g, '');
    return { kind: 'git', address: `https://${forge}${suffix}`, subdir: rest };
  }
  const [, user, host, file] = place.includes('://') ? [] : (/^([^@/:]+)@([^:/]+):\/?(.+)$/.exec(place) ?? []);
  if (user !== undefined && host !== undefined && file !== undefined)
    return { kind: 'git', address: `ssh://${user}@${host}/${file}`, subdir: '' };
  if (place.startsWith('/')) return { kind: undefined, address: `file://${place}`, subdir: '' };
  return { kind: undefined, address: place, subdir: '' };
}

function gitSource(text: string, address: string, params: URLSearchParams, subdir: string): GitSource {
  const url = URL.canParse(address) ? new URL(address) : undefined;
  const isKnown = url !== undefined && ['https:', 'http:', 'ssh:', 'git:', 'file:'].includes(url.protocol);
  // What begins with a hyphen could be read as an option by Git or by ssh.
  const starts = url === undefined ? [] : [url.hostname, decodeURIComponentSafely(url.username)];
  if (!isKnown || starts.some((part) => part.startsWith('-'))) {
    throw new ModuleError(
      'module-source-not-supported',
      'Git cannot be used with this address',
      'Write git::https://…, git::ssh://user@host/path, or git::file:///path.',
    );
  }
  const ref = params.get('ref') ?? undefined;
  if (ref !== undefined && !isRef(ref)) {
    throw new ModuleError(
      'invalid-module-ref',
      '"ref" is not the name of a branch, a tag or a commit',
      'A name contains no spaces, "..", "~", "^", ":", "?", "*", "[" or "\\", and does not begin with a hyphen.',
    );
  }
  if (params.has('sshkey')) {
    throw new ModuleError(
      'module-source-not-supported',
      '"sshkey" is not supported in the source of a module',
      'Add the key to the SSH agent, or name it in the configuration of ssh.',
    );
  }
  const depth = params.get('depth');
  if (depth !== null && !/^\d+$/.test(depth)) {
    throw new ModuleError('invalid-module-source', '"depth" is not a number', 'Remove it: history is never fetched.');
  }
  for (const name of ['ref', 'depth']) params.delete(name);
  const rest = params.toString();
  return { kind: 'git', text, url: `${address}${rest === '' ? '' : `?${rest}`}`, ref, subdir };
}

const isRef = (ref: string): boolean =>
  /^[^-\s~^:?*[\\][^\s~^:?*[\\]*$/.test(ref) && !ref.includes('..') && !ref.includes('@{') && !hasControl(ref);

/** Control characters are never part of an address. */
const hasControl = (text: string): boolean => /\p{Cc}/u.test(text);

function httpSource(text: string, url: URL, subdir: string): HttpSource {
  const archive = url.searchParams.get('archive') ?? undefined;
  const checksum = url.searchParams.get('checksum') ?? undefined;
  const clean = new URL(url);
  // Other parameters stay as they are: they may be signed.
  clean.search = url.search
    .slice(1)
    .split('&')
    .filter((part) => !/^(?:archive|checksum|filename)=/.test(part))
    .join('&');
  return { kind: 'http', text, url: clean, archive, checksum, subdir };
}

function folderSource(text: string, url: URL, subdir: string): FolderSource {
  return { kind: 'folder', text, path: path.posix.normalize(decodeURIComponentSafely(url.pathname)), subdir };
}

function decodeURIComponentSafely(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

/** Splits `address//subdir?query`; the query stays with the address. Throws for a folder outside of the package. */
export function splitSubdir(text: string): { readonly address: string; readonly subdir: string } {
  const [place, query] = cut(text, '?');
  const scheme = place.indexOf('://');
  const at = place.indexOf('//', scheme < 0 ? 0 : scheme + 3);
  const rest = query === undefined ? '' : `?${query}`;
  if (at < 0) return { address: text, subdir: '' };
  return { address: `${place.slice(0, at)}${rest}`, subdir: insidePackage(place.slice(at + 2)) };
}

function insidePackage(subdir: string): string {
  const clean = path.posix.normalize(subdir.replaceAll('\\', '/')).replaceAll(/^\/+|\/+$/g, '');
  if (clean === '..' || clean.startsWith('../')) {
    throw new ModuleError(
      'invalid-module-source',
      'The folder after "//" is outside of the package',
      'Write a path inside of it, without "..".',
    );
  }
  return clean === '.' ? '' : clean;
}

/** One folder inside another. */
export const joinSubdirs = (outer: string, inner: string): string =>
  outer === '' || inner === '' ? `${outer}${inner}` : `${outer}/${inner}`;

/** The text before and after the first separator. */
function cut(text: string, separator: string): [before: string, after: string | undefined] {
  const at = text.indexOf(separator);
  return at < 0 ? [text, undefined] : [text.slice(0, at), text.slice(at + separator.length)];
}
