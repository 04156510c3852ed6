import path from 'node:path';
import type { ProviderSource } from '../../model/index.js';
import { CheckedPackages } from './checked-packages.js';
import { readCliConfiguration, type CliConfiguration } from './cli-configuration.js';
import { findExecutable, type FoundExecutable } from './executable.js';
import { readProviderLock } from './lock-file.js';
import { currentPlatform } from './platform.js';

export interface ProjectOptions {
  readonly directory: string;
  readonly environment: Readonly<Record<string, string | undefined>>;
}

/** The installed providers of one project, as its lock file and the CLI configuration were when this was created. */
export class ProjectProviders {
  readonly #options: ProjectOptions;
  readonly #found = new Map<ProviderSource, Promise<FoundExecutable>>();
  #configuration: CliConfiguration | undefined;

  constructor(options: ProjectOptions) {
    this.#options = options;
  }

  /** The program of a provider, or why it cannot be started. Throws diagnostics if the lock file or the CLI configuration cannot be read. */
  executable(source: ProviderSource): Promise<FoundExecutable> {
    const known = this.#found.get(source) ?? this.#find(source);
    this.#found.set(source, known);
    return known;
  }

  async #find(source: ProviderSource): Promise<FoundExecutable> {
    const { directory, environment } = this.#options;
    const { overrides } = (this.#configuration ??= readCliConfiguration(environment, directory));
    return findExecutable(
      {
        installed: installedFolder(this.#options),
        locked: readProviderLock(directory),
        overrides,
        platform: currentPlatform(),
        packages: new CheckedPackages(path.join(cacheFolder(this.#options), 'checked')),
      },
      source,
    );
  }
}

/** `.terraform/providers`, or where `TF_DATA_DIR` has it. */
export const installedFolder = ({ directory, environment }: ProjectOptions): string =>
  path.resolve(directory, environment['TF_DATA_DIR'] || '.terraform', 'providers');

/** As the base directory specification of desktops says. Without a home, the project has a cache of its own. */
export function cacheFolder({ environment, directory }: ProjectOptions): string {
  const { XDG_CACHE_HOME: given = '', HOME: home = '' } = environment;
  if (path.isAbsolute(given)) return path.join(given, 'landform', 'providers');
  return home === ''
    ? path.resolve(directory, '.landform/cache/providers')
    : path.join(home, '.cache/landform/providers');
}
