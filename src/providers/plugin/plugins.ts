import { DiagnosticError, type Diagnostic, type ProviderSource } from '../../model/index.js';
import type { OtherProviders, ProviderFactory } from '../catalog.js';
import { PluginHost, type PluginPlace, type PluginSurroundings } from './host.js';
import { runningPlugins, type RunningPlugin } from './process/reattach.js';
import { startPlugin } from './provider.js';

/** Finds the programs of plugins. */
export interface Executables {
  executable(source: ProviderSource): Promise<FoundProgram>;
}

type FoundProgram =
  | {
      /** The version is undefined for a build under development; the hash changes whenever an installed package does. */
      readonly executable: { readonly path: string; readonly hash: string; readonly version: string | undefined };
      readonly problem?: undefined;
    }
  | { readonly problem: Diagnostic };

export interface PluginsOptions extends PluginSurroundings {
  readonly executables: Executables;
}

/** The code of the problem that a plugin was not found, which other advice may replace. */
const NOT_INSTALLED = 'provider-not-installed';

/** The plugins of one run. */
export class Plugins implements OtherProviders {
  readonly #options: PluginsOptions;
  readonly #hosts = new Map<ProviderSource, Promise<PluginHost | undefined>>();
  readonly #problems = new Map<ProviderSource, Diagnostic>();
  #running: ReadonlyMap<ProviderSource, RunningPlugin> | undefined;

  constructor(options: PluginsOptions) {
    this.#options = options;
  }

  async find(source: ProviderSource): Promise<ProviderFactory | undefined> {
    let found = this.#hosts.get(source);
    if (found === undefined) this.#hosts.set(source, (found = this.#host(source)));
    const host = await found;
    return host === undefined ? undefined : { create: () => startPlugin(host) };
  }

  problem(source: ProviderSource): Diagnostic | undefined {
    return this.#problems.get(source);
  }

  async #host(source: ProviderSource): Promise<PluginHost | undefined> {
    const place = await this.#place(source);
    return place === undefined ? undefined : new PluginHost(source, place, this.#options);
  }

  async #place(source: ProviderSource): Promise<PluginPlace | undefined> {
    const { executables, environment } = this.#options;
    this.#running ??= runningPlugins(environment);
    const running = this.#running.get(source);
    if (running !== undefined) return { running };
    const found = await executables.executable(source);
    if (found.problem === undefined) {
      const { path: executable, hash, version } = found.executable;
      return { executable, hash, version };
    }
    if (found.problem.code !== NOT_INSTALLED) throw new DiagnosticError([found.problem]);
    this.#problems.set(source, found.problem);
    return undefined;
  }
}
