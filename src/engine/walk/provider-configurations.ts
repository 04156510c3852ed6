import {
  addressIn,
  after,
  hasErrors,
  EMPTY_BLOCK,
  expandProviderSource,
  moduleAt,
  ROOT_MODULE,
  storedProvider,
  type Configuration,
  type Diagnostic,
  type Eventual,
  type ProviderConfigAddress,
  type ProviderConfiguration,
  type ProviderReference,
  type ProviderSource,
  type ResourceConfiguration,
  type Value,
} from '../../model/index.js';
import type { ProviderSchemas } from '../../providers/provider.js';
import type { EngineContext } from '../context.js';
import { placeDiagnostics } from '../context.js';
import { providerMissing, removedConfiguration, undeclaredConfiguration } from '../diagnostics.js';
import { decodeBody } from '../evaluate/body.js';
import { configurationOf, providerText } from '../object-state.js';
import { providerNode } from '../graph/build.js';
import type { ConfiguredProvider } from './configured-provider.js';
import { EphemeralResources } from './ephemeral-resources.js';
import { ProviderMetas } from './provider-metas.js';
import type { Values } from './values.js';

/**
 * The source that `required_providers` maps a local provider name to; `terraform` and unmapped names have Terraform's
 * defaults.
 */
export function providerSourceOf(configuration: Configuration, name: string): ProviderSource {
  const required = configuration.terraform.requiredProviders.get(name);
  return expandProviderSource(required?.source ?? name);
}

/** The address of the provider configuration that a resource or an action refers to. */
export const providerAddress = (configuration: Configuration, reference: ProviderReference): ProviderConfigAddress =>
  configurationOf(providerSourceOf(configuration, reference.name), reference);

/** Anything that refers to a provider configuration: a resource or an action. */
type Configured = Pick<ResourceConfiguration, 'key' | 'provider' | 'body' | 'origin'>;

/**
 * The providers of one operation, by configuration. A configuration is evaluated once, when it is first requested, so
 * its references must be settled by then; the graph ensures that.
 */
export class ProviderConfigurations {
  readonly #context: EngineContext;
  readonly #values: Values;
  readonly #planning: boolean;
  /** Answers for later requests: a pending result, or the configured provider as soon as it is available. */
  readonly #known = new Map<string, Eventual<ConfiguredProvider>>();
  /**
   * Cached addresses of the references in resources and, below, of the strings in state. Very many objects share a few
   * of them.
   */
  readonly #local = new Map<ProviderReference, ProviderConfigAddress>();
  readonly #named = new Map<string, ProviderConfigAddress>();
  readonly #metas: ProviderMetas | undefined;
  /** What configurations, and everything else in the walk, may refer to; to be closed at its end. */
  readonly ephemerals: EphemeralResources;

  constructor(context: EngineContext, values: Values, planning: boolean) {
    this.#context = context;
    this.#values = values;
    this.#planning = planning;
    this.#metas = ProviderMetas.of(context.configuration, () => values.scope());
    this.ephemerals = new EphemeralResources(context, values, (resource) => this.forResource(resource));
  }

  /** The first request reports problems of a configuration; later ones only learn that there is no provider. */
  forResource(resource: Configured): Eventual<ConfiguredProvider> {
    const { provider } = resource;
    let wanted = this.#local.get(provider);
    if (wanted === undefined)
      this.#local.set(provider, (wanted = providerAddress(this.#context.configuration, provider)));
    return this.at(wanted, resource.key, resource);
  }

  /** The provider that state names in the form `provider["host/ns/type"].alias`. */
  named(text: string, address: string): Eventual<ConfiguredProvider> {
    let wanted = this.#named.get(text);
    if (wanted === undefined) {
      this.#named.set(text, (wanted = storedProvider(text)));
    }
    return this.at(wanted, address);
  }

  /** The provider that `address`, a resource or an action, needs. */
  at(
    wanted: ProviderConfigAddress,
    address: string,
    resource?: Pick<Configured, 'body' | 'origin'>,
  ): Eventual<ConfiguredProvider> {
    const found = this.#at(wanted, address, resource);
    const metas = this.#metas;
    return metas === undefined ? found : after(found, (one) => metas.tell(one, address, wanted.source));
  }

  #at(
    wanted: ProviderConfigAddress,
    address: string,
    resource?: Pick<Configured, 'body' | 'origin'>,
  ): Eventual<ConfiguredProvider> {
    const id = providerText(wanted);
    const known = this.#known.get(id);
    if (known !== undefined) return known;
    const started = this.#start(wanted, address, resource);
    const later = started.then((first) => {
      const settled = { ...first, diagnostics: [] };
      this.#known.set(id, settled);
      return settled;
    });
    this.#known.set(id, later);
    return started;
  }

  async #start(
    wanted: ProviderConfigAddress,
    address: string,
    resource?: Pick<Configured, 'body' | 'origin'>,
  ): Promise<ConfiguredProvider> {
    const { providers, configuration } = this.#context;
    const { source, alias, module } = wanted;
    const schemas = await providers.schemas(source);
    if (schemas === undefined) return { diagnostics: [providerMissing(providers, address, source, resource)] };
    const block = blockOf(configuration, wanted);
    // An empty configuration in its place might reach another account.
    if (block === undefined && module !== undefined)
      return { diagnostics: [removedConfiguration(address, providerText(wanted), resource)] };
    if (block === undefined && alias !== undefined) {
      const name = localNameOf(configuration, source);
      return { diagnostics: [undeclaredConfiguration(address, name, alias, resource)] };
    }
    const opened = block === undefined ? undefined : await this.ephemerals.ensure(nodeOf(block));
    if (opened?.ok === false) return { diagnostics: opened.diagnostics };
    const config = this.#evaluate(schemas, block);
    if (hasErrors(config.diagnostics)) return { diagnostics: config.diagnostics };
    const result = await providers.configured(wanted, config.value, this.#planning);
    const diagnostics = [
      ...(opened?.diagnostics ?? []),
      ...config.diagnostics,
      ...placeDiagnostics(
        result.diagnostics,
        block === undefined ? `provider.${source}` : configurationAddress(block),
        block,
      ),
    ];
    return result.provider === undefined || hasErrors(diagnostics)
      ? { diagnostics }
      : { provider: result.provider, diagnostics };
  }

  #evaluate(
    schemas: ProviderSchemas,
    block: ProviderConfiguration | undefined,
  ): { value: Value; diagnostics: readonly Diagnostic[] } {
    const schema = schemas.provider();
    const body = block?.body ?? { content: {}, source: { file: '', path: [] } };
    const address = block === undefined ? `provider.${schemas.source}` : configurationAddress(block);
    // A module that configures a provider has one instance; only those with empty blocks may have several.
    const module = Object.keys(body.content).length === 0 ? undefined : block?.module;
    const values = this.#values.at(module ?? '');
    if (values === undefined || values === 'missing') throw new Error(`${address} is in a module without an instance`);
    return decodeBody(body, schema.block ?? EMPTY_BLOCK, values.scope(), address);
  }
}

/** The node of a provider configuration in the graph. */
const nodeOf = ({ name, alias, module = ROOT_MODULE }: ProviderConfiguration): string =>
  addressIn(module, providerNode(name, alias));

/** The configuration's local name for a provider. */
function localNameOf(configuration: Configuration, source: ProviderSource): string {
  for (const [name, required] of configuration.terraform.requiredProviders) {
    if (expandProviderSource(required.source) === source) return name;
  }
  return source.slice(source.lastIndexOf('/') + 1);
}

/** Whether the configuration has a provider with that alias. The default configuration needs no declaration. */
export const isDeclared = (configuration: Configuration, reference: ProviderReference): boolean =>
  reference.alias === undefined || blockOf(configuration, providerAddress(configuration, reference)) !== undefined;

/** The address of a provider configuration in messages. */
export const configurationAddress = ({
  name,
  localName = name,
  module = ROOT_MODULE,
}: Omit<ProviderConfiguration, 'body'>): string => addressIn(module, `provider.${localName}`);

function blockOf(
  configuration: Configuration,
  { source, alias, module }: ProviderConfigAddress,
): ProviderConfiguration | undefined {
  const holder = module === undefined ? configuration : moduleAt(configuration, module);
  for (const block of holder?.providers.values() ?? []) {
    if (block.alias === alias && providerSourceOf(configuration, block.name) === source) return block;
  }
  return undefined;
}
