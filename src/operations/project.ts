import path from 'node:path';
import {
  errorDiagnostic,
  hasErrors,
  warningDiagnostic,
  type Configuration,
  type ConfigurationFile,
  type Diagnostic,
  type EncryptionSettings,
  type Json,
} from '../model/index.js';
import { mergedEncryption, readConfiguration } from '../language/index.js';
import { installedModules, type Locate, type ModulesOf } from '../modules/index.js';
import {
  findProject,
  loadProgram,
  moduleFinder,
  readFolder,
  type LoadedStack,
  type PolicySettings,
  type Project,
} from '../program/index.js';
import { cdktfStacks } from './stacks/cdktf-stacks.js';
import { folderStacks } from './stacks/folder-stacks.js';
import { changedSince, orNone } from './stacks/changed-stacks.js';
import { chooseStacks } from './stacks/choose-stacks.js';
import type { OperationEnvironment, StackOptions } from './environment.js';
import {
  chooseBackend,
  LOCAL,
  readStoredBackend,
  type BackendChoice,
  type StackBackend,
} from './backend/backend-choice.js';
import { configuredBackend } from './backend/configured-backend.js';
import { DEFAULT_WORKSPACE, selectedWorkspace } from './backend/workspace.js';
import { writtenSecrets } from './known-secrets.js';
import { undeclaredVariables } from './variables.js';
import { stackDirectory, type WrittenStack } from './written-stack.js';

/** A stack as written, and where its state is. */
export interface StackSource extends WrittenStack {
  /** Relative to the project (or absolute), in the workspace in use. */
  readonly statePath: string;
  /** The folder with the states of all workspaces but the default one, relative to the project. */
  readonly workspaceFolder: string;
  /** As in the options; absent if the state is written to the file it is read from. */
  readonly stateOutPath?: string | undefined;
  /** As in the options; absent for the default file next to the state. */
  readonly backupPath?: string | undefined;
  /** Where the state is if not in a local file. */
  readonly backend?: BackendChoice | undefined;
  readonly configuration?: Configuration;
}

/** A stack whose configuration was read. Neither state nor real infrastructure has been read yet. */
export interface Stack extends StackSource {
  readonly configuration: Configuration;
  /** As configured, without what `init` stored. */
  readonly configuredBackend: StackBackend;
  /** Where its state would be without settings. */
  readonly defaultPlace: Location;
  /** False if a file could not be read at all, so its declarations are unknown. */
  readonly complete: boolean;
}

export interface OpenProject {
  readonly directory: string;
  readonly workspace: string;
  /** What variables are given, where settings refer to them that are needed before state is read. */
  readonly given: Pick<StackOptions, 'variables' | 'saved'>;
  /** The user's own providers: source to module, relative to the project. */
  readonly providers: Readonly<Record<string, string>>;
  /** What plans of this project are checked by. */
  readonly policies: readonly PolicySettings[];
  /** In dependency order. */
  readonly stacks: readonly Stack[];
  /** Stacks of the program that were not selected. */
  readonly others: readonly StackSource[];
  /** Names of the variables that the stacks and the others declare. A value may be for some of them only. */
  readonly variables: ReadonlySet<string>;
  readonly diagnostics: readonly Diagnostic[];
}

/** Installs the modules of stacks, and then locates them. */
export type InstallModules = (stacks: readonly Pick<StackSource, 'name' | 'folder' | 'files'>[]) => Promise<{
  readonly diagnostics: readonly Diagnostic[];
  locate(stack: Pick<StackSource, 'name'>): Locate;
}>;

/** The name that a program's document would have as a file. */
const nameOf = ({ name, folder }: LoadedStack): string =>
  folder === '' ? path.posix.join('landform.out', name, 'landform.tf.json') : path.posix.join(folder, 'cdk.tf.json');

/**
 * Finds the project, runs its program or reads its folder, and reads the configurations of the selected stacks. The documents it
 * reads are added to `seen`, so that diagnostics about them can name lines. Modules must be installed, unless `install` does it.
 */
export async function openProject(
  env: OperationEnvironment,
  options: StackOptions,
  seen: ConfigurationFile[],
  install?: InstallModules,
): Promise<OpenProject> {
  env.emit({ type: 'phase', phase: 'load' });
  const found = await findProject(env.directory, env.program !== undefined);
  const selected = options.workspace === undefined ? await selectedWorkspace(env) : undefined;
  const workspace = selected?.name ?? options.workspace ?? DEFAULT_WORKSPACE;
  const diagnostics: Diagnostic[] = [...(selected?.diagnostics ?? []), ...found.diagnostics];
  const settings = found.project;
  const empty = {
    directory: env.directory,
    workspace,
    given: options,
    providers: settings?.providers ?? {},
    policies: settings?.policies ?? [],
    stacks: [],
    others: [],
    variables: new Set<string>(),
  };
  if (settings === undefined || hasErrors(diagnostics)) return { ...empty, diagnostics };

  if (settings.file !== undefined) seen.push(settings.file);
  const evaluating = { ...options, workspace };
  const { sources, diagnostics: unread } = await readSources(env, settings, evaluating);
  diagnostics.push(...unread);
  if (hasErrors(diagnostics)) return { ...empty, diagnostics };
  const chosen = chooseStacks(sources, options.stacks ?? []);
  diagnostics.push(...chosen.diagnostics, ...oneStateProblems(chosen.stacks, options));
  const installed = await install?.(chosen.stacks);
  diagnostics.push(...(installed?.diagnostics ?? []));
  const read: Stack[] = [];
  for (const source of chosen.stacks) {
    const modules = modulesOf(env, source);
    const locate = installed?.locate(source) ?? installedModules(modules);
    const { configuration, complete, ...found } = readConfiguration(
      source.files,
      moduleFinder(modules.directory, locate, source.kind === 'folder' ? source.folder : ''),
    );
    const { files } = configuration;
    seen.push(...files, ...source.variableFiles);
    for (const file of files) file.release?.();
    diagnostics.push(...found.diagnostics);
    env.learn?.(() => writtenSecrets(configuration));
    const { backend: configured, diagnostics: problems } = await configuredBackend(
      env,
      source,
      configuration,
      evaluating,
    );
    diagnostics.push(...problems);
    const local = path.resolve(env.directory, localPlace(source, {}, env.directory, DEFAULT_WORKSPACE).statePath);
    const choice = chooseBackend(configured, await readStoredBackend(env, source), local);
    const location = localPlace(
      source,
      configured.type === LOCAL ? choice.backend.config : {},
      env.directory,
      workspace,
    );
    const { statePath = location.statePath, stateOutPath, backupPath } = options;
    const isElsewhere = configured.type !== LOCAL || choice.problem !== undefined;
    const backend = isElsewhere && options.statePath === undefined ? choice : undefined;
    if (backend !== undefined) diagnostics.push(...localFileProblems(configured.type, options));
    read.push({
      ...source,
      ...location,
      configuredBackend: configured,
      defaultPlace: { statePath: source.statePath, workspaceFolder: source.workspaceFolder },
      files,
      statePath,
      stateOutPath,
      backupPath,
      backend,
      configuration,
      complete,
    });
  }
  const stacks = await onlyChanged(env, options.changedSince, read, sources, evaluating);
  if (stacks.length === 0 && read.length > 0) diagnostics.push(noneChanged(options.changedSince));
  const variables = new Set(stacks.flatMap(({ configuration }) => [...configuration.variables.keys()]));
  const others: StackSource[] = [];
  for (const source of sources) {
    if (stacks.some(({ name }) => name === source.name)) continue;
    const { configuration } = readConfiguration(source.files);
    for (const name of configuration.variables.keys()) variables.add(name);
    const { backend } = await configuredBackend(env, source, configuration, evaluating);
    const place = localPlace(source, backend.type === LOCAL ? backend.config : {}, env.directory, workspace);
    others.push({ ...source, ...place, configuration });
  }
  diagnostics.push(...undeclaredVariables(options.variables ?? [], variables));
  return { ...empty, stacks, others, variables, diagnostics };
}

/** What settings are evaluated with. */
type Evaluating = Pick<StackOptions, 'variables' | 'saved'> & { readonly workspace: string };

/** The stacks of a project as written: of its app, its folders, its folder or its program. */
async function readSources(
  env: OperationEnvironment,
  settings: Project,
  evaluating: Evaluating,
): Promise<{ readonly sources: readonly StackSource[]; readonly diagnostics: readonly Diagnostic[] }> {
  const diagnostics: Diagnostic[] = [];
  const sources: StackSource[] = [];
  if (settings.app !== undefined) {
    const loaded = await cdktfStacks(env, settings, settings.app);
    diagnostics.push(...loaded.diagnostics);
    sources.push(...loaded.sources.map((source) => ({ ...source, ...DEFAULT_LOCATION })));
  } else if (settings.folders !== undefined && env.program === undefined) {
    const loaded = await folderStacks(env, settings, settings.folders, evaluating);
    diagnostics.push(...loaded.diagnostics);
    sources.push(...loaded.sources.map((source) => ({ ...source, ...DEFAULT_LOCATION })));
  } else if (settings.program === undefined && env.program === undefined) {
    const folder = await readFolder(env.directory);
    diagnostics.push(...folder.diagnostics);
    const variables = settings.stacks['']?.variables ?? {};
    sources.push({
      kind: 'folder',
      name: '',
      folder: '',
      files: folder.files,
      variableFiles: folder.variableFiles,
      variables,
      dependencies: [],
      ...DEFAULT_LOCATION,
    });
  } else {
    const loaded = await loadProgram(settings, env.program);
    diagnostics.push(...loaded.diagnostics);
    for (const stack of loaded.stacks) {
      sources.push({
        kind: 'program',
        name: stack.name,
        folder: stack.folder,
        files: [{ name: nameOf(stack), text: stack.text }],
        variableFiles: [],
        variables: settings.stacks[stack.name]?.variables ?? {},
        dependencies: stack.dependencies,
        ...DEFAULT_LOCATION,
        statePath: `terraform.${stack.name}.tfstate`,
      });
    }
  }
  return {
    sources: sources.map((source) => ({ ...source, encryption: encryptionFor(settings, source.name) })),
    diagnostics,
  };
}

/** What the settings of the project say of a stack, which take precedence over what they say of all. */
function encryptionFor({ encryption, stacks }: Project, name: string): EncryptionSettings | undefined {
  const own = stacks[name]?.encryption;
  return own === undefined ? encryption : mergedEncryption(encryption, own);
}

const noneChanged = (reference = ''): Diagnostic =>
  warningDiagnostic('no-stack-changed', `No stack differs from ${reference}`, {
    detail: 'Nothing is done. Without --changed-since, the command concerns all stacks.',
  });

/** Those of the stacks that are not the same at a commit. */
async function onlyChanged(
  env: OperationEnvironment,
  reference: string | undefined,
  stacks: readonly Stack[],
  sources: readonly StackSource[],
  evaluating: Evaluating,
): Promise<readonly Stack[]> {
  if (reference === undefined) return stacks;
  const written = stacks.flatMap((stack) => {
    const source = sources.find(({ name }) => name === stack.name);
    return source === undefined ? [] : [{ ...source, configurationFiles: stack.files }];
  });
  const changed = await changedSince(env.directory, reference, written, async (directory) => {
    const { project } = await findProject(directory);
    if (project === undefined) return [];
    const { sources: then, diagnostics } = await readSources(
      { ...env, directory, program: undefined },
      project,
      evaluating,
    );
    return orNone(then, diagnostics);
  });
  return stacks.filter(({ name }) => changed.has(name));
}

function oneStateProblems(
  stacks: readonly StackSource[],
  { statePath, stateOutPath, backupPath }: StackOptions,
): readonly Diagnostic[] {
  if (stacks.length < 2 || (statePath ?? stateOutPath ?? backupPath) === undefined) return [];
  return [
    errorDiagnostic('one-stack-per-state', 'A state file holds one stack', {
      detail: `The program has ${stacks.map(({ name }) => name).join(', ')}: select one with --stack.`,
    }),
  ];
}

/** The stack, as far as its modules are concerned. */
export const modulesOf = (
  project: Pick<OpenProject, 'directory'>,
  stack: Pick<StackSource, 'name' | 'folder'>,
): ModulesOf => ({
  project: path.resolve(project.directory),
  directory: stackDirectory(project, stack),
  stack: stack.name,
});

type Location = Pick<StackSource, 'statePath' | 'workspaceFolder'>;

const DEFAULT_LOCATION: Location = { statePath: 'terraform.tfstate', workspaceFolder: 'terraform.tfstate.d' };

/**
 * Where the state is in local files, with the settings of the backend `local`. As in Terraform, each workspace but the
 * default one has a folder of its own, where the file is always named `terraform.tfstate`.
 */
export function localPlace(
  source: StackSource,
  settings: Readonly<Record<string, Json>>,
  project: string,
  workspace: string,
): Location {
  const inProject = (place: string): string =>
    source.folder === '' ? place : path.relative(project, path.resolve(project, source.folder, place));
  const textOf = (name: string, standard: string): string => {
    const given = settings[name];
    return typeof given === 'string' && given !== '' ? given : standard;
  };
  const workspaceFolder = inProject(textOf('workspace_dir', source.workspaceFolder));
  const statePath =
    workspace === DEFAULT_WORKSPACE
      ? inProject(textOf('path', source.statePath))
      : path.join(workspaceFolder, workspace, DEFAULT_LOCATION.statePath);
  return { statePath, workspaceFolder };
}

function localFileProblems(type: string, { stateOutPath, backupPath }: StackOptions): readonly Diagnostic[] {
  const option = stateOutPath === undefined ? (backupPath === undefined ? undefined : '--backup') : '--state-out';
  if (option === undefined) return [];
  return [
    errorDiagnostic('local-option', `${option} is for state in a local file`, {
      detail: `The state is in the backend "${type}". Remove the option; "landform state pull" writes the state to a file.`,
    }),
  ];
}
