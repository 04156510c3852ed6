import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import {
  compareText,
  DiagnosticError,
  hasErrors,
  usedProviderNames,
  type ConfigurationFile,
  type Diagnostic,
  type ProviderSource,
} from '../model/index.js';
import { providerSourceOf } from '../engine/index.js';
import type { FindModule } from '../language/index.js';
import type { InstallResult } from '../providers/index.js';
import { composeProviders } from './compose/index.js';
import type { OperationEnvironment, StackOptions } from './environment.js';
import { guarded } from './guard.js';
import { requiredConstructs } from './generate/generate-constructs.js';
import type { GeneratedConstructs } from './generate/generated-constructs.js';
import { initializeBackends, type BackendOptions, type InitializedBackend } from './init-backend.js';
import { openProject, type OpenProject } from './project.js';
import { PROVIDER_LOCK, requiredPlugins } from './required-plugins.js';
import { isEmptyFolder, startProject } from './starter/start.js';
import { readTestFiles } from './test/files.js';
import { readRunModule, runModules, type RunModule } from './test/run-modules.js';
import type { Pipeline } from './recipes/recipe.js';
import type { Start } from './starter/templates.js';

export interface InitOptions extends StackOptions, BackendOptions {
  /** The starting point of the project. By default, an empty folder gets a program, and any other folder is checked. */
  readonly from?: Start | undefined;
  /** Writes the recipe of a pipeline, too. */
  readonly ci?: Pipeline | undefined;
  /** Whether to install modules. Default true. */
  readonly get?: boolean;
  /** Accepts new versions of modules and providers, and changes of modules. */
  readonly upgrade?: boolean;
  /** Never writes the lock file of providers; fails if it would have to change. */
  readonly readonlyLock?: boolean;
}

/** A module that the configuration calls. */
export interface CalledModule {
  /** Of the call: `a.b` for `module.a.module.b`; after the name of the stack, where stacks have names. */
  readonly name: string;
  readonly source: string;
  readonly version?: string;
  readonly directory: string;
  /** False if it was there already. */
  readonly installed: boolean;
}

/** A provider of a project. */
export interface UsedProvider {
  readonly source: string;
  readonly version: string;
  /** Of a provider of Terraform: false if it was there already. */
  readonly installed?: boolean;
}

export interface InitResult {
  readonly stacks: readonly string[];
  /** The available providers that the project uses. */
  readonly providers: readonly UsedProvider[];
  readonly modules: readonly CalledModule[];
  /** The backends that the configuration names. */
  readonly backends: readonly InitializedBackend[];
  /** Names of the files written. */
  readonly created: readonly string[];
  /** False if the project was written but not checked, since its program needs `npm install` or other imports before it can run. */
  readonly checked: boolean;
  readonly diagnostics: readonly Diagnostic[];
}

const NOTHING = { stacks: [], providers: [], modules: [], backends: [], created: [], checked: false };

/** Creates or checks a project, and writes the recipe of its pipeline if one is asked for. */
export async function init(env: OperationEnvironment, options: InitOptions = {}): Promise<InitResult> {
  const result = await initProject(env, options);
  if (options.ci === undefined || hasErrors(result.diagnostics)) return result;
  const { writeRecipes } = await import('./recipes/write-recipes.js');
  const { created, diagnostics } = await writeRecipes(
    env.directory,
    options.ci,
    result.providers.map(({ source }) => source),
  );
  return {
    ...result,
    created: [...result.created, ...created],
    diagnostics: [...result.diagnostics, ...diagnostics],
  };
}

/** Creates a project; or reads an existing one, installs the modules and providers it uses, and checks that its providers are available. */
async function initProject(env: OperationEnvironment, options: InitOptions): Promise<InitResult> {
  return guarded<InitResult>(NOTHING, async (seen) => {
    const from = options.from ?? ((await isEmptyFolder(env.directory)) ? 'program' : undefined);
    const created = from === undefined ? [] : await startProject(env.directory, from, env.version);
    const none = { ...NOTHING, created };
    if (from === 'cdktf' || (created.includes('main.ts') && !hasPackage(env.directory)))
      return { ...none, diagnostics: [] };
    const { project: opened, modules } = await openWithModules(env, options, seen);
    const diagnostics: Diagnostic[] = [...opened.diagnostics];
    if (hasErrors(diagnostics)) return { ...none, modules, diagnostics };
    const { project, backends } = await initializeBackends(env, opened, options);
    const pool = composeProviders(env, project);
    try {
      const installation = await installProviders(env, options, project, pool.available());
      diagnostics.push(...installation.diagnostics);
      if (hasErrors(diagnostics)) return { ...none, modules, diagnostics };
      const providers = new Map<string, string>();
      for (const { configuration } of project.stacks) {
        const { requiredProviders } = configuration.terraform;
        for (const name of new Set([...requiredProviders.keys(), ...usedProviderNames(configuration)])) {
          const source = providerSourceOf(configuration, name);
          // What was installed is started by commands that use it.
          if (installation.required.has(source)) continue;
          const found = await pool.schemas(source);
          if (found === undefined) diagnostics.push({ ...pool.missing(source), address: `provider.${name}` });
          else providers.set(source, found.version);
        }
      }
      return {
        stacks: project.stacks.map((stack) => stack.name),
        providers: [
          ...[...providers].map(([source, version]) => ({ source, version })),
          ...installation.providers.map(({ source, version, installed }) => ({ source, version, installed })),
        ].sort((left, right) => compareText(left.source, right.source)),
        modules,
        backends,
        created,
        checked: true,
        diagnostics,
      };
    } finally {
      await pool.close();
    }
  });
}

/** Installs the providers of Terraform that the configuration and the state need. Nothing is loaded for projects without them. */
async function installProviders(
  env: OperationEnvironment,
  { upgrade = false, readonlyLock = false, stacks = [], backend = true }: InitOptions,
  project: OpenProject,
  available: readonly string[],
): Promise<InstallResult & { readonly required: ReadonlyMap<ProviderSource, string> }> {
  const required = await requiredPlugins(env, project, available, { readsState: backend });
  const whole = stacks.length === 0;
  if (required.size === 0 && !(whole && existsSync(path.join(env.directory, PROVIDER_LOCK))))
    return { providers: [], diagnostics: [], required };
  const { composeInstallation } = await import('./compose/installation.js');
  env.emit({ type: 'phase', phase: 'install' });
  const result = await composeInstallation(env).install(required, { upgrade, readonly: readonlyLock, whole });
  return { ...result, required };
}

export interface GetResult {
  readonly modules: readonly CalledModule[];
  /** Typed classes, if the project requires providers for its program. */
  readonly constructs?: GeneratedConstructs;
  readonly diagnostics: readonly Diagnostic[];
}

/** Writes the typed classes that a program imports, and installs the modules that it calls. */
export async function get(env: OperationEnvironment, options: Omit<InitOptions, 'from' | 'get'>): Promise<GetResult> {
  return guarded<GetResult>({ modules: [] }, async (seen) => {
    const { project, ...made } = await openWithModules(env, options, seen);
    return { ...made, diagnostics: project.diagnostics };
  });
}

async function openWithModules(
  env: OperationEnvironment,
  options: InitOptions,
  seen: ConfigurationFile[],
): Promise<Omit<GetResult, 'diagnostics'> & { readonly project: OpenProject }> {
  if (options.get === false) return { project: await openProject(env, options, seen), modules: [] };
  // A program can run only with the classes that it imports.
  const constructs = await requiredConstructs(env, options);
  if (constructs !== undefined && hasErrors(constructs.diagnostics)) throw new DiagnosticError(constructs.diagnostics);
  const { moduleInstaller } = await import('./compose/modules.js');
  const reports: Parameters<typeof moduleInstaller>[2] = [];
  const tested = runModules((await readTestFiles(env.directory, {}, [])).tests);
  const install = moduleInstaller(env, { upgrade: options.upgrade }, reports, (find) => {
    for (const module of tested) tryToRead(find, module);
  });
  const project = await openProject(env, options, seen, install);
  const modules = reports.map(({ key, stack, ...rest }) => ({ name: stack === '' ? key : `${stack}/${key}`, ...rest }));
  return {
    project: { ...project, diagnostics: [...(constructs?.diagnostics ?? []), ...project.diagnostics] },
    modules: modules.sort((left, right) => compareText(left.name, right.name)),
    ...(constructs !== undefined && { constructs }),
  };
}

/** What is wrong with the module of a run of a test file is reported when it runs. */
function tryToRead(find: FindModule, module: RunModule): void {
  try {
    readRunModule(find, module);
  } catch (error) {
    if (!(error instanceof DiagnosticError)) throw error;
  }
}

/** Whether programs in this folder can import Landform. */
function hasPackage(directory: string): boolean {
  try {
    createRequire(path.join(directory, 'main.ts')).resolve('landform/package.json');
    return true;
  } catch {
    return false;
  }
}
