import { randomBytes, randomUUID } from 'node:crypto';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import {
  DiagnosticError,
  errorDiagnostic,
  expandProviderSource,
  type Limiter,
  type ProviderSource,
  type Value,
} from '../../model/index.js';
import { builtinProviders } from '../../providers/builtin/factories.js';
import {
  createCatalog,
  mockedCatalog,
  providerFactory,
  ProviderPool,
  type OtherProviders,
  type Provider,
  type ProviderFactory,
} from '../../providers/index.js';
import type { EngineContext } from '../../engine/index.js';
import { loadModule } from '../../program/index.js';
import { provisionersIn } from '../../provisioners/index.js';
import { LocalWorkspaces, openBackend, type Backend, type Workspaces } from '../../state/index.js';
import type { Encrypting } from './encryption.js';
import { storedStateIn } from './stored-state.js';
import type { OpenRemote } from './opening.js';
import { TERRAFORM_FUNCTIONS } from './terraform-functions.js';
import type { OperationEnvironment, StackOptions } from '../environment.js';
import type { Decrypt } from '../plan-file/read.js';
import type { EncryptTo } from '../plan-file/write.js';
import type { BackendChoice } from '../backend/backend-choice.js';
import type { OpenProject, StackSource } from '../project.js';

/** The only file that names implementations: the available providers and provisioners, and the storage of state. */

export interface ComposeProviders {
  /** Whether the stack is one of CDKTF's. */
  readonly isCdktf?: boolean | undefined;
  /** Where relative paths in a configuration start; by default, in the project. */
  readonly directory?: string | undefined;
  /** Planned outputs of other stacks in this run, by the path of their state. */
  readonly stackOutputs?: ReadonlyMap<string, Readonly<Record<string, Value>>> | undefined;
  /** The limit on provider calls of all stacks in a run. */
  readonly limit?: Limiter | undefined;
  /** Decrypts states of other stacks. */
  readonly decrypt?: ((path: string, content: Uint8Array) => Promise<Uint8Array>) | undefined;
}

export function composeProviders(
  env: OperationEnvironment,
  project: Pick<OpenProject, 'directory' | 'providers'>,
  { directory = project.directory, stackOutputs, isCdktf, limit, decrypt }: ComposeProviders = {},
): ProviderPool {
  const builtin = builtinProviders({
    version: env.version,
    uuid: randomUUID,
    randomBytes,
    functions: TERRAFORM_FUNCTIONS,
    stackOutputs: (file) => stackOutputs?.get(file),
    storesAllSensitive: isCdktf,
    decrypt,
    storedState: storedStateIn(env, directory),
  });
  const own = Object.entries(project.providers).map(([source, file]): [ProviderSource, ProviderFactory] => [
    expandProviderSource(source),
    { create: () => loadOwn(project, source, file, env.environment) },
  ]);
  const options = { version: env.version, environment: env.environment };
  const shipped = (
    name: string,
    make: (given: typeof options) => Promise<Provider>,
  ): [ProviderSource, ProviderFactory] => [expandProviderSource(`landform/${name}`), { create: () => make(options) }];
  const catalog = createCatalog(
    [
      ...builtin,
      shipped('acloud', async (options) => (await import('../../providers/acloud/index.js')).acloudProvider(options)),
      shipped('asm', async (options) => (await import('../../providers/asm/index.js')).asmProvider(options)),
      shipped('conductor', async (options) =>
        (await import('../../providers/conductor/index.js')).conductorProvider(options),
      ),
      shipped('palette', async (options) =>
        (await import('../../providers/palette/index.js')).paletteProvider(options),
      ),
      ...own,
    ],
    otherProviders(env, directory),
  );
  const { mockOf } = env.substitutes ?? {};
  return new ProviderPool({
    catalog: mockOf === undefined ? catalog : mockedCatalog(catalog, mockOf),
    directory,
    limit,
  });
}

/** Terraform's providers, whose code is loaded when a project uses one. */
function otherProviders(env: OperationEnvironment, directory: string): OtherProviders {
  let plugins: Promise<OtherProviders> | undefined;
  let loaded: OtherProviders | undefined;
  const load = async (): Promise<OtherProviders> => {
    const { cacheFolder } = await import('../../providers/install/index.js');
    const { composeInstallation } = await import('./installation.js');
    const { SchemaCache } = await import('../../providers/plugin/schema-cache.js');
    const { Plugins } = await import('../../providers/plugin/plugins.js');
    return (loaded = new Plugins({
      executables: composeInstallation(env),
      cache: new SchemaCache(path.join(cacheFolder(env), 'schemas')),
      environment: env.environment,
      directory,
    }));
  };
  return {
    find: async (source) => (await (plugins ??= load())).find(source),
    problem: (source) => loaded?.problem(source),
  };
}

async function loadOwn(
  project: Pick<OpenProject, 'directory'>,
  source: string,
  file: string,
  environment: OperationEnvironment['environment'],
): Promise<Provider> {
  const loaded = await loadModule(pathToFileURL(path.resolve(project.directory, file)), project);
  const factory = providerFactory(loaded.default ?? loaded.provider, environment);
  if (factory === undefined) {
    throw new DiagnosticError([
      errorDiagnostic('invalid-provider-module', `${file} does not export a provider`, {
        detail: `landform.json declares it as the provider ${source}: add export default defineProvider({…}) to it (see docs/providers.md).`,
      }),
    ]);
  }
  return factory.create();
}

/** Creates the provisioners for one run. */
export const composeProvisioners = (
  { environment }: Pick<OperationEnvironment, 'environment'>,
  { directory }: Pick<OpenProject, 'directory'>,
): EngineContext['provisioners'] => provisionersIn({ directory, environment });

export async function composeBackend(
  env: OperationEnvironment,
  project: Pick<OpenProject, 'directory' | 'workspace' | 'given'>,
  stack: StackSource,
  encrypting: Encrypting = {},
): Promise<Backend> {
  const store = env.substitutes?.stateOf?.(stack.name);
  if (store !== undefined) return openBackend('memory', { store });
  const backend = await plainBackend(env, project, stack);
  if (!isEncryptionConfigured(env, stack)) return backend;
  const { encryptedBackend } = await import('./encryption.js');
  return encryptedBackend(env, project, stack, backend, encrypting);
}

/** Whether the state or plans of a stack are encrypted. */
export const isEncryptionConfigured = (
  { environment }: Pick<OperationEnvironment, 'environment'>,
  { configuration, encryption }: Pick<StackSource, 'configuration' | 'encryption'>,
): boolean =>
  (configuration?.terraform.encryption ?? encryption) !== undefined || (environment['TF_ENCRYPTION'] ?? '') !== '';

/** Decrypts the states that a stack reads; undefined if no encryption is configured. */
export function stateDecrypter(
  env: OperationEnvironment,
  project: OpenProject,
  stack: StackSource,
  variables: ReadonlyMap<string, Value>,
): ComposeProviders['decrypt'] {
  if (![stack, ...project.stacks, ...project.others].some((one) => isEncryptionConfigured(env, one))) return undefined;
  return async (path, content) => {
    const { decryptOther } = await import('./encryption.js');
    return decryptOther(env, project, stack, variables, { path, content });
  };
}

/** How the plans of a stack are encrypted; undefined if they are not. */
export async function planEncryption(
  env: OperationEnvironment,
  project: Pick<OpenProject, 'directory' | 'workspace' | 'given'>,
  stack: StackSource,
  variables?: ReadonlyMap<string, Value>,
): Promise<EncryptTo | undefined> {
  if (!isEncryptionConfigured(env, stack)) return undefined;
  const { encryptPlan } = await import('./encryption.js');
  return encryptPlan(env, project, stack, variables);
}

/** Throws if a plan in plain text must not be applied. */
export async function checkPlainPlan(
  env: OperationEnvironment,
  project: Pick<OpenProject, 'directory' | 'workspace' | 'given'>,
  stack: StackSource,
  name: string,
): Promise<void> {
  if (!isEncryptionConfigured(env, stack)) return;
  const { composeEncryption } = await import('./encryption.js');
  (await composeEncryption(env, project, stack, 'plan'))?.checkPlain(name);
}

/** Decrypts files with the keys of the project. */
export const decryptWith =
  (env: OperationEnvironment, kind: 'state' | 'plan', options: StackOptions = {}): Decrypt =>
  async (name, chunks) => {
    const { decryptDocument } = await import('./encryption.js');
    return decryptDocument(env, options, { name, kind, chunks });
  };

async function plainBackend(
  env: OperationEnvironment,
  { directory, workspace }: Pick<OpenProject, 'directory' | 'workspace' | 'given'>,
  stack: StackSource,
): Promise<Backend> {
  if (stack.backend !== undefined) return (await remote(env, directory, workspace, stack.backend)).backend;
  const { statePath, stateOutPath, backupPath } = stack;
  const output = stateOutPath === undefined ? undefined : path.resolve(directory, stateOutPath);
  const backup = backupPath === undefined || backupPath === '-' ? backupPath : path.resolve(directory, backupPath);
  return openBackend('local', { path: path.resolve(directory, statePath), place: statePath, output, backup });
}

/** The workspaces of each stack of the project. */
export const composeWorkspaces = (
  env: OperationEnvironment,
  { directory, workspace, stacks }: OpenProject,
): Promise<readonly Workspaces[]> =>
  Promise.all(
    stacks.map(async ({ workspaceFolder, backend }) =>
      backend === undefined
        ? new LocalWorkspaces(path.resolve(directory, workspaceFolder), workspaceFolder)
        : (await remote(env, directory, workspace, backend)).workspaces,
    ),
  );

async function remote(
  env: OperationEnvironment,
  directory: string,
  workspace: string,
  { backend, problem }: BackendChoice,
): Promise<OpenRemote> {
  if (problem !== undefined) throw new DiagnosticError([problem]);
  const { openRemote } = await import('./backends.js');
  return openRemote(env, directory, { backend, workspace });
}
