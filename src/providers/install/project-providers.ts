import path from 'node:path';
import {
  canonicalConstraints,
  compareText,
  DiagnosticError,
  errorDiagnostic,
  expandProviderSource,
  isJsonObject,
  warningDiagnostic,
  type Diagnostic,
  type ProviderSource,
} from '../../model/index.js';
import { jsonOf, RegistryHosts, replaceText, type PackageHttp } from '../../packages/index.js';
import { shortSource } from '../diagnostics.js';
import { CheckedPackages } from './checked-packages.js';
import { readCliConfiguration, type CliConfiguration } from './cli-configuration.js';
import { CombinedOrigin, impliedMethods } from './combined-origin.js';
import { findExecutable, type FoundExecutable } from './executable.js';
import { ProviderInstaller, type Installed, type InstallerOptions } from './installer.js';
import {
  PROVIDER_LOCK,
  providerLockText,
  readProviderLock,
  type LockedProvider,
  type LockedProviders,
} from './lock-file.js';
import type { InstallationMethod } from './installation-methods.js';
import { MirrorFolder } from './mirror.js';
import { OwnCache, TerraformCache, type PackageCache } from './package-cache.js';
import { currentPlatform, isPlatform, type Platform } from './platform.js';
import { inWordsOfProviders } from './words.js';

export interface ProjectOptions {
  readonly directory: string;
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** Without it, nothing is installed. */
  readonly http?: PackageHttp;
  readonly report?: InstallerOptions['report'];
}

/** Providers with the versions that a project allows: a list of constraints, perhaps empty. */
export type Requirements = ReadonlyMap<ProviderSource, string>;

export interface InstallMode {
  /** Selects the newest versions, whatever is locked. */
  readonly upgrade: boolean;
  /** Fails where other providers would have to be locked, and never writes the file. */
  readonly readonly: boolean;
  /** Whether these are all the requirements of the project, so that others leave the lock file. */
  readonly whole: boolean;
}

export interface InstalledProvider {
  readonly source: ProviderSource;
  readonly version: string;
  /** False if it was there already. */
  readonly installed: boolean;
  readonly key?: string;
}

export interface InstallResult {
  readonly providers: readonly InstalledProvider[];
  readonly diagnostics: readonly Diagnostic[];
}

export interface MirrorResult {
  readonly providers: readonly { readonly source: ProviderSource; readonly version: string }[];
  readonly diagnostics: readonly Diagnostic[];
}

export interface LockResult {
  readonly providers: readonly { readonly source: ProviderSource; readonly version: string }[];
  /** Whether the file was written. */
  readonly changed: boolean;
  readonly diagnostics: readonly Diagnostic[];
}

/** What an installer uses in place of what the CLI configuration says. */
interface InstallerPlaces {
  readonly platform: Platform;
  readonly methods: readonly InstallationMethod[];
  readonly cache: PackageCache;
}

const OFFLINE = 'nothing can be installed without a network';

/** The registries, whatever the CLI configuration says. */
const DIRECT: InstallationMethod = { kind: 'direct', include: undefined, exclude: [] };

/** Packages that are fetched at once. */
const AT_ONCE = 8;

/** The providers of Terraform that one project uses: installs them, keeps the lock file, and finds their programs. */
export class ProjectProviders {
  readonly #options: ProjectOptions;
  readonly #packages: CheckedPackages;
  readonly #platform = currentPlatform();
  readonly #found = new Map<ProviderSource, Promise<FoundExecutable>>();
  #configuration: CliConfiguration | undefined;

  constructor(options: ProjectOptions) {
    this.#options = options;
    this.#packages = new CheckedPackages(path.join(cacheFolder(options), 'checked'));
  }

  /**
   * The program of a provider, or why it cannot be started. A package that is locked and missing is installed first. Throws diagnostics
   * if the lock file or the CLI configuration cannot be read.
   */
  executable(source: ProviderSource): Promise<FoundExecutable> {
    const known = this.#found.get(source) ?? this.#find(source);
    this.#found.set(source, known);
    return known;
  }

  async #find(source: ProviderSource): Promise<FoundExecutable> {
    const places = {
      installed: installedFolder(this.#options),
      locked: readProviderLock(this.#options.directory),
      overrides: this.#cli().overrides,
      platform: this.#platform,
      packages: this.#packages,
    };
    const found = await findExecutable(places, source);
    const entry = places.locked.get(source);
    const isMissing = found.problem?.code === 'provider-not-installed' || found.problem?.code === 'provider-changed';
    if (!isMissing || entry === undefined || this.#options.http === undefined) return found;
    try {
      await this.#installer().install(source, entry.constraints ?? '', entry, {
        into: places.installed,
        upgrade: false,
      });
    } catch (error) {
      const [problem] = error instanceof DiagnosticError ? error.diagnostics : [];
      if (problem === undefined) throw error;
      return { problem };
    }
    return findExecutable(places, source);
  }

  /** Installs what a project requires, and locks it. */
  async install(requirements: Requirements, mode: InstallMode): Promise<InstallResult> {
    const { directory } = this.#options;
    const cli = this.#cli();
    const diagnostics: Diagnostic[] = [...cli.diagnostics];
    const elsewhere = new Set([...cli.overrides.keys(), ...reattached(this.#options.environment)]);
    const overridden = [...requirements.keys()].filter((source) => cli.overrides.has(source));
    if (overridden.length > 0) diagnostics.push(overrides(overridden));
    const locked = readProviderLock(directory);
    const installer = this.#installer();
    const into = installedFolder(this.#options);
    const wanted = [...requirements].filter(([source]) => !elsewhere.has(source));
    const done = new Map<ProviderSource, Installed>();
    await eachOf(wanted, async ([source, text]) => {
      try {
        const constraints = canonicalConstraints(text);
        const { upgrade } = mode;
        done.set(source, await installer.install(source, constraints, locked.get(source), { into, upgrade }));
      } catch (error) {
        if (!(error instanceof DiagnosticError)) throw error;
        diagnostics.push(...error.diagnostics);
      }
    });
    const failed = wanted.length > done.size;
    if (!failed) diagnostics.push(...this.#keepLock(locked, requirements, done, mode));
    const providers = wanted.flatMap(([source]) => {
      const { entry, fresh, key } = done.get(source) ?? {};
      if (entry === undefined) return [];
      return [{ source, version: entry.version, installed: fresh === true, ...(key !== undefined && { key }) }];
    });
    return { providers, diagnostics };
  }

  /** Adds the hashes of packages for platforms to the lock file, from the registries or from the place that is given. */
  async lock(
    requirements: Requirements,
    platforms: readonly Platform[],
    place: InstallationMethod = DIRECT,
  ): Promise<LockResult> {
    const { directory } = this.#options;
    const wrong = platforms.find((platform) => !isPlatform(platform));
    if (wrong !== undefined) throw notPlatform(wrong);
    const cache = new OwnCache(cacheFolder(this.#options), this.#packages);
    const before = readProviderLock(directory);
    const after = new Map(before);
    const diagnostics: Diagnostic[] = [];
    await eachOf(requirements, async ([source, text]) => {
      try {
        const constraints = canonicalConstraints(text);
        const locked = before.get(source);
        let version = locked?.version;
        const hashes = [...(locked?.hashes ?? [])];
        for (const platform of platforms.length === 0 ? [this.#platform] : platforms) {
          const installer = this.#installer({ platform, methods: [place], cache });
          version = await installer.select(
            source,
            constraints,
            locked ?? (version === undefined ? undefined : { version, hashes }),
          );
          hashes.push(...(await installer.hashes({ source, version, platform })));
        }
        if (version !== undefined) after.set(source, { version, ...(constraints !== '' && { constraints }), hashes });
      } catch (error) {
        if (!(error instanceof DiagnosticError)) throw error;
        diagnostics.push(...error.diagnostics);
      }
    });
    const text = providerLockText(after);
    const changed = diagnostics.length === 0 && text !== providerLockText(before);
    if (changed) replaceText(path.join(directory, PROVIDER_LOCK), text);
    const providers = [...requirements.keys()].flatMap((source) => {
      const { version } = after.get(source) ?? {};
      return version === undefined ? [] : [{ source, version }];
    });
    return { providers, changed, diagnostics };
  }

  /** Copies packages from the registries, for each platform, into a folder that is a mirror. */
  async mirror(requirements: Requirements, platforms: readonly Platform[], folder: string): Promise<MirrorResult> {
    const wrong = platforms.find((platform) => !isPlatform(platform));
    if (wrong !== undefined) throw notPlatform(wrong);
    const locked = readProviderLock(this.#options.directory);
    const mirror = new MirrorFolder(folder);
    const diagnostics: Diagnostic[] = [];
    const providers: MirrorResult['providers'][number][] = [];
    const origin = this.#origin([DIRECT], this.#platform);
    const installer = this.#installer({ methods: [DIRECT] });
    try {
      await eachOf(requirements, async ([source, text]) => {
        try {
          const entry = locked.get(source);
          const version = await installer.select(source, canonicalConstraints(text), entry);
          const hashes = entry?.version === version ? entry.hashes : [];
          // From a mirror, the lock file has the hash of the package for this platform alone.
          const isListed = hashes.some((hash) => hash.startsWith('zh:'));
          await inWordsOfProviders(source, async () => {
            for (const platform of platforms.length === 0 ? [this.#platform] : platforms) {
              const known = isListed || platform === this.#platform ? hashes : [];
              await mirror.add({ source, version, platform }, known, { installer, origin });
            }
            await mirror.list(source);
          });
          providers.push({ source, version });
        } catch (error) {
          if (!(error instanceof DiagnosticError)) throw error;
          diagnostics.push(...error.diagnostics);
        }
      });
    } finally {
      mirror.end();
    }
    return { providers: providers.sort((left, right) => compareText(left.source, right.source)), diagnostics };
  }

  #keepLock(
    before: LockedProviders,
    requirements: Requirements,
    done: ReadonlyMap<ProviderSource, Installed>,
    mode: InstallMode,
  ): readonly Diagnostic[] {
    const after = new Map<ProviderSource, LockedProvider>(
      [...before].filter(([source]) => !mode.whole || requirements.has(source)),
    );
    for (const [source, { entry }] of done) after.set(source, entry);
    const text = providerLockText(after);
    if (text === providerLockText(before)) return [];
    if (mode.readonly) return [isSameSelection(before, after) ? notSaved() : readOnly(before, after)];
    replaceText(path.join(this.#options.directory, PROVIDER_LOCK), text);
    const incomplete = [...done].filter(([source, { entry, fresh }]) => {
      const { hashes = [] } = before.get(source) ?? {};
      return fresh && hashes.length === 0 && !entry.hashes.some((hash) => hash.startsWith('zh:'));
    });
    return incomplete.length === 0
      ? []
      : [
          onePlatform(
            incomplete.map(([source]) => source),
            this.#platform,
          ),
        ];
  }

  #cli(): CliConfiguration {
    const { environment, directory } = this.#options;
    return (this.#configuration ??= readCliConfiguration(environment, directory));
  }

  #origin(methods: readonly InstallationMethod[], platform: Platform): CombinedOrigin {
    const { http, environment } = this.#options;
    if (http === undefined) throw new Error(OFFLINE);
    const { tokens, services } = this.#cli();
    return new CombinedOrigin(methods, new RegistryHosts({ http, environment, tokens, services }), platform);
  }

  #installer({ platform = this.#platform, ...given }: Partial<InstallerPlaces> = {}): ProviderInstaller {
    const { http, report } = this.#options;
    if (http === undefined) throw new Error(OFFLINE);
    const { methods, cache, cacheMayBreakLock } = this.#cli();
    const used = given.methods ?? methods ?? impliedMethods(impliedFolders(this.#options), platform);
    const packages = this.#packages;
    const shared = cache === undefined ? undefined : new TerraformCache(cache, packages, cacheMayBreakLock);
    return new ProviderInstaller({
      origin: this.#origin(used, platform),
      cache: given.cache ?? shared ?? new OwnCache(cacheFolder(this.#options), packages),
      packages,
      platform,
      http,
      ...(report !== undefined && { report }),
    });
  }
}

const notPlatform = (text: string): DiagnosticError =>
  new DiagnosticError([
    errorDiagnostic('invalid-platform', `${JSON.stringify(text)} is not a platform`, {
      detail: 'Write a system and a processor, as in linux_amd64 or darwin_arm64.',
    }),
  ]);

/** Does something for each item, a few at once. */
async function eachOf<T>(items: Iterable<T>, act: (item: T) => Promise<void>): Promise<void> {
  const next = [...items].values();
  const work = async (): Promise<void> => {
    for (const item of next) await act(item);
  };
  await Promise.all(Array.from({ length: AT_ONCE }, work));
}

/** Whether the same providers are locked in the same versions. */
const isSameSelection = (before: LockedProviders, after: LockedProviders): boolean =>
  before.size === after.size && [...after].every(([source, { version }]) => before.get(source)?.version === version);

const notSaved = (): Diagnostic =>
  warningDiagnostic('provider-lock-not-saved', `${PROVIDER_LOCK} was not updated`, {
    detail:
      'Hashes or constraints have changed, and --lockfile=readonly was given. Run landform init without it to record them.',
  });

function readOnly(before: LockedProviders, after: LockedProviders): Diagnostic {
  const names = [...new Set([...before.keys(), ...after.keys()])].filter(
    (source) => before.get(source)?.version !== after.get(source)?.version,
  );
  return errorDiagnostic('provider-lock-read-only', `${PROVIDER_LOCK} does not fit the configuration`, {
    detail: `It differs in ${names.map(shortSource).join(', ')}, and --lockfile=readonly was given. Run landform init without it to record the change.`,
  });
}

const onePlatform = (sources: readonly ProviderSource[], platform: Platform): Diagnostic =>
  warningDiagnostic('provider-lock-incomplete', `${PROVIDER_LOCK} has hashes for ${platform} only`, {
    detail: `The packages of ${sources.map(shortSource).join(', ')} came without a signed list. Add those for other platforms:  landform providers lock --platform=PLATFORM`,
  });

const overrides = (sources: readonly ProviderSource[]): Diagnostic =>
  warningDiagnostic('provider-override', 'The CLI configuration overrides providers', {
    detail: `${sources.map(shortSource).join(', ')}: the programs in dev_overrides are used, whatever is required or locked. Remove the entries to use released versions again.`,
  });

/** Providers that run already. */
function reattached(environment: ProjectOptions['environment']): readonly ProviderSource[] {
  const document = jsonOf(environment['TF_REATTACH_PROVIDERS'] ?? '');
  return isJsonObject(document) ? Object.keys(document).map(expandProviderSource) : [];
}

/** Where Terraform looks for packages that nothing is said about. */
function impliedFolders({ directory, environment }: ProjectOptions): readonly string[] {
  const { HOME: home = '', XDG_DATA_HOME: data = '', XDG_DATA_DIRS: more = '' } = environment;
  const shared = more === '' ? ['/usr/local/share', '/usr/share'] : more.split(':');
  return [
    path.resolve(directory, 'terraform.d/plugins'),
    ...(home === '' ? [] : [path.join(home, '.terraform.d/plugins')]),
    ...[data === '' && home !== '' ? path.join(home, '.local/share') : data, ...shared]
      .filter((folder) => path.isAbsolute(folder))
      .map((folder) => path.join(folder, 'terraform/plugins')),
  ];
}

/** `.terraform/providers`, or where `TF_DATA_DIR` has it. */
const installedFolder = ({ directory, environment }: ProjectOptions): string =>
  path.resolve(directory, environment['TF_DATA_DIR'] || '.terraform', 'providers');

/** As the base directory specification of desktops says. Without a home, the project has a cache of its own. */
export function cacheFolder({ environment, directory }: ProjectOptions): string {
  const { XDG_CACHE_HOME: given = '', HOME: home = '' } = environment;
  if (path.isAbsolute(given)) return path.join(given, 'landform', 'providers');
  return home === ''
    ? path.resolve(directory, '.landform/cache/providers')
    : path.join(home, '.cache/landform/providers');
}
