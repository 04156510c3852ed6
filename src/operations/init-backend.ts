import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { constantValue } from '../engine/index.js';
import { readVariableFile } from '../language/index.js';
import {
  DiagnosticError,
  errorDiagnostic,
  hasErrors,
  plainJson,
  reasonOf,
  type Diagnostic,
  type Json,
} from '../model/index.js';
import {
  isSameBackend,
  LOCAL,
  readStoredBackend,
  unknownSettings,
  type StackBackend,
  type StoredBackend,
} from './backend/backend-choice.js';
import { composeBackend } from './compose/index.js';
import type { OperationEnvironment } from './environment.js';
import { migrateState, type ApproveCopies } from './migrate-state.js';
import { localPlace, type OpenProject, type Stack } from './project.js';
import { writeStoredBackend } from './backend/stored-backend.js';

export interface BackendOptions {
  /** Default true; otherwise backends stay as they are. */
  readonly backend?: boolean;
  /** Settings for the backend: `name=value`, or a file with settings. */
  readonly backendConfig?: readonly string[];
  /** Uses the configured backend as it is. */
  readonly reconfigure?: boolean;
  /** Copies the states to the configured backend. */
  readonly migrateState?: boolean;
  /** Copies the states, and replaces what is at the new place already. */
  readonly forceCopy?: boolean;
  /** Asks before states are copied. */
  readonly approveCopies?: ApproveCopies | undefined;
}

export interface InitializedBackend {
  readonly stack: string;
  readonly type: string;
  /** Workspaces whose states were copied. */
  readonly copied: readonly string[];
}

/**
 * Stores where the states of the stacks are, after copying them there if that is asked for. Returns the project with its
 * states there.
 */
export async function initializeBackends(
  env: OperationEnvironment,
  project: OpenProject,
  options: BackendOptions,
): Promise<{ readonly project: OpenProject; readonly backends: readonly InitializedBackend[] }> {
  if (options.backend === false) return { project, backends: [] };
  const given = await givenSettings(env, options.backendConfig ?? []);
  const backends: InitializedBackend[] = [];
  const stacks: Stack[] = [];
  for (const stack of project.stacks) {
    const initialized = await initialize(env, project, stack, given, options);
    stacks.push(initialized.stack);
    if (initialized.backend !== undefined) backends.push(initialized.backend);
  }
  return { project: { ...project, stacks }, backends };
}

async function initialize(
  env: OperationEnvironment,
  project: OpenProject,
  stack: Stack,
  given: Readonly<Record<string, Json>>,
  { reconfigure = false, forceCopy = false, migrateState: migrates = forceCopy, approveCopies }: BackendOptions,
): Promise<{ readonly stack: Stack; readonly backend?: InitializedBackend }> {
  const { configuredBackend: configured } = stack;
  const isNamed = stack.configuration.terraform.backend !== undefined;
  if (!isNamed && Object.keys(given).length > 0) throw noBackend();
  const stored = await readStoredBackend(env, stack);
  const isKnown = stack.backend?.problem === undefined;
  // What an earlier init was given stays, unless it is given again or forgotten.
  const before = stored?.type === configured.type && isKnown && !reconfigure ? stored.config : {};
  const unknown = unknownSettings(configured, { ...before, ...given });
  if (unknown.length > 0) throw new DiagnosticError(unknown);
  const target: StackBackend = { ...configured, config: { ...before, ...configured.config, ...given } };
  const from: StoredBackend = stored ?? { type: LOCAL, config: {} };
  const isMoved = !isKnown || (stored !== undefined && !isSameBackend(from, target));
  let copied: readonly string[] = [];
  if (isMoved && !reconfigure) {
    if (!migrates) throw new DiagnosticError([stack.backend?.problem ?? moved(target)]);
    copied = await migrateState(env, project, {
      from: placed(project, stack, from),
      to: placed(project, stack, target),
      forceCopy,
      approveCopies: forceCopy ? undefined : approveCopies,
    });
  } else if (target.type !== LOCAL) {
    // What is wrong with the settings or the credentials is reported now.
    await (await composeBackend(env, project, placed(project, stack, target)(project.workspace))).read();
  }
  const isComplete = configured.unknown === undefined && isSameBackend(configured, target);
  // A local file needs no record unless variables name it, but what Terraform has stored for itself stays.
  if (target.type !== LOCAL || !isComplete) await writeStoredBackend(env, stack, target);
  else if (stored !== undefined && stored.type !== LOCAL) await writeStoredBackend(env, stack, undefined);
  const isWorthTelling = target.type !== LOCAL || copied.length > 0;
  return {
    stack: placed(project, stack, target)(project.workspace),
    ...(isWorthTelling && { backend: { stack: stack.name, type: target.type, copied } }),
  };
}

/** A stack with its state in a backend, for each workspace. */
const placed =
  (project: OpenProject, stack: Stack, backend: StackBackend) =>
  (workspace: string): Stack => ({
    ...stack,
    ...localPlace(
      { ...stack, ...stack.defaultPlace },
      backend.type === LOCAL ? backend.config : {},
      project.directory,
      workspace,
    ),
    backend: backend.type === LOCAL ? undefined : { backend },
  });

const moved = ({ type, source, origin }: StackBackend): Diagnostic =>
  errorDiagnostic('backend-changed', `The settings of the backend "${type}" changed`, {
    ...(source && { source }),
    ...(origin && { origin }),
    detail: 'Add -migrate-state to copy the state to its new place, or -reconfigure to use the new place as it is.',
  });

const noBackend = (): DiagnosticError =>
  new DiagnosticError([
    errorDiagnostic('no-backend', '-backend-config is given, but the configuration names no backend', {
      detail: 'Add a block backend "KIND" {} to the terraform block; its settings may be empty.',
    }),
  ]);

async function givenSettings(
  env: OperationEnvironment,
  inputs: readonly string[],
): Promise<Readonly<Record<string, Json>>> {
  const settings: Record<string, Json> = {};
  for (const input of inputs) {
    const [, name, value = ''] = /^\s*([\w-]+)\s*=(.*)$/s.exec(input) ?? [];
    if (name === undefined) Object.assign(settings, await settingsInFile(env.directory, input));
    else settings[name] = value.trim();
  }
  return settings;
}

/** The same syntax as files of variables: HCL, or JSON by the name of the file. */
async function settingsInFile(directory: string, name: string): Promise<Readonly<Record<string, Json>>> {
  let text: string;
  try {
    text = await readFile(path.resolve(directory, name), 'utf8');
  } catch (error) {
    throw new DiagnosticError([
      errorDiagnostic('unreadable-file', `The file ${name} of -backend-config cannot be read`, {
        detail: `${reasonOf(error)}. Write name=value, or the name of a file with such lines.`,
      }),
    ]);
  }
  const read = readVariableFile({ name, text });
  const diagnostics = [...read.diagnostics];
  const settings: Record<string, Json> = {};
  for (const [setting, expression] of read.values) {
    const { value, diagnostics: problems } = constantValue(expression, { file: name, path: [setting] });
    diagnostics.push(...problems);
    settings[setting] = plainJson(value);
  }
  if (hasErrors(diagnostics)) throw new DiagnosticError(diagnostics);
  return settings;
}
