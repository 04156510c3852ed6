import {
  addressIn,
  DiagnosticError,
  expandProviderSource,
  modulesOf,
  nearest,
  type Diagnostic,
  UNKNOWN,
  type ModuleConfiguration,
  type ProviderSource,
} from '../../model/index.js';
import type { FunctionParameter, Functions, FunctionSignature } from '../../providers/provider.js';
import type { Providers } from '../../providers/source.js';
import type { EngineContext } from '../context.js';
import { providerMissing } from '../diagnostics.js';
import {
  ArgumentError,
  FunctionError,
  type FunctionDefinition,
  type Parameter,
} from '../evaluate/functions/definition.js';
import type { ScopeFunctions } from '../evaluate/scope.js';
import { buildGraph } from '../graph/build.js';

/** How the full names of providers' functions begin. */
export const PROVIDER_FUNCTION = 'provider::';

/** Functions that render texts, which may call functions that the configuration does not name. */
const TEMPLATES: readonly string[] = ['templatefile', 'templatestring'].flatMap((name) => [name, `core::${name}`]);

/** A provider whose function a configuration calls, and where. */
export interface CalledProvider {
  readonly source: ProviderSource;
  readonly address: string;
}

/**
 * Starts the providers whose functions a configuration may call, since expressions are evaluated without waiting.
 * Returns those that are not available.
 */
export async function prepareFunctions({
  configuration,
  referencesOf,
  providers,
}: Pick<EngineContext, 'configuration' | 'referencesOf' | 'providers'>): Promise<readonly CalledProvider[]> {
  const { calls } = buildGraph(configuration, referencesOf);
  const unavailable: CalledProvider[] = [];
  for (const module of modulesOf(configuration)) {
    const called = calls.get(module.path);
    if (called === undefined || called.size === 0 || module.terraform.requiredProviders.size === 0) continue;
    const named = new Set<string>();
    for (const name of called) if (name.startsWith(PROVIDER_FUNCTION)) named.add(partsOf(name)?.provider ?? '');
    const isTemplate = TEMPLATES.some((name) => called.has(name));
    for (const [name, { source }] of module.terraform.requiredProviders) {
      if (!named.has(name) && !isTemplate) continue;
      const found = expandProviderSource(source);
      const isFound = await prepare(providers, found, named.has(name));
      if (!isFound) unavailable.push({ source: found, address: addressIn(module.path, `provider.${name}`) });
    }
  }
  return unavailable;
}

/** Starts the providers whose functions these names call in the root module. Returns why some are not available. */
export async function prepareCalled(
  { configuration, providers }: Pick<EngineContext, 'configuration' | 'providers'>,
  names: Iterable<string>,
): Promise<readonly Diagnostic[]> {
  const unavailable = new Map<ProviderSource, Diagnostic>();
  for (const name of names) {
    const required = configuration.terraform.requiredProviders.get(partsOf(name)?.provider ?? '');
    if (required === undefined) continue;
    const source = expandProviderSource(required.source);
    if (!(await prepare(providers, source, true))) unavailable.set(source, providerMissing(providers, name, source));
  }
  return [...unavailable.values()];
}

/** Returns false for a provider that is needed and not available. What a template does not call may be broken. */
async function prepare(providers: Providers, source: ProviderSource, isCalled: boolean): Promise<boolean> {
  try {
    const provider = await providers.unconfigured(source);
    await provider?.abilities.functions?.prepare();
    return provider !== undefined || !isCalled;
  } catch (error) {
    if (!isCalled && error instanceof DiagnosticError) return true;
    throw error;
  }
}

/** The functions that a module can call; undefined if it requires no providers. */
export const providerFunctions = (module: ModuleConfiguration, providers: Providers): ProviderFunctions | undefined =>
  module.terraform.requiredProviders.size === 0 ? undefined : new ProviderFunctions(module, providers);

/** The functions of the providers that a module requires, by their full names: `provider::NAME::FUNCTION`. */
export class ProviderFunctions implements ScopeFunctions {
  readonly #module: ModuleConfiguration;
  readonly #providers: Providers;
  readonly #known = new Map<string, FunctionDefinition>();

  constructor(module: ModuleConfiguration, providers: Providers) {
    this.#module = module;
    this.#providers = providers;
  }

  get(name: string): FunctionDefinition | undefined {
    if (!name.startsWith(PROVIDER_FUNCTION)) return undefined;
    const known = this.#known.get(name);
    if (known !== undefined) return known;
    const parts = partsOf(name);
    if (parts === undefined || !this.#module.terraform.requiredProviders.has(parts.provider)) return undefined;
    const functions = this.#functionsOf(parts.provider);
    if (functions === undefined) return OF_ABSENT_PROVIDER;
    const signature = functions.signature(parts.name);
    if (signature === undefined) return undefined;
    const definition = definitionOf(functions, parts.name, signature);
    this.#known.set(name, definition);
    return definition;
  }

  missing(name: string): { readonly summary: string; readonly detail: string } | undefined {
    const namespace = name.includes('::') ? name.slice(0, name.indexOf('::')) : undefined;
    if (namespace === undefined || namespace === 'core') return undefined;
    const parts = partsOf(name);
    const summary = `There is no function ${name}`;
    if (parts === undefined)
      return {
        summary,
        detail: 'Write provider::NAME::FUNCTION, with the name that required_providers gives the provider.',
      };
    const { requiredProviders } = this.#module.terraform;
    if (!requiredProviders.has(parts.provider)) {
      const near = nearest(parts.provider, requiredProviders.keys());
      const meant = near.length === 0 ? '' : ` Did you mean the provider ${near.join(' or ')}?`;
      return {
        summary,
        detail: `The module does not require a provider ${parts.provider}: declare it in required_providers.${meant}`,
      };
    }
    const names = this.#functionsOf(parts.provider)?.names ?? [];
    if (names.length === 0) return { summary, detail: `The provider ${parts.provider} has no functions.` };
    return { summary, detail: `The functions of the provider ${parts.provider}: ${names.join(', ')}.` };
  }

  #functionsOf(local: string): Functions | undefined {
    const required = this.#module.terraform.requiredProviders.get(local);
    return required === undefined ? undefined : this.#providers.functions?.(expandProviderSource(required.source));
  }
}

/** Only the name of the provider and that of the function; undefined for any other form. */
function partsOf(name: string): { readonly provider: string; readonly name: string } | undefined {
  const [root, provider, own, ...rest] = name.split('::');
  if (root !== 'provider' || provider === undefined || own === undefined || rest.length > 0) return undefined;
  return { provider, name: own };
}

/** Nothing is known of it. That the provider is not available is reported once, not for each call. */
const OF_ABSENT_PROVIDER: FunctionDefinition = {
  parameters: [],
  rest: { name: 'argument', type: 'dynamic', nullable: true, unknown: 'all' },
  result: 'dynamic',
  call: () => UNKNOWN,
};

function definitionOf(functions: Functions, name: string, signature: FunctionSignature): FunctionDefinition {
  const { parameters, variadic, result } = signature;
  return {
    parameters: parameters.map(parameterOf),
    ...(variadic !== undefined && { rest: parameterOf(variadic) }),
    result,
    nullable: true,
    call(args) {
      const answer = functions.call(name, args);
      if (answer.problem === undefined) return answer.value;
      const { problem, argument, advice } = answer;
      // The provider's text may repeat an argument.
      const details = { revealing: problem, ...(advice !== undefined && { revealingAdvice: advice }) };
      throw argument === undefined || argument >= args.length
        ? new FunctionError(HIDDEN, details)
        : new ArgumentError(argument, HIDDEN_ARGUMENT, { ...details, revealing: `is not accepted: ${problem}` });
    },
  };
}

const HIDDEN = 'it failed, and its message may contain a sensitive value';
const HIDDEN_ARGUMENT = 'is not accepted; the reason may contain a sensitive value';

const parameterOf = ({ name, type, allowsNull, allowsUnknown }: FunctionParameter): Parameter => ({
  name,
  type,
  ...(allowsNull === true && { nullable: true }),
  ...(allowsUnknown === true && { unknown: 'all' }),
});
