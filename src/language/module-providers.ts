import {
  expandProviderSource,
  type ModuleCall,
  type ProviderConfiguration,
  type ProviderReference,
  type ProviderSource,
  type TerraformSettings,
} from '../model/index.js';

/** What a module says about providers. */
export interface OwnProviders {
  readonly settings: TerraformSettings;
  /** Its `provider` blocks, by `name` or `name.alias`. */
  readonly blocks: ReadonlyMap<string, ProviderConfiguration>;
}

/** The provider configurations that a module can use. Their names are those that the root module has for providers. */
export interface ProviderNames {
  /** Undefined for an alias that the module neither configures nor is passed. */
  resolve(reference: ProviderReference): ProviderReference | undefined;
  /** The default configuration of a provider. */
  standard(source: ProviderSource): ProviderReference;
  /** The name that the root module has for a provider. */
  named(source: ProviderSource): string;
  /** Those that the module itself has. */
  readonly own: ReadonlyMap<string, ProviderConfiguration>;
}

export const configurationName = ({ name, alias }: ProviderReference): string =>
  alias === undefined ? name : `${name}.${alias}`;

/** The provider that a local name means in a module. */
export const sourceIn = ({ requiredProviders }: TerraformSettings, name: string): ProviderSource =>
  requiredProviders.get(name)?.source ?? expandProviderSource(name);

export function rootProviderNames({ settings, blocks }: OwnProviders): ProviderNames {
  const known = new Map<ProviderSource, ProviderReference>();
  for (const [name, { source }] of settings.requiredProviders) if (!known.has(source)) known.set(source, { name });
  const aliases = new Set<string>();
  for (const { name, alias } of blocks.values())
    if (alias !== undefined) aliases.add(`${sourceIn(settings, name)} ${alias}`);
  const standard = (source: ProviderSource): ProviderReference => {
    let reference = known.get(source);
    if (reference === undefined) known.set(source, (reference = { name: nameFor(source, settings) }));
    return reference;
  };
  return {
    own: blocks,
    standard,
    named: (source) => standard(source).name,
    resolve: (reference) => {
      const { name, alias } = reference;
      return alias === undefined || aliases.has(`${sourceIn(settings, name)} ${alias}`) ? reference : undefined;
    },
  };
}

/** The local name that means a provider in a module which does not require it; the full name always does. */
function nameFor(source: ProviderSource, { requiredProviders }: TerraformSettings): string {
  const short = source.slice(source.lastIndexOf('/') + 1);
  return expandProviderSource(short) === source && !requiredProviders.has(short) ? short : source;
}

/** What a called module can use: its own configurations, those passed to it, and the default ones of its caller. */
export function calledProviderNames(
  { providers, key }: Pick<ModuleCall, 'providers' | 'key'>,
  caller: ProviderNames,
  own: OwnProviders,
): ProviderNames {
  const { settings } = own;
  const configured = new Map<string, ProviderConfiguration>();
  const known = new Map<string, ProviderReference>();
  for (const block of ownConfigurations(providers, own)) {
    const { name: localName, alias } = block;
    const source = sourceIn(settings, localName);
    const name = caller.named(source);
    known.set(idOf(source, alias), { name, ...(alias !== undefined && { alias }), module: key });
    configured.set(configurationName(block), { ...block, name, localName, module: key });
  }
  const accepted = acceptedNames(own);
  for (const [inside, reference] of providers) {
    const resolved = caller.resolve(reference);
    if (resolved === undefined || !(accepted.has(inside) || !inside.includes('.'))) continue;
    const [name = '', alias] = inside.split('.');
    known.set(idOf(sourceIn(settings, name), alias), resolved);
  }
  const standard = (source: ProviderSource): ProviderReference => known.get(idOf(source)) ?? caller.standard(source);
  return {
    own: configured,
    standard,
    named: (source) => caller.named(source),
    resolve: ({ name, alias }) => {
      const source = sourceIn(settings, name);
      return alias === undefined ? standard(source) : known.get(idOf(source, alias));
    },
  };
}

const idOf = (source: ProviderSource, alias?: string): string => (alias === undefined ? source : `${source} ${alias}`);

/**
 * The blocks that configure a provider in a called module. An empty block announces a configuration that the caller
 * passes, as old versions of Terraform required.
 */
export const ownConfigurations = (
  passed: ModuleCall['providers'],
  { blocks }: OwnProviders,
): readonly ProviderConfiguration[] =>
  [...blocks].flatMap(([name, block]) => (passed.has(name) && isEmpty(block) ? [] : [block]));

export const isEmpty = ({ body }: ProviderConfiguration): boolean => Object.keys(body.content).length === 0;

/** The names under which a module accepts configurations: required providers, their aliases, and empty blocks. */
export function acceptedNames({ settings, blocks }: OwnProviders): ReadonlySet<string> {
  const names = new Set<string>();
  for (const [name, { aliases = [] }] of settings.requiredProviders) {
    names.add(name);
    for (const alias of aliases) names.add(alias);
  }
  for (const [name, block] of blocks) if (isEmpty(block)) names.add(name);
  return names;
}
