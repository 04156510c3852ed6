import {
  calledPath,
  emptyRecord,
  expandProviderSource,
  type ConfigurationFile,
  type Expression,
  type ModuleCall,
  type ModulePath,
  type ProviderReference,
  type ProviderSource,
  type TerraformSettings,
} from '../model/index.js';
import { asProviderReference, isProviderName, readDependsOn } from './bare-references.js';
import type { Scope } from './report.js';
import { refuseBoth } from './resource.js';

/** A call whose module has not been read yet. */
export type CallDraft = Omit<ModuleCall, 'module'> & { readonly scope: Scope };

/** Where to find a module: its files, named relative to the project, and its directory. */
export type FoundModule =
  | { readonly files: readonly ConfigurationFile[]; readonly directory: string; readonly problem?: undefined }
  | { readonly problem: { readonly code: string; readonly summary: string; readonly detail: string } };

/** Finds a called module; `caller` is the directory of the module with the call. */
export type FindModule = (call: Pick<ModuleCall, 'key' | 'from' | 'version'>, caller: string) => FoundModule;

/** A `module` block. In an override file, the source may be missing. */
export function readModuleCall(scope: Scope, name: string, caller: ModulePath, override: boolean): CallDraft {
  const content = emptyRecord<Expression>();
  const repetition: { count?: Expression; forEach?: Expression } = {};
  for (const argument of scope.body.names()) {
    if (META.has(argument)) continue;
    if (argument === 'count') repetition.count = scope.expression(argument);
    else if (argument === 'for_each') repetition.forEach = scope.expression(argument);
    else if (RESERVED.includes(argument)) {
      scope.error('not-supported', `"${argument}" is not supported in a module call`, [argument], {
        detail: 'The name is reserved. Remove it.',
      });
    } else content[argument] = scope.content(argument);
  }
  refuseBoth(scope, repetition);
  const from = scope.text('source');
  const version = scope.text('version');
  if (from === undefined && !scope.has('source') && !override) scope.missing('source', 'a module call');
  return {
    name,
    key: calledPath(caller, name),
    from: from ?? '',
    ...(version !== undefined && { version }),
    body: { content, source: scope.source },
    ...repetition,
    dependsOn: readDependsOn(scope),
    providers: readPassedProviders(scope),
    scope,
    ...(scope.origin && { origin: scope.origin }),
  };
}

const META: ReadonlySet<string> = new Set(['source', 'version', 'providers', 'depends_on']);
const RESERVED: readonly string[] = ['lifecycle', 'locals'];

function readPassedProviders(scope: Scope): ReadonlyMap<string, ProviderReference> {
  const passed = new Map<string, ProviderReference>();
  const written = scope.value('providers');
  if (written === undefined) return passed;
  const body = written.body();
  if (body === undefined) {
    scope.error('wrong-shape', '"providers" must be an object', ['providers'], {
      detail: 'Write { "name in the module": "name here" }.',
    });
    return passed;
  }
  for (const name of body.names()) {
    const reference = asProviderReference(body.value(name));
    if (reference !== undefined && isProviderName(name)) passed.set(name, reference);
    else {
      scope.error('invalid-provider-reference', `"providers" cannot pass ${name}`, ['providers', name], {
        detail: 'Names and values are provider configurations: "name", or "name.alias".',
      });
    }
  }
  return passed;
}

/** The provider configurations that a module can use, in the names of the root module. */
export interface ProviderNames {
  /** Undefined for an alias that nothing passes to the module. */
  resolve(reference: ProviderReference, settings: TerraformSettings): ProviderReference | undefined;
  /** The default configuration of a provider. */
  standard(source: ProviderSource): ProviderReference;
}

export function rootProviderNames(settings: TerraformSettings): ProviderNames {
  const known = new Map<ProviderSource, ProviderReference>();
  for (const [name, { source }] of settings.requiredProviders) if (!known.has(source)) known.set(source, { name });
  return {
    resolve: (reference) => reference,
    standard: (source) => {
      let reference = known.get(source);
      if (reference === undefined) known.set(source, (reference = { name: nameFor(source, settings) }));
      return reference;
    },
  };
}

/** The local name that means a provider in a module which does not require it; the full name always does. */
function nameFor(source: ProviderSource, { requiredProviders }: TerraformSettings): string {
  const short = source.slice(source.lastIndexOf('/') + 1);
  return expandProviderSource(short) === source && !requiredProviders.has(short) ? short : source;
}

/** What a called module can use: what is passed to it, and the default configurations of its caller. */
export function passedProviderNames(
  { providers }: Pick<ModuleCall, 'providers'>,
  caller: ProviderNames,
  callerSettings: TerraformSettings,
  settings: TerraformSettings,
): ProviderNames {
  const passed = new Map<string, ProviderReference>();
  const standards = new Map<ProviderSource, ProviderReference>();
  for (const [name, reference] of providers) {
    const resolved = caller.resolve(reference, callerSettings);
    if (resolved === undefined) continue;
    passed.set(name, resolved);
    if (!name.includes('.')) standards.set(sourceIn(settings, name), resolved);
  }
  const standard = (source: ProviderSource): ProviderReference => standards.get(source) ?? caller.standard(source);
  return {
    standard,
    resolve: ({ name, alias }) =>
      passed.get(alias === undefined ? name : `${name}.${alias}`) ??
      (alias === undefined ? standard(sourceIn(settings, name)) : undefined),
  };
}

const sourceIn = ({ requiredProviders }: TerraformSettings, name: string): ProviderSource =>
  requiredProviders.get(name)?.source ?? expandProviderSource(name);
