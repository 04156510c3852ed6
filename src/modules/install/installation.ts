import { mkdirSync, readlinkSync, rmSync, symlinkSync } from 'node:fs';
import path from 'node:path';
import { meetsConstraints, warningDiagnostic, type Diagnostic } from '../../model/index.js';
import { withoutCredentials, type RegistryOptions } from '../../packages/index.js';
import { ModuleCache } from './cache.js';
import { Fetcher, moduleFolder, type Package } from './fetch.js';
import {
  describe,
  isAsLocked,
  isLockOf,
  localModule,
  notInstalled,
  recordKey,
  whyNotInstalled,
  type Call,
  type Located,
} from '../locate.js';
import { LOCK_FILE, lockKey, readLock, writeLock, type Locked, type LockedModule } from '../lock-file.js';
import { modulesFolder, readManifest, writeManifest, type InstalledModule, type ModulesOf } from '../manifest.js';
import { inWordsOfModules, ModuleError } from '../problem.js';
import { Registries } from './registry.js';
import {
  isLocalSource,
  joinSubdirs,
  localSourceText,
  parseModuleSource,
  parseRemoteSource,
  type FolderSource,
  type ModuleSource,
} from '../source.js';
import { treeChanges, treeHash, type TreeHash } from '../tree.js';

export interface InstallOptions extends RegistryOptions {
  readonly project: string;
  /** Of the shared cache. */
  readonly cache: string;
  /** Accepts new versions and changed packages. */
  readonly upgrade: boolean;
  readonly signal: AbortSignal;
  /** Whether modules that modules call are installed too. */
  readonly nested: boolean;
}

/** A module that a call leads to, and what was done about it. */
export interface InstallReport {
  /** `a.b` for `module.a.module.b` */
  readonly key: string;
  readonly source: string;
  readonly version?: string;
  readonly directory: string;
  /** False if it was there already. */
  readonly installed: boolean;
}

/** Packages that are fetched at once. */
const AT_ONCE = 8;

/** What the stacks of a project share while their modules are installed. */
export class Installation {
  readonly options: InstallOptions;
  readonly cache: ModuleCache;
  readonly fetcher: Fetcher;
  readonly registries: Registries;
  /** As the file was. */
  readonly locked: Locked;
  readonly #changes = new Map<string, LockedModule | undefined>();

  constructor(options: InstallOptions) {
    this.options = options;
    this.cache = new ModuleCache(options.cache);
    this.fetcher = new Fetcher({ ...options, cache: this.cache });
    this.registries = new Registries(options);
    this.locked = readLock(options.project);
    this.cache.removeAbandoned();
  }

  lock(key: string, entry: LockedModule | undefined): void {
    this.#changes.set(key, entry);
  }

  writeLock(): void {
    const next = new Map(this.locked);
    for (const [key, entry] of this.#changes) {
      if (entry === undefined) next.delete(key);
      else next.set(key, entry);
    }
    if (this.#changes.size > 0 && (next.size > 0 || this.locked.size > 0)) writeLock(this.options.project, next);
  }
}

/**
 * Installs the modules of one stack. A configuration is read again and again: each time, {@link locate} notes the calls whose modules
 * are missing, and {@link installPending} installs them, until nothing is pending.
 */
export class StackModules {
  readonly #all: Installation;
  readonly #stack: string;
  readonly #directory: string;
  readonly #folder: string;
  readonly #before: ReadonlyMap<string, InstalledModule>;
  readonly #located = new Map<string, Located>();
  readonly #pending = new Map<string, Call>();
  readonly #records = new Map<string, InstalledModule>();
  readonly #entries = new Map<string, LockedModule>();
  readonly #fresh = new Set<string>();
  readonly warnings: Diagnostic[] = [];

  constructor(all: Installation, of: ModulesOf) {
    this.#all = all;
    this.#stack = of.stack;
    this.#directory = of.directory;
    this.#folder = modulesFolder(of);
    this.#before = readManifest(of.directory, this.#folder);
  }

  readonly locate = (call: Call, caller: string): Located => {
    const key = recordKey(call.key);
    if (isLocalSource(call.from)) {
      const found = localModule(call, caller, this.#folder);
      const source = localSourceText(call.from);
      if (found.problem === undefined) this.#records.set(key, { key, source, directory: found.directory });
      return found;
    }
    const known = this.#located.get(key);
    if (known !== undefined) return known;
    if (caller !== '.' && !this.#all.options.nested) return { problem: notInstalled(call) };
    // A name that is not valid is reported while reading, and must not become a path.
    if (/^[\p{L}\p{N}_-]+(?:\.[\p{L}\p{N}_-]+)*$/u.test(key)) this.#pending.set(key, call);
    return { problem: notInstalled(call) };
  };

  /** Installs what was noted. Returns whether the configuration must be read again. */
  async installPending(): Promise<boolean> {
    const calls = [...this.#pending];
    this.#pending.clear();
    const next = calls[Symbol.iterator]();
    const work = async (): Promise<void> => {
      for (const [key, call] of next) this.#located.set(key, await this.#try(key, call));
    };
    await Promise.all(Array.from({ length: AT_ONCE }, work));
    return calls.length > 0;
  }

  /** Records what is installed. If something failed, what the failed calls had before stays recorded. */
  finish(): readonly InstallReport[] {
    const failed = [...this.#located].filter(([, found]) => found.problem !== undefined).map(([key]) => key);
    const isKept = (key: string): boolean => failed.some((one) => key === one || key.startsWith(`${one}.`));
    const kept = [...this.#before.values()].filter(({ key }) => isKept(key) && !this.#records.has(key));
    const root = { key: '', source: '', directory: '.' };
    // Terraform writes the file for every configuration with calls.
    if (this.#records.size > 0 || this.#before.size > 0)
      writeManifest(this.#directory, this.#folder, [root, ...this.#records.values(), ...kept]);
    this.#lock(isKept);
    return [...this.#records.values()].map((record) => ({
      ...record,
      source: withoutCredentials(record.source),
      installed: this.#fresh.has(record.key),
    }));
  }

  #lock(isKept: (key: string) => boolean): void {
    const prefix = lockKey(this.#stack, '');
    for (const whole of this.#all.locked.keys()) {
      const isOurs = whole.startsWith(prefix) && !whole.slice(prefix.length).includes('/');
      if (isOurs && !isKept(whole.slice(prefix.length))) this.#all.lock(whole, undefined);
    }
    for (const [key, entry] of this.#entries) this.#all.lock(lockKey(this.#stack, key), entry);
  }

  async #try(key: string, call: Call): Promise<Located> {
    try {
      const record = await this.#install(key, call, parseModuleSource(call.from));
      this.#records.set(key, record);
      return { directory: record.directory };
    } catch (error) {
      if (error instanceof ModuleError) return { problem: error.problem };
      throw error;
    }
  }

  async #install(key: string, call: Call, source: ModuleSource): Promise<InstalledModule> {
    const { upgrade } = this.#all.options;
    const before = this.#before.get(key);
    const reason = whyNotInstalled(this.#directory, call, source, before);
    const place = path.join(this.#directory, this.#folder, key);
    if (source.kind === 'folder') return this.#linked(key, source, place);
    const found = this.#all.locked.get(lockKey(this.#stack, key));
    const entry = found !== undefined && isLockOf(found, source) && meets(found, call) ? found : undefined;
    if (!upgrade && reason === undefined && before !== undefined) {
      const tree = treeHash(place);
      if (entry === undefined || isAsLocked(entry, tree)) {
        this.#entries.set(key, entry ?? lockOf(source, tree, before.version));
        return before;
      }
    }
    const wanted = upgrade ? undefined : entry;
    const got = await this.#fetchOrRecall(call, source, wanted);
    if (wanted !== undefined && got.hash !== wanted.hash) throw this.#changed(call, wanted, got);
    const { version, commit, location } = got;
    const inside = moduleFolder(this.#all.cache.place(got.hash), got.subdir);
    this.#all.cache.copyTo(got.hash, place);
    const tree = treeHash(place);
    if (tree.hash !== got.hash) throw disturbed(call);
    this.#fresh.add(key);
    this.#entries.set(key, {
      ...lockOf(source, tree, version),
      ...(commit !== undefined && { commit }),
      ...(location !== undefined && { folder: location }),
    });
    const directory = joinSubdirs(`${this.#folder}/${key}`, inside);
    return { key, source: source.text, ...(version !== undefined && { version }), directory };
  }

  /** As Terraform does, a folder outside of the project is used where it is. */
  #linked(key: string, { path: target, subdir, text }: FolderSource, place: string): InstalledModule {
    if (linkTarget(place) !== target) {
      rmSync(place, { recursive: true, force: true });
      mkdirSync(path.dirname(place), { recursive: true });
      symlinkSync(target, place);
      this.#fresh.add(key);
    }
    return { key, source: text, directory: joinSubdirs(`${this.#folder}/${key}`, subdir) };
  }

  /** What is locked and cached can be used where its source cannot be reached. */
  async #fetchOrRecall(call: Call, source: Fetched, entry: LockedModule | undefined): Promise<Got> {
    try {
      return await this.#fetch(call, source, entry);
    } catch (error) {
      if (!(error instanceof ModuleError) || !OFFLINE.has(error.problem.code)) throw error;
      if (entry === undefined || !this.#all.cache.has(entry.hash)) throw error;
      this.warnings.push(
        warningDiagnostic('module-from-cache', `The module ${withoutCredentials(call.from)} was taken from the cache`, {
          detail: `${error.problem.summary}. The content is the one that is locked: ${describe(entry)}.`,
        }),
      );
      const { version, commit, folder = '' } = entry;
      return {
        ...this.#all.cache.tree(entry.hash),
        subdir: joinSubdirs(folder, source.subdir),
        ...(version !== undefined && { version }),
        ...(commit !== undefined && { commit }),
        ...(folder !== '' && { location: folder }),
      };
    }
  }

  #fetch(call: Call, source: Fetched, entry: LockedModule | undefined): Promise<Got> {
    return inWordsOfModules(() => this.#fetchPackage(call, source, entry));
  }

  async #fetchPackage(call: Call, source: Fetched, entry: LockedModule | undefined): Promise<Got> {
    if (source.kind !== 'registry') return this.#all.fetcher.fetch(source);
    const version = entry?.version ?? (await this.#all.registries.choose(source, call.version));
    const remote = parseRemoteSource(await this.#all.registries.locate(source, version));
    const got = await this.#all.fetcher.fetch(remote);
    const subdir = joinSubdirs(got.subdir, source.subdir);
    return { ...got, subdir, version, ...(got.subdir !== '' && { location: got.subdir }) };
  }

  #changed({ from }: Call, entry: LockedModule, got: Got): ModuleError {
    const { cache } = this.#all;
    const before = cache.files(entry.hash);
    const after = cache.files(got.hash);
    const names = before === undefined || after === undefined ? [] : treeChanges(before, after);
    const files =
      names.length === 0
        ? ''
        : `\nFiles: ${names.slice(0, 10).join(', ')}${names.length > 10 ? ` and ${names.length - 10} more` : ''}.`;
    return new ModuleError(
      'module-changed',
      `The module ${withoutCredentials(from)} has changed since it was locked`,
      `Locked in ${LOCK_FILE}: ${describe(entry)}.\nNow: ${describe(got)}.${files}\nNothing was installed. If the change is expected, accept it:  landform init --upgrade`,
    );
  }
}

/** Sources whose packages are copied. */
type Fetched = Exclude<ModuleSource, FolderSource>;

type Got = Package & {
  readonly version?: string;
  /** The folder in the package that a registry gave. */
  readonly location?: string;
};

const OFFLINE: ReadonlySet<string> = new Set(['module-unreachable', 'module-fetch-failed']);

const meets = ({ version }: LockedModule, call: Call): boolean =>
  call.version === undefined || meetsConstraints(version ?? '', call.version);

function lockOf(source: ModuleSource, { hash, visible }: TreeHash, version: string | undefined): LockedModule {
  return {
    source: withoutCredentials(source.text),
    ...(version !== undefined && { version }),
    hash,
    ...(visible !== hash && { visible }),
  };
}

function disturbed({ from }: Call): ModuleError {
  return new ModuleError(
    'module-fetch-failed',
    `The module ${withoutCredentials(from)} changed while it was copied`,
    'Another process writes to .terraform/modules or to the cache. Run landform init again.',
  );
}

function linkTarget(place: string): string | undefined {
  try {
    return readlinkSync(place);
  } catch {
    return undefined;
  }
}
