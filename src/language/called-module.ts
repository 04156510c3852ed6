import {
  type ConfigurationFile,
  type Diagnostic,
  type ModuleConfiguration,
  type ModulePath,
  type ProviderReference,
  type ResourceConfiguration,
  type TerraformSettings,
} from '../model/index.js';
import { JsonBody } from './json-body.js';
import type { CallDraft, FindModule } from './module-call.js';
import { calledProviderNames, configurationName, type OwnProviders, type ProviderNames } from './module-providers.js';
import { type CallerProviders, checkPassedProviders, type Repetition, repetitionOf } from './passed-providers.js';
import { type Report, Scope } from './report.js';

/** What all modules of a configuration share while they are read. */
export interface Whole {
  readonly files: Map<string, ConfigurationFile>;
  readonly diagnostics: Diagnostic[];
  complete: boolean;
  readonly find: FindModule | undefined;
}

/** The module that is being read. */
export interface Module {
  readonly path: ModulePath;
  readonly directory: string;
  /** The directories of the modules that lead to it. */
  readonly around: readonly string[];
  /** The nearest call above with several instances, or with dependencies. */
  readonly repetition?: Repetition | undefined;
}

/** Reads a module from its files; `namesOf` tells the provider configurations it can use from those it declares. */
export type ReadModule = (
  files: readonly ConfigurationFile[],
  module: Module,
  namesOf: (own: OwnProviders) => ProviderNames,
) => ModuleConfiguration;

/** The module of a call; undefined, with the reason among the diagnostics, if it cannot be read. */
export function readCalled(
  whole: Whole,
  caller: Module,
  call: CallDraft,
  providers: CallerProviders,
  read: ReadModule,
): ModuleConfiguration | undefined {
  const { scope, name, from } = call;
  const { find, files } = whole;
  if (find === undefined || from === '') return undefined;
  const { directory, around } = caller;
  const found = find(call, directory);
  if (found.problem !== undefined) {
    const { code, summary, detail } = found.problem;
    scope.error(code, summary, ['source'], { detail });
    return undefined;
  }
  if (found.directory === directory || around.includes(found.directory)) {
    scope.error('module-cycle', `The module ${name} calls itself`, ['source'], {
      detail: `${found.directory} is the directory of a module that leads to this call. Remove the call, or change its source.`,
    });
    return undefined;
  }
  for (const file of found.files) files.set(file.name, file);
  const repetition = repetitionOf(call) ?? caller.repetition;
  const module = { path: call.key, directory: found.directory, around: [...around, directory], repetition };
  return read(found.files, module, (own) => {
    checkPassedProviders(call, providers, own, repetition);
    return calledProviderNames(call, providers.names, own);
  });
}

/** Replaces the names of provider configurations in a called module by those of the root module. */
export function resolveProviders<T extends Provided>(
  declared: Map<string, T>,
  { path, names, settings }: CallerProviders,
  diagnostics: Diagnostic[],
): void {
  const known = new Map<ProviderReference, ProviderReference>();
  for (const [key, one] of declared) {
    const { provider, body } = one;
    let resolved = known.get(provider);
    if (resolved === undefined) {
      resolved = names.resolve(provider);
      if (resolved === undefined) {
        const report: Report = { file: body.source.file, diagnostics };
        const scope = new Scope(report, new JsonBody({}), body.source.path, one.key, one.origin);
        reportNotPassed(scope, provider, path, settings);
        resolved = { name: provider.name };
      }
      known.set(provider, resolved);
    }
    declared.set(key, { ...one, provider: resolved });
  }
}

type Provided = Pick<ResourceConfiguration, 'key' | 'provider' | 'body' | 'origin'>;

function reportNotPassed(
  scope: Scope,
  provider: ProviderReference,
  path: ModulePath,
  { requiredProviders }: TerraformSettings,
): void {
  const name = configurationName(provider);
  const isAccepted = requiredProviders.get(provider.name)?.aliases?.includes(name) === true;
  // A declared alias that is not passed is reported at the call.
  if (isAccepted) return;
  scope.error('provider-not-passed', `${name} is not passed to the module ${path}`, ['provider'], {
    detail: `Declare it in the module with "configuration_aliases", and pass it in the call: "providers": { "${name}": "…" }.`,
  });
}
