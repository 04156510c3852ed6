import { DiagnosticError, errorDiagnostic, type ProviderSource } from '../../model/index.js';
import { shortSource } from '../diagnostics.js';
import { FilesystemMirror } from './filesystem-mirror.js';
import { isFor, type InstallationMethod } from './installation-methods.js';
import { NetworkMirror } from './network-mirror.js';
import type { ProviderOrigin, ProviderPackage } from './origin.js';
import type { Platform } from './platform.js';
import { ProviderRegistry } from './provider-registry.js';
import type { RegistryHosts } from '../../packages/index.js';

/** Several places, each for some providers. All of them are asked for versions; the first that has a package provides it. */
export class CombinedOrigin implements ProviderOrigin {
  readonly #places: readonly { readonly method: InstallationMethod; readonly origin: ProviderOrigin }[];

  constructor(methods: readonly InstallationMethod[], hosts: RegistryHosts, platform: Platform) {
    const registry = new ProviderRegistry(hosts);
    this.#places = methods.map((method) => ({ method, origin: originOf(method, hosts, registry, platform) }));
  }

  async versions(source: ProviderSource): Promise<readonly string[] | undefined> {
    const lists = await Promise.all(this.#for(source).map((origin) => origin.versions(source)));
    const known = lists.filter((list) => list !== undefined);
    return known.length === 0 ? undefined : known.flat();
  }

  async find(source: ProviderSource, version: string, platform: Platform): Promise<ProviderPackage | undefined> {
    for (const origin of this.#for(source)) {
      const found = await origin.find(source, version, platform);
      if (found !== undefined) return found;
    }
    return undefined;
  }

  describe(source: ProviderSource): string {
    return this.#for(source)
      .map((origin) => origin.describe(source))
      .join(', ');
  }

  signs(source: ProviderSource): boolean {
    return this.#for(source)[0]?.signs(source) === true;
  }

  #for(source: ProviderSource): readonly ProviderOrigin[] {
    const found = this.#places.filter(({ method }) => isFor(method, source)).map(({ origin }) => origin);
    if (found.length > 0) return found;
    throw new DiagnosticError([
      errorDiagnostic('provider-not-found', `No installation method is for the provider ${shortSource(source)}`, {
        detail:
          'Add it to a method in the block provider_installation of the CLI configuration, or add a block "direct".',
      }),
    ]);
  }
}

function originOf(
  method: InstallationMethod,
  hosts: RegistryHosts,
  registry: ProviderRegistry,
  platform: Platform,
): ProviderOrigin {
  switch (method.kind) {
    case 'direct':
      return registry;
    case 'filesystem':
      return new FilesystemMirror(method.folder, platform);
    case 'network':
      return new NetworkMirror(method.url, hosts);
  }
}

/**
 * What is used where the CLI configuration names no methods: packages in the folders that Terraform searches, and the registries for
 * all other providers.
 */
export function impliedMethods(folders: readonly string[], platform: Platform): readonly InstallationMethod[] {
  const mirrors = folders.map((folder) => ({ folder, sources: new FilesystemMirror(folder, platform).sources() }));
  const used = mirrors.filter(({ sources }) => sources.length > 0);
  return [
    ...used.map(({ folder, sources }) => ({ kind: 'filesystem' as const, folder, include: sources, exclude: [] })),
    { kind: 'direct', include: undefined, exclude: used.flatMap(({ sources }) => sources) },
  ];
}
