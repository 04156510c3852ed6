import {
  errorDiagnostic,
  expandProviderSource,
  hasErrors,
  modulePathOf,
  modulesOf,
  splitModule,
  type Body,
  type Configuration,
  type ModulePath,
  type ProviderSource,
} from '../../model/index.js';
import type { Provider } from '../../providers/provider.js';
import { decodeBody } from '../evaluate/body.js';
import type { Scope } from '../evaluate/scope.js';
import type { ConfiguredProvider } from './configured-provider.js';

type Blocks = ReadonlyMap<ModulePath, ReadonlyMap<ProviderSource, Body>>;

/** What modules tell providers about themselves in `provider_meta` blocks, beside each call about their objects. */
export class ProviderMetas {
  readonly #blocks: Blocks;
  readonly #scope: () => Scope;
  /** Providers as the modules use them; undefined after an error, which is reported once. */
  readonly #told = new Map<Provider, Map<Body, Provider | undefined>>();

  /** Undefined for most configurations: those without such a block. */
  static of(configuration: Configuration, scope: () => Scope): ProviderMetas | undefined {
    const blocks = new Map<ModulePath, ReadonlyMap<ProviderSource, Body>>();
    for (const { path, terraform } of modulesOf(configuration)) {
      if (terraform.providerMeta === undefined) continue;
      const bySource = [...terraform.providerMeta].map(([name, body]): [ProviderSource, Body] => [
        expandProviderSource(terraform.requiredProviders.get(name)?.source ?? name),
        body,
      ]);
      blocks.set(path, new Map(bySource));
    }
    return blocks.size === 0 ? undefined : new ProviderMetas(blocks, scope);
  }

  private constructor(blocks: Blocks, scope: () => Scope) {
    this.#blocks = blocks;
    this.#scope = scope;
  }

  /** The provider as the module of this object uses it. */
  tell(found: ConfiguredProvider, address: string, source: ProviderSource): ConfiguredProvider {
    const { provider } = found;
    const body = this.#blocks.get(modulePathOf(splitModule(address).module))?.get(source);
    if (provider === undefined || body === undefined) return found;
    let known = this.#told.get(provider);
    if (known === undefined) this.#told.set(provider, (known = new Map()));
    if (!known.has(body)) {
      const told = this.#make(provider, body, source);
      known.set(body, told.provider);
      return { ...told, diagnostics: [...found.diagnostics, ...told.diagnostics] };
    }
    const told = known.get(body);
    return { diagnostics: found.diagnostics, ...(told !== undefined && { provider: told }) };
  }

  #make(provider: Provider, body: Body, source: ProviderSource): ConfiguredProvider {
    const { meta } = provider.abilities;
    if (meta === undefined) {
      const diagnostic = errorDiagnostic('invalid-provider-meta', `${source} does not support provider_meta`, {
        source: body.source,
        detail: 'Remove the block: this version of the provider takes nothing from modules.',
      });
      return { diagnostics: [diagnostic] };
    }
    const { value, diagnostics } = decodeBody(body, meta.schema().block, this.#scope());
    return hasErrors(diagnostics) ? { diagnostics } : { provider: meta.tell(value), diagnostics };
  }
}
