import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { readDocument, resolveDiagnostics } from '../../language/index.js';
import {
  type Diagnostic,
  errorDiagnostic,
  isJsonObject,
  listIn,
  objectIn,
  type Json,
  type JsonObject,
} from '../../model/index.js';

export const CDKTF_FILE = 'cdktf.json';

/** How a CDKTF project is synthesized. */
export interface CdktfApp {
  /** A command line for the shell, as in `npx ts-node main.ts`. */
  readonly command: string;
  /** The folder that it writes to, relative to the project. */
  readonly output: string;
  /** Values for `tryGetContext`. */
  readonly context: JsonObject;
  /** Absent if none are asked for. */
  readonly bindings?: CdktfBindings;
}

/** The classes that CDKTF's command line would generate. */
export interface CdktfBindings {
  readonly language: string;
  /** The folder for them, relative to the project. */
  readonly folder: string;
  readonly providers: readonly CdktfProvider[];
}

export interface CdktfProvider {
  /** The last part of the source, or as set. */
  readonly name: string;
  /** `aws`, `hashicorp/aws` or with a host. */
  readonly source: string;
  readonly version?: string;
  /** As in the file. */
  readonly entry: Json;
}

/** Reads what Landform uses of `cdktf.json`. Keys for CDKTF's own command line are ignored. */
export async function readCdktfApp(directory: string): Promise<CdktfApp | readonly Diagnostic[]> {
  const file = { name: CDKTF_FILE, text: await readFile(path.join(directory, CDKTF_FILE), 'utf8') };
  const diagnostics: Diagnostic[] = [];
  const json = readDocument(file, {}, diagnostics);
  if (json === undefined) return diagnostics;
  const settings: Readonly<Record<string, Json>> = isJsonObject(json) ? json : {};
  const { app: command, output = 'cdktf.out', context = {} } = settings;
  const problem = (name: string, code: string, summary: string, detail: string): void => {
    const source = { file: CDKTF_FILE, path: name in settings ? [name] : [] };
    diagnostics.push(errorDiagnostic(code, summary, { detail, source }));
  };
  if (command === undefined) {
    problem('app', 'missing-program', `${CDKTF_FILE} has no "app"`, 'Add the command that runs the program.');
  } else if (typeof command !== 'string' || command.trim() === '') {
    problem('app', 'invalid-value', '"app" must be a command', 'Write it as for a shell: "npx ts-node main.ts".');
  }
  if (typeof output !== 'string' || output === '') {
    problem('output', 'invalid-value', '"output" must be the name of a folder', 'The default is "cdktf.out".');
  }
  if (!isJsonObject(context)) {
    problem(
      'context',
      'wrong-shape',
      '"context" must be an object',
      'Write {…}: each key is a name for tryGetContext.',
    );
  }
  if (typeof command === 'string' && typeof output === 'string' && diagnostics.length === 0)
    return {
      command,
      output,
      context: { ...knownTo(directory, settings), ...objectIn(context) },
      ...bindingsOf(settings),
    };
  return resolveDiagnostics(diagnostics, [file]);
}

function bindingsOf({ language, codeMakerOutput, terraformProviders }: JsonObject): Pick<CdktfApp, 'bindings'> {
  const providers = listIn(terraformProviders).flatMap(providerOf);
  if (providers.length === 0) return {};
  const folder = typeof codeMakerOutput === 'string' && codeMakerOutput !== '' ? codeMakerOutput : '.gen';
  return { bindings: { language: typeof language === 'string' ? language : 'typescript', folder, providers } };
}

/** `"aws@~> 5.0"`, or an object. CDKTF takes `*` for any version. */
function providerOf(entry: Json): readonly CdktfProvider[] {
  const [place, constraint] = typeof entry === 'string' ? entry.split('@') : [];
  const settings: JsonObject = typeof entry === 'string' ? { name: place?.split('/').at(-1) ?? '' } : objectIn(entry);
  const { name, source = place ?? name, version = constraint } = settings;
  if (typeof name !== 'string' || typeof source !== 'string' || source === '') return [];
  const isAny = typeof version !== 'string' || version === '*';
  return [{ name, source, entry, ...(!isAny && { version }) }];
}

/** What CDKTF's library asks the context for: it resolves assets beside `cdktf.json`, and copies local modules. */
function knownTo(directory: string, { terraformModules }: JsonObject): JsonObject {
  const sources = listIn(terraformModules).map((item) => (isJsonObject(item) ? item['source'] : item));
  const local = sources.filter((source) => typeof source === 'string').filter((source) => /^\.\.?[/\\]/.test(source));
  return {
    cdktfJsonPath: path.join(directory, CDKTF_FILE),
    // The library says which setting is missing where it is undefined; an empty list confuses it.
    ...(local.length > 0 && { cdktfRelativeModules: local }),
  };
}
