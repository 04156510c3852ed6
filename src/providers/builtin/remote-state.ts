import { readFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import {
  isNull,
  markedTexts,
  MapValue,
  Unknown,
  convert,
  DiagnosticError,
  errorDiagnostic,
  isObjectValue,
  MAX_JSON_DEPTH,
  objectIn,
  objectSecrets,
  objectValue,
  parseJson,
  sensitive,
  stateFromJson,
  tooDeepAt,
  typeFromJson,
  unmark,
  unmarkDeep,
  valueAloneFromJson,
  valueToJson,
  type Diagnostic,
  type Json,
  type ObjectValue,
  type Path,
  type Schema,
  type Value,
  Fields,
  codeOf,
  reasonOf,
} from '../../model/index.js';
import { invalidValue } from '../diagnostics.js';
import type { ReadDataResponse } from '../requests.js';

/** What the provider knows about other stacks. */
export interface OtherStacks {
  readonly stackOutputs?: StackOutputs | undefined;
  /** Whether outputs for other stacks are all stored as sensitive, as CDKTF declares them, whatever they hold. */
  readonly storesAllSensitive?: boolean | undefined;
  /** The content of a state file, decrypted if it is encrypted. Rejects with the reason. */
  readonly decrypt?: DecryptState | undefined;
  /** Reads state in backends other than `local`. */
  readonly storedState?: StoredState | undefined;
}

export type DecryptState = (path: string, content: Uint8Array) => Promise<Uint8Array>;

/** The content of a state, and its place for messages. Rejects with a DiagnosticError. */
export type StoredState = (
  backend: { readonly type: string; readonly config: Readonly<Record<string, Json>> },
  workspace: string,
) => Promise<{ readonly place: string; readonly content: Uint8Array | undefined }>;

/**
 * Outputs of the stack whose state is that file (an absolute path), if it is part of the same run; they may be unknown.
 */
export type StackOutputs = (path: string) => Readonly<Record<string, Value>> | undefined;

export const REMOTE_STATE_SCHEMA: Schema = {
  version: 0,
  block: {
    attributes: {
      backend: {
        type: 'string',
        required: true,
        description: 'Backend that stores the state: `local`, `s3` and others.',
      },
      config: { type: 'dynamic', optional: true, description: 'Settings of the backend.' },
      defaults: {
        type: 'dynamic',
        optional: true,
        description: 'Default values for outputs that the state does not have.',
      },
      outputs: { type: 'dynamic', computed: true, description: 'The outputs of the root module, by name.' },
      workspace: { type: 'string', optional: true, description: 'The workspace whose state is read.' },
    },
    blockTypes: {},
  },
};

const SETTINGS = ['path', 'workspace_dir'];

export function validateRemoteState(config: ObjectValue): Diagnostic[] {
  const diagnostics: Diagnostic[] = [];
  const backend = unmark(config.backend ?? null);
  const settings = unmark(config.config ?? null);
  const entries = entriesOf(settings);
  if (entries === undefined && !isNull(settings) && !(settings instanceof Unknown)) {
    diagnostics.push(invalidValue(['config'], 'The settings of the backend must be an object', 'Write {"path": "…"}.'));
  }
  // The other backends check theirs when they are opened.
  for (const name of Object.keys((backend === 'local' ? entries : undefined) ?? {})) {
    if (!SETTINGS.includes(name)) {
      diagnostics.push(
        invalidValue(
          ['config', name],
          `The backend "local" has no setting ${name}`,
          `Its settings are ${SETTINGS.join(' and ')}.`,
        ),
      );
    } else if (setting(settings, name) === null) {
      diagnostics.push(
        invalidValue(['config', name], `The setting ${name} must be a string`, 'Use the path of a file or directory.'),
      );
    }
  }
  const defaults = unmark(config.defaults ?? null);
  if (entriesOf(defaults) === undefined && !isNull(defaults) && !(defaults instanceof Unknown)) {
    diagnostics.push(
      invalidValue(['defaults'], 'Defaults must be an object', 'Use one attribute for each output: {"name": value}.'),
    );
  }
  return diagnostics;
}

/** Reads the outputs of a state; those of a stack in the same run take precedence over its file. */
export async function readRemoteState(
  config: ObjectValue,
  directory: string,
  { stackOutputs, storesAllSensitive = false, decrypt, storedState }: OtherStacks,
): Promise<ReadDataResponse> {
  const invalid = validateRemoteState(config);
  if (invalid.length > 0) return { state: null, diagnostics: invalid };
  const backend = unmark(config.backend ?? null);
  if (typeof backend === 'string' && backend !== 'local') {
    if (storedState !== undefined) return readStored(config, backend, storedState, { storesAllSensitive, decrypt });
    return { state: null, diagnostics: [onlyLocal(backend)] };
  }
  const path = statePath(config, directory);
  const outputs = objectValue(entriesOf(unmark(config.defaults ?? null)));
  const planned = stackOutputs?.(path);
  try {
    const open = { storesAllSensitive, decrypt };
    Object.assign(outputs, planned ?? (await outputsOf(path, await readFile(path), open)));
  } catch (error) {
    return { state: null, diagnostics: [unreadable(path, error)] };
  }
  const state = objectValue(config);
  state.outputs = outputs;
  return { state, diagnostics: [] };
}

const onlyLocal = (backend: string): Diagnostic =>
  invalidValue(
    ['backend'],
    `The backend "${backend}" cannot be read here`,
    'Use "local", with the path of a state file.',
  );

async function readStored(
  config: ObjectValue,
  type: string,
  storedState: StoredState,
  open: Pick<OtherStacks, 'storesAllSensitive' | 'decrypt'>,
): Promise<ReadDataResponse> {
  const workspace = unmark(config.workspace ?? null);
  const json = valueToJson(unmarkDeep(config.config ?? null), 'dynamic');
  const settings = objectIn(objectIn(json)['value']);
  const outputs = objectValue(entriesOf(unmark(config.defaults ?? null)));
  let place = `the backend "${type}"`;
  try {
    const name = typeof workspace === 'string' && workspace !== '' ? workspace : 'default';
    const stored = await storedState({ type, config: settings }, name);
    ({ place } = stored);
    if (stored.content === undefined) return { state: null, diagnostics: [missing(place)] };
    Object.assign(outputs, await outputsOf(place, stored.content, open));
  } catch (error) {
    if (error instanceof DiagnosticError) return { state: null, diagnostics: error.diagnostics };
    return { state: null, diagnostics: [unreadable(place, error)] };
  }
  const state = objectValue(config);
  state.outputs = outputs;
  return { state, diagnostics: [] };
}

/** The path that Terraform's local backend uses: a workspace other than `default` has its own folder. */
function statePath(config: ObjectValue, directory: string): string {
  const settings = unmark(config.config ?? null);
  const workspace = unmark(config.workspace ?? null);
  if (typeof workspace === 'string' && workspace !== '' && workspace !== 'default') {
    return resolve(
      directory,
      join(setting(settings, 'workspace_dir') ?? 'terraform.tfstate.d', workspace, 'terraform.tfstate'),
    );
  }
  return resolve(directory, setting(settings, 'path') ?? 'terraform.tfstate');
}

async function outputsOf(
  place: string,
  content: Uint8Array,
  { storesAllSensitive = false, decrypt }: Pick<OtherStacks, 'storesAllSensitive' | 'decrypt'>,
): Promise<Record<string, Value>> {
  const json = parseJson(Buffer.from((await decrypt?.(place, content)) ?? content).toString('utf8'));
  if (typeof objectIn(json)['encryption_version'] === 'string')
    throw new Error('it is encrypted, and "remote_state_data_sources" of the encryption has no method for it');
  if (tooDeepAt(json) !== undefined) throw new Error(`it nests values more than ${MAX_JSON_DEPTH} levels deep`);
  const state = new Fields(json, 'it');
  if (state.json('version') !== 4) throw new Error('it is not a state file of version 4');
  const stored = state.fieldsIf('outputs');
  const outputs = objectValue();
  const holdsSecret = storesAllSensitive ? secretsOf(json) : () => true;
  for (const name of stored?.names() ?? []) {
    const output = new Fields(stored?.json(name), `its output ${name}`);
    const type = typeFromJson(output.json('type'));
    if (type === undefined) throw new Error(`its output ${name} has no type`);
    const value = valueAloneFromJson(output.json('value') ?? null, type);
    // A secret stays sensitive in the next stack.
    const isSecret = output.json('sensitive') === true && (!name.startsWith(FOR_OTHER_STACKS) || holdsSecret(value));
    outputs[name] = isSecret ? sensitive(value) : value;
  }
  return outputs;
}

/** How CDKTF names outputs that it generates. */
const FOR_OTHER_STACKS = 'cross-stack-output-';

/** Whether a value contains a sensitive attribute of the state that it is stored in. */
function secretsOf(json: Json): (value: Value) => boolean {
  const { state } = stateFromJson(json);
  const secrets = new Set(state === undefined ? [] : objectSecrets(state));
  return (value) =>
    secrets.size > 0 &&
    markedTexts(sensitive(value)).some((text) => secrets.has(text) || [...secrets].some((one) => text.includes(one)));
}

const AT: { readonly path: Path } = { path: ['config'] };

function unreadable(place: string, error: unknown): Diagnostic {
  if (codeOf(error) === 'ENOENT') return missing(place);
  return errorDiagnostic('state-unreadable', `The state at ${place} cannot be read: ${reasonOf(error)}`, {
    ...AT,
    detail: 'Restore the file, or correct the path.',
  });
}

const missing = (place: string): Diagnostic =>
  errorDiagnostic('state-not-found', `There is no state at ${place}`, {
    ...AT,
    detail: 'First apply the configuration that stores its state there, or correct the path.',
  });

function entriesOf(value: Value): Readonly<Record<string, Value>> | undefined {
  if (value instanceof MapValue) return value.entries;
  return isObjectValue(value) ? value : undefined;
}

/** A setting as a string: undefined if it is not set (or not known yet), null if it cannot be a string. */
function setting(settings: Value, name: string): string | undefined | null {
  const value = unmarkDeep(entriesOf(settings)?.[name] ?? null);
  if (isNull(value) || value instanceof Unknown) return undefined;
  const text = convert(value, 'string');
  return text.ok && typeof text.value === 'string' ? text.value : null;
}
