import { createHash } from 'node:crypto';
import { mkdirSync, readdirSync, rmSync, statSync } from 'node:fs';
import path from 'node:path';
import type { ModuleCache } from './cache.js';
import { checkTree } from './check-tree.js';
import { download } from './download.js';
import { commitKey, fetchCommit, findCommit, type GitOptions } from './git.js';
import { withoutCredentials, type PackageHttp } from '../../packages/index.js';
import { ModuleError } from '../problem.js';
import { joinSubdirs, parseRemoteSource, type GitSource, type HttpSource, type RemoteSource } from '../source.js';

export interface FetchOptions extends GitOptions {
  readonly http: PackageHttp;
  readonly cache: ModuleCache;
}

/** A package in the cache. */
export interface Package {
  readonly hash: string;
  readonly visible: string;
  /** Of a package from Git. */
  readonly commit?: string;
  /** The folder of the module in it, as far as the source says; may contain `*`. */
  readonly subdir: string;
}

/** Sources that name other sources, in a row. */
const MOST_HOPS = 5;

/** Brings packages into the cache, each once however many calls need it. */
export class Fetcher {
  readonly #options: FetchOptions;
  readonly #packages = new Map<string, Promise<Package>>();

  constructor(options: FetchOptions) {
    this.#options = options;
  }

  async fetch(source: RemoteSource): Promise<Package> {
    const key = `${source.kind} ${source.kind === 'git' ? `${source.url} ${source.ref ?? ''}` : source.text}`;
    const known = this.#packages.get(key) ?? this.#package(source, 0);
    this.#packages.set(key, known);
    const found = await known;
    return source.kind === 'git' ? { ...found, subdir: joinSubdirs(found.subdir, source.subdir) } : found;
  }

  async #package(source: RemoteSource, hops: number): Promise<Package> {
    if (source.kind === 'git') return this.#fromGit(source);
    if (source.kind === 'http') return this.#fromHttp(source, hops);
    throw new ModuleError(
      'module-source-not-supported',
      'A package cannot be in a local folder',
      `A registry or a server returned the source ${withoutCredentials(source.text)}.`,
    );
  }

  async #fromGit(source: GitSource): Promise<Package> {
    const { cache } = this.#options;
    const commit = await findCommit(source, this.#options);
    const known = commit.commit.length < 40 ? undefined : cache.recall(commitKey(source, commit.commit));
    if (known !== undefined) {
      const { visible } = cache.tree(known);
      return { hash: known, visible, commit: commit.commit, subdir: '' };
    }
    return this.#build(async (folder) => {
      const found = await fetchCommit(source, commit, folder, this.#options);
      return { commit: found, key: commitKey(source, found), subdir: '' };
    });
  }

  async #fromHttp(source: HttpSource, hops: number): Promise<Package> {
    const { http, cache } = this.#options;
    const key = source.checksum === undefined ? undefined : archiveKey(source);
    const known = key === undefined ? undefined : cache.recall(key);
    if (known !== undefined) return { hash: known, visible: cache.tree(known).visible, subdir: source.subdir };
    let next: string | undefined;
    const found = await this.#build(async (folder, temporary) => {
      next = await download(source, http, temporary, folder);
      return next === undefined ? { ...(key !== undefined && { key }), subdir: source.subdir } : undefined;
    });
    if (next === undefined) return found;
    if (hops >= MOST_HOPS) {
      throw new ModuleError(
        'module-fetch-failed',
        'The source of this module leads to more and more other sources',
        `${withoutCredentials(source.text)} is the ${MOST_HOPS + 1}th of them. Write the source of the package itself.`,
      );
    }
    const other = parseRemoteSource(next);
    const fetched = await this.#package(other, hops + 1);
    const inside = other.kind === 'git' ? joinSubdirs(fetched.subdir, other.subdir) : fetched.subdir;
    return { ...fetched, subdir: joinSubdirs(inside, source.subdir) };
  }

  /** Builds a package in a temporary folder, and adds it to the cache. Nothing is added if `fill` returns nothing. */
  async #build(
    fill: (
      folder: string,
      temporary: string,
    ) => Promise<{ readonly commit?: string; readonly key?: string; readonly subdir: string } | undefined>,
  ): Promise<Package> {
    const { cache } = this.#options;
    const temporary = cache.temporary();
    try {
      const folder = path.join(temporary, 'package');
      mkdirSync(folder);
      const filled = await fill(folder, temporary);
      if (filled === undefined) return { hash: '', visible: '', subdir: '' };
      await checkTree(folder);
      const tree = cache.add(folder);
      const { key, ...rest } = filled;
      if (key !== undefined) cache.remember(key, tree.hash);
      return { ...tree, ...rest };
    } finally {
      rmSync(temporary, { recursive: true, force: true });
    }
  }
}

const archiveKey = ({ url, checksum }: HttpSource): string =>
  createHash('sha256')
    .update(`http ${withoutCredentials(url.href)} ${checksum ?? ''}`)
    .digest('hex');

/** The folder of the module in an installed package: `*` matches the only folder at that level. Throws if it is missing. */
export function moduleFolder(root: string, subdir: string): string {
  let found = '';
  for (const part of subdir.split('/').filter((each) => each !== '')) {
    const folders = foldersIn(path.join(root, found));
    const pattern = new RegExp(`^${part.split('*').map(escaped).join('.*')}$`);
    const matching = part.includes('*') ? folders.filter((name) => pattern.test(name)) : [part];
    const [only, ...others] = matching;
    const next = only === undefined ? part : joinSubdirs(found, only);
    if (only === undefined || others.length > 0 || !isFolder(path.join(root, next)))
      throw noFolder(subdir, found, folders);
    found = next;
  }
  return found;
}

const escaped = (text: string): string => text.replaceAll(/[\\^$.*+?()[\]{}|]/g, String.raw`\$&`);

function noFolder(subdir: string, found: string, folders: readonly string[]): ModuleError {
  const shown = folders.slice(0, 20).join(', ');
  return new ModuleError(
    'module-folder-not-found',
    `The package has no folder ${subdir}`,
    `${found === '' ? 'It' : found} contains ${folders.length === 0 ? 'no folders' : `the folders ${shown}`}. Correct what follows "//" in the source.`,
  );
}

function foldersIn(folder: string): readonly string[] {
  return readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && !entry.name.startsWith('.'))
    .map((entry) => entry.name)
    .sort();
}

function isFolder(file: string): boolean {
  return statSync(file, { throwIfNoEntry: false })?.isDirectory() === true;
}
