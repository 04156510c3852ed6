import { readFile, readdir } from 'node:fs/promises';
import path from 'node:path';
import { CDKTF_FILE, readCdktfApp, type CdktfApp } from './cdktf/settings.js';
import { isConfiguration } from './folder.js';
import { readPolicySettings, type PolicySettings } from './policy-settings.js';
import { readDocument, readEncryptionJson, resolveDiagnostics } from '../language/index.js';
import {
  type ConfigurationFile,
  type Diagnostic,
  type EncryptionSettings,
  errorDiagnostic,
  isJsonList,
  isJsonObject,
  type Json,
  nearest,
  type Path,
} from '../model/index.js';

export const SETTINGS_FILE = 'landform.json';

/** A project folder and the settings in its `landform.json`. */
export interface Project {
  /** Absolute. */
  readonly directory: string;
  /** The program, relative to the directory; absent in a folder of Terraform files. */
  readonly program?: string;
  /** Names and patterns of the folders that are the stacks of the project. */
  readonly folders?: readonly string[];
  /** Of a CDKTF project, unless a program is named. */
  readonly app?: CdktfApp;
  /** The user's own providers: source to module, relative to the directory. */
  readonly providers: Readonly<Record<string, string>>;
  /** Providers for which typed classes are generated, by the name of each in configurations. */
  readonly requiredProviders?: RequiredProviders;
  /** What plans are checked by. */
  readonly policies?: readonly PolicySettings[];
  /** How states and plans of all stacks are encrypted. */
  readonly encryption?: EncryptionSettings;
  /** Settings by stack; those of a folder without a program are under the empty name. */
  readonly stacks: Readonly<Record<string, StackSettings>>;
  /** The settings as written, if values in them are calculated later and may have problems then. */
  readonly file?: ConfigurationFile;
}

export type RequiredProviders = Readonly<
  Record<string, { readonly source: string; readonly version?: string | undefined }>
>;

export interface StackSettings {
  readonly variables: Readonly<Record<string, Json>>;
  readonly encryption?: EncryptionSettings;
}

export interface FoundProject {
  /** Absent if the folder is not a project, or its settings are invalid. */
  readonly project?: Project;
  readonly diagnostics: readonly Diagnostic[];
}

/**
 * Recognizes a project: a folder with `landform.json`, `cdktf.json` or Terraform files, or any folder if the program is given
 * separately. A program of Landform's comes first, then CDKTF's app.
 */
export async function findProject(directory: string, programGiven = false): Promise<FoundProject> {
  const absolute = path.resolve(directory);
  const names = await namesIn(absolute);
  if (names === undefined) return { diagnostics: [noFolder(directory)] };
  const isCdktf = names.includes(CDKTF_FILE);
  const complete = programGiven || isCdktf || names.some(isConfiguration);
  const found = names.includes(SETTINGS_FILE)
    ? await readSettings(absolute, complete)
    : complete
      ? { project: emptyProject(absolute), diagnostics: [] }
      : { diagnostics: [noProject(directory, names)] };
  if (!isCdktf || programGiven || found.project === undefined || found.project.program !== undefined) return found;
  if (found.project.folders !== undefined) return found;
  const app = await readCdktfApp(absolute);
  return 'command' in app ? { ...found, project: { ...found.project, app } } : { diagnostics: app };
}

const emptyProject = (directory: string): Project => ({ directory, providers: {}, stacks: {} });

async function namesIn(directory: string): Promise<readonly string[] | undefined> {
  try {
    return await readdir(directory);
  } catch {
    return undefined;
  }
}

async function readSettings(directory: string, complete: boolean): Promise<FoundProject> {
  const file = { name: SETTINGS_FILE, text: await readFile(path.join(directory, SETTINGS_FILE), 'utf8') };
  const diagnostics: Diagnostic[] = [];
  const json = readDocument(file, {}, diagnostics);
  if (json === undefined) return { diagnostics };
  const reader = new SettingsReader();
  const settings = reader.settings(json);
  if (
    settings.program === undefined &&
    settings.folders === undefined &&
    reader.diagnostics.length === 0 &&
    !complete
  ) {
    reader.error(
      [],
      'missing-program',
      `${SETTINGS_FILE} does not name a program`,
      'Add "program": "main.ts" or "folders": ["apps/*"], or add *.tf or *.tf.json files to the directory.',
    );
  }
  diagnostics.push(...resolveDiagnostics(reader.diagnostics, [file]));
  if (diagnostics.length > 0) return { diagnostics };
  const { program, folders, ...rest } = settings;
  const isEncrypted = [rest, ...Object.values(rest.stacks)].some(({ encryption }) => encryption !== undefined);
  const given = {
    ...(isEncrypted && { file }),
    ...(program !== undefined && { program }),
    ...(folders !== undefined && { folders }),
  };
  return { project: { directory, ...rest, ...given }, diagnostics };
}

interface Settings {
  readonly program: string | undefined;
  readonly folders: readonly string[] | undefined;
  readonly providers: Record<string, string>;
  readonly requiredProviders?: RequiredProviders;
  readonly policies?: readonly PolicySettings[];
  readonly encryption?: EncryptionSettings;
  readonly stacks: Record<string, StackSettings>;
}

const KNOWN = [
  'program',
  'folders',
  'providers',
  'requiredProviders',
  'policies',
  'encryption',
  'stacks',
  'variables',
  '$schema',
];

/** Reads the settings, and collects all problems in them. */
class SettingsReader {
  readonly diagnostics: Diagnostic[] = [];

  settings(json: Json): Settings {
    const root = this.#object(json, []);
    this.#known(root, KNOWN, []);
    const program = 'program' in root ? this.#text(root.program, ['program']) : undefined;
    const folders = 'folders' in root ? this.#folders(root.folders, program) : undefined;
    const stacks: Record<string, StackSettings> = {};
    if ('variables' in root) stacks[''] = { variables: this.#object(root.variables, ['variables']) };
    for (const [name, stack] of Object.entries(this.#object(root.stacks ?? {}, ['stacks']))) {
      stacks[name] = this.#stack(stack, ['stacks', name]);
    }
    const providers = this.#providers(root.providers ?? {});
    const requiredProviders = 'requiredProviders' in root ? this.#requiredProviders(root.requiredProviders) : {};
    const requires = Object.keys(requiredProviders).length > 0;
    const policies =
      'policies' in root ? readPolicySettings(root.policies, (...problem) => this.error(...problem)) : [];
    const checked = policies.length > 0 && { policies };
    const encrypted = this.#encryption(root, []);
    return { program, folders, providers, ...(requires && { requiredProviders }), ...checked, ...encrypted, stacks };
  }

  #requiredProviders(json: Json | undefined): RequiredProviders {
    const all = Object.entries(this.#object(json, ['requiredProviders'])).map(([name, value]) => {
      const at = ['requiredProviders', name];
      const entry = this.#object(value, at);
      this.#known(entry, ['source', 'version'], at);
      if (!/^[a-z][a-z0-9-]*$/.test(name))
        this.error(
          at,
          'invalid-value',
          `"${name}" cannot be the name of a provider`,
          'Use lowercase letters and digits.',
        );
      const { source, version } = entry;
      if (typeof source !== 'string' || !isSource(source))
        this.error([...at, 'source'], 'invalid-value', `${named(at)} has no source`, 'Write it as in "hashicorp/aws".');
      if (version !== undefined && typeof version !== 'string')
        this.error(
          [...at, 'version'],
          'invalid-value',
          `${named([...at, 'version'])} must be a string`,
          'Write it as in "~> 5.0".',
        );
      const read = {
        source: typeof source === 'string' ? source : '',
        ...(typeof version === 'string' && { version }),
      };
      return [name, read] as const;
    });
    return Object.fromEntries(all);
  }

  #folders(json: Json | undefined, program: string | undefined): readonly string[] | undefined {
    const at = ['folders'];
    if (program !== undefined)
      this.error(at, 'contradicting-settings', '"program" and "folders" exclude each other', 'Remove one of them.');
    if (isJsonList(json) && json.length > 0 && json.every((one) => typeof one === 'string')) return json;
    this.error(at, 'wrong-shape', '"folders" must be a list of folders', 'Write ["network", "apps/*"].');
    return undefined;
  }

  #providers(json: Json): Record<string, string> {
    const result: Record<string, string> = {};
    for (const [source, file] of Object.entries(this.#object(json, ['providers']))) {
      const at = ['providers', source];
      if (!isSource(source)) {
        this.error(
          at,
          'invalid-value',
          `"${source}" is not a provider source`,
          'Write namespace/name, as in "acme/thing".',
        );
      }
      result[source] = this.#text(file, at) ?? '';
    }
    return result;
  }

  #stack(json: Json, at: Path): StackSettings {
    const stack = this.#object(json, at);
    this.#known(stack, ['variables', 'encryption'], at);
    return { variables: this.#object(stack.variables ?? {}, [...at, 'variables']), ...this.#encryption(stack, at) };
  }

  #encryption(json: Readonly<Record<string, Json>>, above: Path): { readonly encryption?: EncryptionSettings } {
    if (!('encryption' in json)) return {};
    const at = [...above, 'encryption'];
    const read = readEncryptionJson(SETTINGS_FILE, this.#object(json.encryption, at), at);
    this.diagnostics.push(...read.diagnostics);
    return { encryption: read.settings };
  }

  #object(json: Json | undefined, at: Path): Readonly<Record<string, Json>> {
    if (isJsonObject(json)) return json;
    this.error(at, 'wrong-shape', `${named(at)} must be an object`, 'Write {…}.');
    return {};
  }

  #text(json: Json | undefined, at: Path): string | undefined {
    if (typeof json === 'string' && json !== '') return json;
    this.error(
      at,
      'invalid-value',
      `${named(at)} must be the name of a file`,
      'Write a path relative to the project, as in "main.ts".',
    );
    return undefined;
  }

  #known(json: Readonly<Record<string, Json>>, known: readonly string[], at: Path): void {
    for (const name of Object.keys(json)) {
      if (known.includes(name)) continue;
      const near = nearest(name, known);
      const detail = near.length > 0 ? `Did you mean "${near.join('" or "')}"?` : `Known keys: ${known.join(', ')}.`;
      this.error([...at, name], 'unknown-argument', `"${name}" is not supported in ${named(at)}`, detail);
    }
  }

  error(at: Path, code: string, summary: string, detail: string): void {
    this.diagnostics.push(errorDiagnostic(code, summary, { detail, source: { file: SETTINGS_FILE, path: at } }));
  }
}

const isSource = (text: string): boolean => /^([\w.-]+\/)?[\w-]+\/[\w-]+$/.test(text);

const named = (at: Path): string => (at.length === 0 ? SETTINGS_FILE : `"${at.join('.')}"`);

function noFolder(directory: string): Diagnostic {
  return errorDiagnostic('no-project', `Directory not found: ${directory}`, {
    detail: 'Correct the path in --chdir.',
  });
}

function noProject(directory: string, names: readonly string[]): Diagnostic {
  return errorDiagnostic('no-project', `${directory} is not a Landform project`, { detail: wayToProject(names) });
}

/** Advice on how to turn the folder into a project, based on its files. */
function wayToProject(names: readonly string[]): string {
  if (names.includes('main.ts'))
    return `If main.ts is the program, create a ${SETTINGS_FILE}: { "program": "main.ts" }`;
  return `A project has a ${SETTINGS_FILE} that names a program, a ${CDKTF_FILE}, or *.tf or *.tf.json files. Run "landform init" to create one.`;
}
