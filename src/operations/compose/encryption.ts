import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { earlySettings } from '../../engine/index.js';
import { mergedEncryption, readEncryptionText } from '../../language/index.js';
import {
  DiagnosticError,
  errorDiagnostic,
  hasErrors,
  isWhollyKnown,
  plainJson,
  unmarkDeep,
  type EncryptionPart,
  type EncryptionSettings,
  type Json,
  type Value,
} from '../../model/index.js';
import { systemClock, type Backend } from '../../state/index.js';
import { isEncrypted } from '../../state/encryption/diagnostics.js';
import { EncryptedBackend, type SerialRecord } from '../../state/encryption/encrypted-backend.js';
import type { Encryption } from '../../state/encryption/encryption.js';
import { contentOf, EnvelopeWriter, findEnvelope } from '../../state/encryption/envelope.js';
import { openEncryption } from '../../state/encryption/open.js';
import { backendSender } from './sender.js';
import type { OperationEnvironment, StackOptions } from '../environment.js';
import { earlyValues, knownVariables } from '../early-values.js';
import type { EncryptTo } from '../plan-file/write.js';
import { openProject, type OpenProject, type StackSource } from '../project.js';
import { stackDirectory } from '../written-stack.js';

/** Encryption of state and plan files. Loaded only where it is configured. */

type Project = Pick<OpenProject, 'directory' | 'workspace' | 'given'>;

/** Encrypts what a backend stores. `variables` are those of the stack, if they are resolved already. */
export async function encryptedBackend(
  env: OperationEnvironment,
  project: Project,
  stack: StackSource,
  backend: Backend,
  { variables, encrypting = 'as configured' }: Encrypting,
): Promise<Backend> {
  const encryption = await composeEncryption(env, project, stack, 'state', variables);
  if (encryption === undefined) return backend;
  if (encrypting === 'to plain') checkNotEnforced(env, stack);
  return new EncryptedBackend(backend, inMode(encryption, encrypting), new SerialFiles(project.directory));
}

function checkNotEnforced(env: OperationEnvironment, stack: StackSource): void {
  if (encryptionSettings(env, stack)?.state?.isEnforced !== true) return;
  throw new DiagnosticError([
    errorDiagnostic('encryption-enforced', 'The encryption of state is enforced', {
      detail: 'Nothing was written. Remove enforced = true from the block "state" of the encryption first.',
    }),
  ]);
}

export interface Encrypting {
  readonly variables?: ReadonlyMap<string, Value> | undefined;
  /** `from plain` also reads plain text, and `to plain` writes it. */
  readonly encrypting?: 'as configured' | 'from plain' | 'to plain' | undefined;
}

function inMode(encryption: Encryption, mode: Encrypting['encrypting']): Encryption {
  if (mode === 'from plain') return encryption.with({ reads: 'plain' });
  return mode === 'to plain' ? encryption.with({ writes: 'plain' }) : encryption;
}

/** Undefined if that kind of document is not encrypted. */
export async function composeEncryption(
  env: OperationEnvironment,
  project: Project,
  stack: StackSource,
  kind: 'state' | 'plan',
  variables?: ReadonlyMap<string, Value>,
): Promise<Encryption | undefined> {
  const settings = encryptionSettings(env, stack);
  const target = settings?.[kind];
  if (settings === undefined || target === undefined) return undefined;
  const evaluate = await evaluator(env, project, stack, variables);
  return openEncryption({ ...surroundings(env, project, stack), settings, evaluate }, target, kind);
}

export async function encryptPlan(
  env: OperationEnvironment,
  project: Project,
  stack: StackSource,
  variables?: ReadonlyMap<string, Value>,
): Promise<EncryptTo | undefined> {
  const encryption = await composeEncryption(env, project, stack, 'plan', variables);
  const encryptor = await encryption?.encryptor();
  return encryptor && ((take) => new EnvelopeWriter(encryptor, take));
}

/**
 * Decrypts a file with the keys of the selected stacks: the file does not name its stack. Rejects with the reasons of the
 * last one.
 */
export async function decryptDocument(
  env: OperationEnvironment,
  options: StackOptions,
  {
    name,
    kind,
    chunks,
  }: { readonly name: string; readonly kind: 'state' | 'plan'; readonly chunks: () => Iterable<Uint8Array> },
): Promise<Uint8Array> {
  const envelope = findEnvelope(chunks());
  if (envelope === undefined) throw damaged(name);
  const project = await openProject(env, options, []);
  if (hasErrors(project.diagnostics)) throw new DiagnosticError(project.diagnostics);
  let failed: unknown;
  for (const stack of project.stacks) {
    const encryption = await composeEncryption(env, project, stack, kind);
    if (encryption === undefined) continue;
    try {
      return await encryption.decrypt(envelope, name, (key) => Buffer.concat([...contentOf(envelope, chunks(), key)]));
    } catch (error) {
      failed = error;
    }
  }
  throw failed ?? isEncrypted(name);
}

/**
 * Decrypts a state that the data source `terraform_remote_state` reads, with the methods in `remote_state_data_sources`:
 * of several, the right one is the one that fits. The state of another stack of the project has the keys of that stack.
 */
export async function decryptOther(
  env: OperationEnvironment,
  project: OpenProject,
  stack: StackSource,
  variables: ReadonlyMap<string, Value>,
  { path: file, content }: { readonly path: string; readonly content: Uint8Array },
): Promise<Uint8Array> {
  const place = path.relative(project.directory, file);
  const own = await remoteEncryptions(env, project, stack, variables);
  const others = await Promise.all(
    [...project.stacks, ...project.others]
      .filter((one) => path.resolve(project.directory, one.statePath) === file)
      .map((one) => composeEncryption(env, project, one, 'state')),
  );
  const encryptions = [...own, ...others.filter((one) => one !== undefined)];
  const envelope = findEnvelope([content]);
  if (envelope === undefined) {
    if (!encryptions.some(({ readsPlain }) => readsPlain)) encryptions[0]?.checkPlain(place);
    return content;
  }
  let failed: unknown;
  for (const encryption of encryptions) {
    try {
      return await encryption.decrypt(envelope, place, (key) =>
        Buffer.concat([...contentOf(envelope, [content], key)]),
      );
    } catch (error) {
      failed = error;
    }
  }
  if (failed === undefined) return content;
  // The provider names the file.
  throw failed instanceof DiagnosticError ? new Error(failed.diagnostics[0]?.detail ?? failed.message) : failed;
}

async function remoteEncryptions(
  env: OperationEnvironment,
  project: Project,
  stack: StackSource,
  variables: ReadonlyMap<string, Value>,
): Promise<readonly Encryption[]> {
  const settings = encryptionSettings(env, stack);
  const targets = Object.values(settings?.remote ?? {});
  if (settings === undefined || targets.length === 0) return [];
  const options = {
    ...surroundings(env, project, stack),
    settings,
    evaluate: await evaluator(env, project, stack, variables),
  };
  return Promise.all(targets.map((target) => openEncryption(options, target, 'remote_state_data_sources')));
}

const damaged = (name: string): DiagnosticError =>
  new DiagnosticError([
    errorDiagnostic('state-not-decrypted', `${name} begins like an encrypted file, and is damaged`, {
      detail: 'Nothing was changed. Restore it, or plan again.',
    }),
  ]);

/**
 * From the configuration, completed by the project's settings and then by the environment, each of which takes precedence.
 * Throws a DiagnosticError if the last is invalid.
 */
function encryptionSettings(
  { environment }: Pick<OperationEnvironment, 'environment'>,
  { configuration, encryption }: Pick<StackSource, 'configuration' | 'encryption'>,
): EncryptionSettings | undefined {
  const written = configuration?.terraform.encryption;
  const configured = encryption === undefined ? written : mergedEncryption(written, encryption);
  const text = environment[VARIABLE] ?? '';
  if (text.trim() === '') return configured;
  const { settings, diagnostics } = readEncryptionText(VARIABLE, text);
  if (settings === undefined || hasErrors(diagnostics)) throw new DiagnosticError(diagnostics);
  return mergedEncryption(configured, settings);
}

const VARIABLE = 'TF_ENCRYPTION';

type Evaluate = (part: EncryptionPart) => Readonly<Record<string, Json>>;

async function evaluator(
  env: OperationEnvironment,
  project: Project,
  stack: StackSource,
  resolved: ReadonlyMap<string, Value> | undefined,
): Promise<Evaluate> {
  const { configuration } = stack;
  // Missing values are reported where they are needed, if they are.
  const given = resolved ?? (configuration && (await knownVariables(env, stack, configuration, project.given)));
  const values = earlyValues(
    env,
    stack,
    configuration ?? { locals: new Map() },
    given ?? new Map<string, Value>(),
    project.workspace,
  );
  return ({ body, type, name }) => {
    const { values: found, diagnostics } = earlySettings(body, values);
    if (hasErrors(diagnostics)) throw new DiagnosticError(diagnostics);
    const unknown = Object.keys(found).find((setting) => !isWhollyKnown(found[setting] ?? null));
    if (unknown !== undefined) throw unknownSetting(unknown, `${type}.${name}`, body.source);
    return Object.fromEntries(Object.entries(found).map(([setting, value]) => [setting, plainJson(unmarkDeep(value))]));
  };
}

const unknownSetting = (setting: string, address: string, source: EncryptionPart['body']['source']): DiagnosticError =>
  new DiagnosticError([
    errorDiagnostic('invalid-encryption', `The setting "${setting}" of ${address} has no value`, {
      source: { ...source, path: [...source.path, setting] },
      detail: 'A variable in it has none. Set it with TF_VAR_NAME or in a *.tfvars file, which all commands read.',
    }),
  ]);

const surroundings = (
  env: OperationEnvironment,
  project: Project,
  stack: StackSource,
): Omit<Parameters<typeof openEncryption>[0], 'settings' | 'evaluate'> => ({
  environment: env.environment,
  directory: stackDirectory(project, stack),
  send: (tls) => backendSender(env, { insecure: false, ...tls }, project.directory),
  now: () => systemClock.now(),
  learn: (secrets) => env.learn?.(() => secrets),
});

/** Small files beside the locks, one for each state that was used here. */
class SerialFiles implements SerialRecord {
  readonly #directory: string;

  constructor(directory: string) {
    this.#directory = directory;
  }

  placeOf(lineage: string): string {
    return path.posix.join('.landform', 'serials', encodeURIComponent(lineage));
  }

  last(lineage: string): number | undefined {
    try {
      const serial = Number(readFileSync(path.join(this.#directory, this.placeOf(lineage)), 'utf8'));
      return Number.isSafeInteger(serial) ? serial : undefined;
    } catch {
      return undefined;
    }
  }

  keep({ lineage, serial }: Parameters<SerialRecord['keep']>[0]): void {
    const file = path.join(this.#directory, this.placeOf(lineage));
    try {
      mkdirSync(path.dirname(file), { recursive: true });
      writeFileSync(file, `${serial}\n`, { mode: 0o600 });
    } catch {
      // Nothing else depends on it.
    }
  }
}
