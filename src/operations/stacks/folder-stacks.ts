import { readdir } from 'node:fs/promises';
import path from 'node:path';
import { compileGlob, earlySettings } from '../../engine/index.js';
import { readConfiguration } from '../../language/index.js';
import {
  errorDiagnostic,
  isWhollyKnown,
  plainJson,
  unmarkDeep,
  type Configuration,
  type Diagnostic,
  type Json,
  isJsonObject,
} from '../../model/index.js';
import { configurationNames, readFolder, type Project } from '../../program/index.js';
import { isSameBackend, LOCAL, type StoredBackend } from '../backend/backend-choice.js';
import { configuredBackend } from '../backend/configured-backend.js';
import { earlyValues, knownVariables, type EarlyValues } from '../early-values.js';
import type { OperationEnvironment, StackOptions } from '../environment.js';
import type { WrittenStack } from '../written-stack.js';

/**
 * The folders of a project that lists them in `landform.json`, each as a stack with the name of its path. It depends on those whose
 * state it reads with `terraform_remote_state`. Those that others need come first.
 */
export async function folderStacks(
  env: OperationEnvironment,
  { directory, stacks: settings }: Project,
  patterns: readonly string[],
  options: Pick<StackOptions, 'variables' | 'saved'> & { readonly workspace: string },
): Promise<{ readonly sources: readonly WrittenStack[]; readonly diagnostics: readonly Diagnostic[] }> {
  const diagnostics: Diagnostic[] = [];
  const names = new Set<string>();
  for (const pattern of patterns) {
    const found = await matching(directory, pattern);
    if (found.length === 0) diagnostics.push(noFolder(pattern));
    for (const name of found) names.add(name);
  }
  const folders: ReadFolder[] = [];
  for (const name of [...names].sort()) {
    const { files, variableFiles, diagnostics: found } = await readFolder(path.join(directory, name), name);
    diagnostics.push(...found);
    const { configuration } = readConfiguration(files);
    const variables = settings[name]?.variables ?? {};
    const stack: WrittenStack = {
      kind: 'folder',
      name,
      folder: name,
      files,
      variableFiles,
      variables,
      dependencies: [],
    };
    const { backend } = await configuredBackend(env, stack, configuration, options);
    const known = await knownVariables(env, stack, configuration, options);
    folders.push({
      stack,
      backend: absolute(path.join(directory, name), backend),
      configuration,
      values: earlyValues(env, stack, configuration, known, options.workspace),
    });
  }
  const dependencies = new Map(folders.map((folder) => [folder.stack.name, readBy(directory, folder, folders)]));
  const { order, circle } = ordered(dependencies);
  if (circle !== undefined) diagnostics.push(inCircle(circle));
  const byName = new Map(folders.map(({ stack }) => [stack.name, stack]));
  const sources = order.flatMap((name): readonly WrittenStack[] => {
    const stack = byName.get(name);
    return stack === undefined ? [] : [{ ...stack, dependencies: dependencies.get(name) ?? [] }];
  });
  return { sources, diagnostics };
}

interface ReadFolder {
  readonly stack: WrittenStack;
  readonly configuration: Configuration;
  /** Where its state is; the path of a local one is absolute. */
  readonly backend: StoredBackend;
  /** What its settings may refer to. */
  readonly values: EarlyValues;
}

/** The folders with configuration that a pattern matches, relative to the project. */
async function matching(directory: string, pattern: string): Promise<readonly string[]> {
  const glob = compileGlob(pattern);
  if (glob === undefined) return [];
  const found: string[] = [];
  const visit = async (folder: string): Promise<void> => {
    const entries = await readdir(path.join(directory, folder), { withFileTypes: true }).catch(() => []);
    const names = entries.flatMap((entry) => (entry.isDirectory() ? [] : entry.name));
    if (folder !== '' && glob.fits(folder) && configurationNames(names).length > 0) found.push(folder);
    for (const { name } of entries.filter((entry) => entry.isDirectory())) {
      const inside = folder === '' ? name : `${folder}/${name}`;
      if (name.startsWith('.') || name === 'node_modules') continue;
      if (glob.fits(inside) || glob.mayContain(folder)) await visit(inside);
    }
  };
  await visit('');
  return found;
}

/** A local state is compared by its path, since each folder writes it as seen from itself. */
function absolute(directory: string, { type, config }: StoredBackend): StoredBackend {
  if (type !== LOCAL) return { type, config };
  const { path: given } = config;
  const file = typeof given === 'string' && given !== '' ? given : 'terraform.tfstate';
  return { type, config: { path: path.resolve(directory, file) } };
}

/** The folders whose state a folder reads. */
function readBy(directory: string, folder: ReadFolder, all: readonly ReadFolder[]): readonly string[] {
  const read: StoredBackend[] = [];
  for (const { address, body } of folder.configuration.resources.values()) {
    if (address.mode !== 'data' || address.type !== 'terraform_remote_state') continue;
    const { backend: kind, config: settings } = body.content;
    const content = { ...(kind && { backend: kind }), ...(settings && { config: settings }) };
    const { values } = earlySettings({ ...body, content }, folder.values);
    const [backend, config] = [values['backend'], values['config']].map((value): Json | undefined =>
      value === undefined || !isWhollyKnown(unmarkDeep(value)) ? undefined : plainJson(unmarkDeep(value)),
    );
    if (typeof backend !== 'string') continue;
    read.push(
      absolute(path.join(directory, folder.stack.name), { type: backend, config: isJsonObject(config) ? config : {} }),
    );
  }
  return all.flatMap(({ stack: { name }, backend }) =>
    name !== folder.stack.name && read.some((one) => isSameBackend(one, backend)) ? name : [],
  );
}

/** The names in an order in which they can be applied, and the members of a circle if there is one. */
function ordered(dependencies: ReadonlyMap<string, readonly string[]>): {
  readonly order: readonly string[];
  readonly circle?: readonly string[];
} {
  const order: string[] = [];
  const done = new Set<string>();
  let circle: readonly string[] | undefined;
  const visit = (name: string, trail: readonly string[]): void => {
    if (done.has(name)) return;
    if (trail.includes(name)) {
      circle ??= [...trail.slice(trail.indexOf(name)), name];
      return;
    }
    for (const need of dependencies.get(name) ?? []) visit(need, [...trail, name]);
    done.add(name);
    order.push(name);
  };
  for (const name of dependencies.keys()) visit(name, []);
  return circle === undefined ? { order } : { order, circle };
}

const noFolder = (pattern: string): Diagnostic =>
  errorDiagnostic('no-project', `No folder with Terraform files matches "${pattern}"`, {
    source: { file: 'landform.json', path: ['folders'] },
    detail: 'Correct "folders" in landform.json: names or patterns of folders, relative to it, such as "apps/*".',
  });

const inCircle = (names: readonly string[]): Diagnostic =>
  errorDiagnostic('stack-circle', `Folders read each other's states in a cycle: ${names.join(' needs ')}`, {
    detail: 'Move the shared resources into one of the folders or into a third one.',
  });
