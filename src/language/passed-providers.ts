import type { ModulePath, ProviderReference, ProviderSource, TerraformSettings } from '../model/index.js';
import type { CallDraft } from './module-call.js';
import {
  acceptedNames,
  configurationName,
  isEmpty,
  ownConfigurations,
  type OwnProviders,
  type ProviderNames,
} from './module-providers.js';
import type { Scope } from './report.js';

/** The argument of a call because of which a module and those below it cannot configure providers. */
export interface Repetition {
  readonly scope: Scope;
  readonly argument: 'count' | 'for_each' | 'lifecycle' | 'depends_on';
}

/** The module with a call, and the provider configurations that it has. */
export interface CallerProviders {
  readonly path: ModulePath;
  readonly names: ProviderNames;
  readonly settings: TerraformSettings;
}

export function repetitionOf({ count, forEach, enabled, scope }: CallDraft): Repetition | undefined {
  if (count !== undefined) return { scope, argument: 'count' };
  if (forEach !== undefined) return { scope, argument: 'for_each' };
  if (enabled !== undefined) return { scope, argument: 'lifecycle' };
  return scope.has('depends_on') ? { scope, argument: 'depends_on' } : undefined;
}

/** Reports what a call and the module it calls say differently about the provider configurations of the module. */
export function checkPassedProviders(
  call: CallDraft,
  caller: CallerProviders,
  called: OwnProviders,
  repetition: Repetition | undefined,
): void {
  if (repetition !== undefined) checkRepetition(call, called, repetition);
  for (const [inside, reference] of call.providers) checkPassed(call, caller, called, inside, reference);
  for (const aliases of [...called.settings.requiredProviders.values()].map((required) => required.aliases ?? []))
    for (const name of aliases) {
      const block = called.blocks.get(name);
      if (!call.providers.has(name) && (block === undefined || isEmpty(block)))
        call.scope.error('provider-not-passed', `${name} is not passed to the module ${call.key}`, [], {
          detail: `Pass it in the call: "providers": { "${name}": "…" }.`,
        });
    }
}

/** The instances of a module share the provider configurations, so these cannot depend on a single instance. */
function checkRepetition(call: CallDraft, called: OwnProviders, { scope, argument }: Repetition): void {
  const own = ownConfigurations(call.providers, called).find((block) => !isEmpty(block));
  if (own === undefined) return;
  scope.error('provider-in-module', `"${argument}" is not possible for ${scope.address}`, [argument], {
    detail: `${call.key} configures the provider ${configurationName(own)} (${own.body.source.file}). Remove "${argument}", or configure the provider in the root module and pass it with "providers".`,
  });
}

function checkPassed(
  call: CallDraft,
  caller: CallerProviders,
  called: OwnProviders,
  inside: string,
  reference: ProviderReference,
): void {
  const { scope, key } = call;
  const at = ['providers', inside];
  const block = called.blocks.get(inside);
  if (block !== undefined && !isEmpty(block))
    scope.error('provider-in-module', `${key} has its own configuration of ${inside}`, at, {
      detail: `It cannot take another one. Remove ${inside} from "providers", or the provider block from the module.`,
    });
  if (caller.names.resolve(reference) === undefined) {
    const name = configurationName(reference);
    scope.error('undeclared-provider-configuration', `${key} needs the provider configuration ${name}`, at, {
      detail: `It is not declared. Add it to ${nameOf(caller.path)}, or pass another one.`,
    });
  }
  const [local = ''] = inside.split('.');
  const [there, here] = [sourceOf(called.settings, local), sourceOf(caller.settings, reference.name)];
  if (!acceptedNames(called).has(inside) && there !== defaultSource(local))
    scope.error('provider-not-accepted', `${key} does not accept the provider configuration ${inside}`, at, {
      detail: `Add ${inside} to "configuration_aliases" of the required provider ${local} in the module.`,
    });
  if (here !== there)
    scope.error('provider-mismatch', `${inside} is another provider in ${key} than in the call`, at, {
      detail: `It is ${there} in the module, and ${configurationName(reference)} in ${nameOf(caller.path)} is ${here}. Declare the same source in "required_providers" of both.`,
    });
}

/** What a name in `providers` means, where even `terraform` is not built in unless it is required. */
const sourceOf = ({ requiredProviders }: TerraformSettings, name: string): ProviderSource =>
  requiredProviders.get(name)?.source ?? defaultSource(name);

const defaultSource = (name: string): ProviderSource => `registry.terraform.io/hashicorp/${name}`;

const nameOf = (path: ModulePath): string => (path === '' ? 'the root module' : path);
