import { readFileSync } from 'node:fs';
import path from 'node:path';
import {
  codeOf,
  DiagnosticError,
  errorDiagnostic,
  expandProviderSource,
  reasonOf,
  warningDiagnostic,
  type Diagnostic,
  type ProviderSource,
} from '../../model/index.js';
import { readMethods, type InstallationMethod } from './installation-methods.js';
import { namesIn } from './layout.js';
import { blocksIn, isSettings, lastOf, readSettings, SettingsError, type Settings } from './settings-text.js';

/** What Terraform's CLI configuration says about providers and registries. */
export interface CliConfiguration {
  /** Folders with executables that are used in place of installed providers. */
  readonly overrides: ReadonlyMap<ProviderSource, string>;
  /** In the order of the file; undefined if it does not say where providers come from. */
  readonly methods: readonly InstallationMethod[] | undefined;
  /** A cache that is shared with Terraform. */
  readonly cache: string | undefined;
  /** Whether packages in that cache are used whatever the lock file says. */
  readonly cacheMayBreakLock: boolean;
  /** Tokens by host. */
  readonly tokens: ReadonlyMap<string, string>;
  /** Services of hosts that are not asked for them: `providers.v1` and its address, by host. */
  readonly services: ReadonlyMap<string, Readonly<Record<string, string>>>;
  readonly diagnostics: readonly Diagnostic[];
}

type Environment = Readonly<Record<string, string | undefined>>;

/** Reads the files that Terraform would read. Throws diagnostics if one of them cannot be understood. */
export function readCliConfiguration(environment: Environment, directory: string): CliConfiguration {
  const diagnostics: Diagnostic[] = [];
  const files = filesOf(environment, directory, diagnostics).map(
    ([file, text]) => new ConfigurationFile(file, text, directory),
  );
  const methods = files.map((file) => file.methods).find((found) => found !== undefined);
  const cache = environment['TF_PLUGIN_CACHE_DIR'] || files.map((file) => file.text('plugin_cache_dir')).find(Boolean);
  return {
    overrides: new Map(files.flatMap((file) => [...file.overrides])),
    methods,
    cache: cache === undefined ? undefined : path.resolve(directory, expandVariables(cache, environment)),
    cacheMayBreakLock:
      isTrue(environment['TF_PLUGIN_CACHE_MAY_BREAK_DEPENDENCY_LOCK_FILE']) ||
      files.some((file) => file.flag('plugin_cache_may_break_dependency_lock_file')),
    tokens: new Map([
      ...storedTokens(environment, directory),
      ...files.toReversed().flatMap((file) => [...file.tokens]),
    ]),
    services: new Map(files.toReversed().flatMap((file) => [...file.services])),
    diagnostics,
  };
}

const isTrue = (text = ''): boolean => text !== '' && text !== '0';

/** As the shell would: `$HOME` and `${HOME}`. */
const expandVariables = (text: string, environment: Environment): string =>
  text.replaceAll(/\$(?:\{([^}]*)\}|(\w+))/g, (_, braced: string | undefined, plain: string | undefined) => {
    return environment[braced ?? plain ?? ''] ?? '';
  });

/** Files with their texts. The first one that sets something decides. */
function filesOf(
  environment: Environment,
  directory: string,
  diagnostics: Diagnostic[],
): readonly (readonly [file: string, text: string])[] {
  const named = environment['TF_CLI_CONFIG_FILE'] || environment['TERRAFORM_CONFIG'];
  if (named !== undefined && named !== '') {
    const text = textOf(path.resolve(directory, named));
    if (text === undefined) diagnostics.push(missing(named));
    return text === undefined ? [] : [[named, text]];
  }

  const home = environment['HOME'] ?? '';
  const roaming = environment['APPDATA'] ?? '';
  const [first, folder] =
    process.platform === 'win32'
      ? [path.join(roaming, 'terraform.rc'), path.join(roaming, 'terraform.d')]
      : [path.join(home, '.terraformrc'), path.join(home, '.terraform.d')];
  if (!path.isAbsolute(first)) return [];
  const others = namesIn(folder).filter((name) => name.endsWith('.tfrc') || name.endsWith('.tfrc.json'));
  return [first, ...others.map((name) => path.join(folder, name))].flatMap((file) => {
    const text = textOf(file);
    return text === undefined ? [] : [[file, text] as const];
  });
}

/** Tokens that `terraform login` has stored. They are used whatever file `TF_CLI_CONFIG_FILE` names. */
function storedTokens({ HOME: home = '' }: Environment, directory: string): ReadonlyMap<string, string> {
  const file = path.join(home, '.terraform.d', 'credentials.tfrc.json');
  const text = path.isAbsolute(file) ? textOf(file) : undefined;
  return text === undefined ? new Map() : new ConfigurationFile(file, text, directory).tokens;
}

function textOf(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    if (codeOf(error) === 'ENOENT' || codeOf(error) === 'ENOTDIR') return undefined;
    throw unreadable(file, reasonOf(error));
  }
}

const missing = (file: string): Diagnostic =>
  warningDiagnostic('cli-configuration-missing', `The CLI configuration file ${file} does not exist`, {
    detail: 'TF_CLI_CONFIG_FILE names it. Correct the variable, or unset it.',
  });

export const unreadable = (file: string, reason: string): DiagnosticError =>
  new DiagnosticError([
    errorDiagnostic('invalid-cli-configuration', `The CLI configuration file ${file} cannot be read`, {
      detail: `${reason}. Correct the file; Terraform's documentation describes it under "CLI configuration file".`,
    }),
  ]);

/** One file of the configuration. */
class ConfigurationFile {
  readonly #settings: Settings;
  readonly methods: readonly InstallationMethod[] | undefined;
  readonly overrides = new Map<ProviderSource, string>();
  readonly tokens = new Map<string, string>();
  readonly services = new Map<string, Readonly<Record<string, string>>>();

  constructor(file: string, text: string, directory: string) {
    try {
      this.#settings = readSettings(text);
    } catch (error) {
      if (error instanceof SettingsError) throw unreadable(file, `Line ${error.line}: ${error.message}`);
      throw error;
    }
    const [installation, second] = blocksIn(this.#settings, 'provider_installation');
    if (second !== undefined) throw unreadable(file, 'It has more than one block provider_installation');
    if (installation !== undefined) {
      const { methods, overrides } = readMethods(installation, directory, (reason) => unreadable(file, reason));
      this.methods = methods;
      for (const [source, folder] of overrides) this.overrides.set(expandProviderSource(source), folder);
    }
    for (const [host, { members }] of this.#labelled('credentials')) {
      const [, token] = members.find(([name]) => name === 'token') ?? [];
      if (typeof token === 'string') this.tokens.set(host.toLowerCase(), token);
    }
    for (const [host, block] of this.#labelled('host')) {
      const services = lastOf(block, 'services');
      const texts = isSettings(services) ? services.members.filter(isText) : [];
      this.services.set(host.toLowerCase(), Object.fromEntries(texts));
    }
  }

  text(name: string): string | undefined {
    const value = lastOf(this.#settings, name);
    return typeof value === 'string' ? value : undefined;
  }

  flag(name: string): boolean {
    return lastOf(this.#settings, name) === true;
  }

  #labelled(name: string): readonly (readonly [label: string, block: Settings])[] {
    return blocksIn(this.#settings, name).flatMap(({ members }) =>
      members.flatMap(([label, value]) => (isSettings(value) ? [[label, value] as const] : [])),
    );
  }
}

const isText = (member: Settings['members'][number]): member is readonly [string, string] =>
  typeof member[1] === 'string';
