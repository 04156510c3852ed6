import { readFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import {
  codeOf,
  compareText,
  errorDiagnostic,
  isJsonList,
  isJsonObject,
  JsonSyntaxError,
  objectIn,
  parseJson,
  stringifyJson,
  type Diagnostic,
  type Json,
} from '../../model/index.js';
import { readState } from '../../state/index.js';
import type { OperationEnvironment } from '../environment.js';
import type { WrittenStack } from '../written-stack.js';

/** Where a configuration keeps its state. */
export interface StackBackend extends Pick<Diagnostic, 'source' | 'origin'> {
  readonly type: string;
  readonly config: Readonly<Record<string, Json>>;
  /** Why settings are unknown here, by their names; absent if the configuration only has constants. */
  readonly unknown?: Readonly<Record<string, Diagnostic>>;
}

/** A backend as `init` stored it: with the settings of `-backend-config`. */
export type StoredBackend = Pick<StackBackend, 'type' | 'config'>;

export interface BackendChoice {
  readonly backend: StackBackend;
  /** Why the state must not be opened there yet. */
  readonly problem?: Diagnostic;
}

export const LOCAL = 'local';

/** Where Terraform stores it; each stack of a program has a file of its own. */
export function storedBackendFile(
  { environment, directory }: OperationEnvironment,
  { kind, name, folder }: Pick<WrittenStack, 'kind' | 'name' | 'folder'>,
): string {
  const data = environment['TF_DATA_DIR'] || '.terraform';
  return kind === 'folder'
    ? path.resolve(directory, folder, data, 'terraform.tfstate')
    : path.resolve(directory, data, 'stacks', encodeURIComponent(name), 'terraform.tfstate');
}

/** Undefined if `init` stored none. */
export async function readStoredBackend(
  env: OperationEnvironment,
  stack: Pick<WrittenStack, 'kind' | 'name' | 'folder'>,
): Promise<StoredBackend | undefined> {
  let json: Json;
  try {
    json = parseJson(await readFile(storedBackendFile(env, stack), 'utf8'));
  } catch (error) {
    // Without the file there is nothing stored, and a damaged one is replaced by the next init.
    if (error instanceof JsonSyntaxError || codeOf(error) !== undefined) return undefined;
    throw error;
  }
  const { type, config } = objectIn(objectIn(json)['backend']);
  if (typeof type !== 'string' || !isJsonObject(config)) return undefined;
  const set = Object.entries(config).filter(([, value]) => value !== null);
  return { type, config: Object.fromEntries(set) };
}

/**
 * Completes the configured backend with the stored settings, which `-backend-config` gave. `localFile` is where the
 * state would be without a backend.
 */
export function chooseBackend(
  configured: StackBackend,
  stored: StoredBackend | undefined,
  localFile: string,
): BackendChoice {
  const { type, config } = configured;
  const unknown = unknownSettings(configured, stored?.type === type ? stored.config : {})[0];
  if (stored === undefined) {
    if (unknown !== undefined) return { backend: configured, problem: unknown };
    const isLeft = type !== LOCAL && hasContent(localFile);
    return { backend: configured, ...(isLeft && { problem: leftBehind(configured, path.basename(localFile)) }) };
  }
  if (stored.type !== type) return { backend: configured, problem: changed(configured, stored, []) };
  if (unknown !== undefined) return { backend: configured, problem: unknown };
  const differing = Object.entries(config)
    .filter(([name, value]) => value !== null && Object.hasOwn(stored.config, name))
    .filter(([name, value]) => !isSame(value, stored.config[name] ?? null))
    .map(([name]) => name);
  if (differing.length > 0) return { backend: configured, problem: changed(configured, stored, differing) };
  const own = Object.entries(config).filter(([, value]) => value !== null);
  return { backend: { ...configured, config: { ...stored.config, ...Object.fromEntries(own) } } };
}

/** Why settings are unknown that are not given otherwise. */
export const unknownSettings = (
  { unknown = {} }: StackBackend,
  given: Readonly<Record<string, Json>>,
): readonly Diagnostic[] => Object.entries(unknown).flatMap(([name, why]) => (Object.hasOwn(given, name) ? [] : why));

/** `-backend-config` gives texts for everything, and Terraform stores all parts of an object. */
const isSame = (one: Json, other: Json): boolean => stringifyJson(comparable(one)) === stringifyJson(comparable(other));

/** Without what is not set, with texts in place of numbers and flags, and with a block as an object. */
function comparable(json: Json): Json {
  if (isJsonList(json)) {
    const [only, ...more] = json;
    return isJsonObject(only) && more.length === 0 ? comparable(only) : json.map(comparable);
  }
  if (isJsonObject(json)) {
    const set = Object.entries(json).filter(([, value]) => value !== null);
    return Object.fromEntries(
      set.sort(([left], [right]) => compareText(left, right)).map(([name, value]) => [name, comparable(value)]),
    );
  }
  return typeof json === 'string' ? json : stringifyJson(json);
}

/** Whether two backends have the same settings. */
export const isSameBackend = (one: StoredBackend, other: StoredBackend): boolean =>
  one.type === other.type && isSame(one.config, other.config);

/** Whether the file is a state with anything in it, or may be one. */
function hasContent(file: string): boolean {
  try {
    const text = readFileSync(file, 'utf8');
    if (text.trim() === '') return false;
    const state = readState(text, { place: file });
    return state.resources.size > 0 || state.outputs.size > 0;
  } catch (error) {
    return codeOf(error) !== 'ENOENT';
  }
}

const placeOf = ({ source, origin }: StackBackend): Pick<Diagnostic, 'source' | 'origin'> => ({
  ...(source && { source }),
  ...(origin && { origin }),
});

const leftBehind = (configured: StackBackend, file: string): Diagnostic =>
  errorDiagnostic('backend-changed', `The state is still in ${file}, not in the backend "${configured.type}"`, {
    ...placeOf(configured),
    detail:
      'Run "landform init -migrate-state" to copy it to the backend. ' +
      '"landform init -reconfigure" uses what is in the backend instead, and leaves the file as it is.',
  });

function changed(configured: StackBackend, stored: StoredBackend, names: readonly string[]): Diagnostic {
  const what =
    names.length === 0
      ? `The backend changed from "${stored.type}" to "${configured.type}"`
      : `The settings of the backend "${configured.type}" changed: ${names.join(', ')}`;
  return errorDiagnostic('backend-changed', what, {
    ...placeOf(configured),
    detail:
      'Run "landform init -migrate-state" to copy the state to its new place. ' +
      '"landform init -reconfigure" uses the new place as it is, and leaves the state at the old one.',
  });
}
