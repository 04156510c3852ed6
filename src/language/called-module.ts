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
import { type CallDraft, type FindModule, passedProviderNames, type ProviderNames } from './module-call.js';
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
}

/** The provider configurations that the caller of a module has. */
export interface CallerProviders {
  readonly names: ProviderNames;
  readonly settings: TerraformSettings;
}

/** Reads a module from its files; `namesOf` tells the providers it can use from its settings. */
export type ReadModule = (
  files: readonly ConfigurationFile[],
  module: Module,
  namesOf: (settings: TerraformSettings) => ProviderNames,
) => ModuleConfiguration;

/** The module of a call; undefined, with the reason among the diagnostics, if it cannot be read. */
export function readCalled(
  whole: Whole,
  caller: Module,
  call: CallDraft,
  { names, settings }: CallerProviders,
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
  const module = { path: call.key, directory: found.directory, around: [...around, directory] };
  return read(found.files, module, (own) => passedProviderNames(call, names, settings, own));
}

/** Replaces the names of provider configurations in a called module by those of the root module. */
export function resolveProviders(
  resources: Map<string, ResourceConfiguration>,
  module: ModulePath,
  { names, settings }: CallerProviders,
  diagnostics: Diagnostic[],
): void {
  const known = new Map<ProviderReference, ProviderReference>();
  for (const [key, resource] of resources) {
    const { provider, body } = resource;
    let resolved = known.get(provider);
    if (resolved === undefined) {
      resolved = names.resolve(provider, settings);
      if (resolved === undefined) {
        const name = `${provider.name}.${provider.alias ?? ''}`;
        const report: Report = { file: body.source.file, diagnostics };
        new Scope(report, new JsonBody({}), body.source.path, resource.key, resource.origin).error(
          'provider-not-passed',
          `${name} is not passed to the module ${module}`,
          ['provider'],
          { detail: `Pass it in the call: "providers": { "${name}": "…" }.` },
        );
        resolved = { name: provider.name };
      }
      known.set(provider, resolved);
    }
    resources.set(key, { ...resource, provider: resolved });
  }
}
