import { mkdir, readdir, rename, rm, rmdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { EmulatedApi, GuessOptions, LeftOut, ProviderGuess, Trial } from '../../generate/index.js';
import { DiagnosticError, errorDiagnostic, type Diagnostic } from '../../model/index.js';
import type { OperationEnvironment } from '../environment.js';
import { guarded } from '../guard.js';
import { isAllowed, readerOf } from '../read-allowed.js';
import { readDescriptionText } from '../read-description.js';

export interface DescriptionOptions {
  /** A file relative to the folder, or a URL. */
  readonly openapi: string;
  /** The prefix of resource types. */
  readonly name: string;
  /** Nouns of the resources to omit. */
  readonly without?: readonly string[];
  /** Hosts (with any non-default port) from which files that the description refers to may be read. */
  readonly allowHosts?: readonly string[];
}

export interface GenerateProviderOptions extends DescriptionOptions {
  /** Default: the name. */
  readonly out?: string;
}

export interface GeneratedProvider {
  /** Relative to the project. */
  readonly folder: string;
  readonly files: readonly string[];
  readonly resources: readonly string[];
  readonly dataSources: readonly string[];
  readonly actions: readonly string[];
  /** The number of lines in the mapping that need review. */
  readonly doubts: number;
  readonly diagnostics: readonly Diagnostic[];
}

/** Writes the folder of a provider, completely or not at all. */
export async function generateProvider(
  env: Pick<OperationEnvironment, 'directory' | 'randomHex'>,
  options: GenerateProviderOptions,
): Promise<GeneratedProvider> {
  const folder = options.out ?? options.name;
  const nothing = { folder, files: [], resources: [], dataSources: [], actions: [], doubts: 0 };
  return guarded<GeneratedProvider>(nothing, async () => {
    const target = path.resolve(env.directory, folder);
    await demandNothingThere(target, folder);
    const { given, guess, diagnostics } = await guessed(env, options);
    if (guess === undefined) return { ...nothing, diagnostics };
    const { providerFiles } = await import('../../generate/index.js');
    const files = providerFiles(guess, given);
    await writeFolder(target, files, env.randomHex(4));
    return {
      folder,
      files: [...files.keys()],
      resources: guess.resources.map(({ type }) => type),
      dataSources: guess.dataSources.map(({ type }) => type),
      actions: guess.actions.map(({ type }) => type),
      doubts: (files.get('mapping.ts')?.match(/^\s*\/\/ doubt: /gm) ?? []).length,
      diagnostics,
    };
  });
}

export interface EmulatedDescription {
  /** Absent when there are errors. */
  readonly api?: EmulatedApi;
  readonly diagnostics: readonly Diagnostic[];
}

/** The input of an emulator for a description. */
export async function emulatedDescription(
  env: Pick<OperationEnvironment, 'directory'>,
  options: DescriptionOptions,
): Promise<EmulatedDescription> {
  return guarded<EmulatedDescription>({}, async () => {
    const { guess, diagnostics } = await guessed(env, options);
    if (guess === undefined) return { diagnostics };
    const { emulatedApi } = await import('../../generate/index.js');
    return { api: emulatedApi(guess), diagnostics };
  });
}

export interface TriedDescription {
  /** Absent when there are errors. */
  readonly trial?: {
    /** A provider that runs without changes: the texts of its files, by name. */
    readonly files: ReadonlyMap<string, string>;
    readonly api: EmulatedApi;
    readonly resources: readonly Trial[];
    readonly leftOut: readonly LeftOut[];
  };
  readonly diagnostics: readonly Diagnostic[];
}

/** Everything needed to try each resource of a description against its emulator. */
export async function triedDescription(
  env: Pick<OperationEnvironment, 'directory'>,
  options: DescriptionOptions,
): Promise<TriedDescription> {
  return guarded<TriedDescription>({}, async () => {
    const { given, guess, diagnostics } = await guessed(env, options);
    if (guess === undefined) return { diagnostics };
    const { emulatedApi, runnableFiles, trialsOf } = await import('../../generate/index.js');
    const { leftOut } = guess;
    const trial = { files: runnableFiles(guess, given), api: emulatedApi(guess), resources: trialsOf(guess), leftOut };
    return { trial, diagnostics };
  });
}

interface Guessed {
  readonly given: GuessOptions;
  readonly guess: ProviderGuess | undefined;
  readonly diagnostics: readonly Diagnostic[];
}

async function guessed(
  { directory }: Pick<OperationEnvironment, 'directory'>,
  { openapi, name, without = [], allowHosts = [] }: DescriptionOptions,
): Promise<Guessed> {
  demandName(name);
  const text = await readDescriptionText(directory, openapi);
  // Imported on demand, since nothing else needs a YAML parser.
  const { bundled, guessProvider } = await import('../../generate/index.js');
  const load = readerOf(directory, openapi, allowHosts);
  const description = await bundled({ name: openapi, text }, load, (address) => isAllowed(address, allowHosts));
  const given = { provider: name, without, ...description };
  const { guess, diagnostics } = guessProvider(given);
  return { given, guess, diagnostics };
}

/** Requires a name of one word, since the first word of a resource type names its provider. */
function demandName(name: string): void {
  if (/^[a-z][a-z0-9]*$/.test(name)) return;
  throw new DiagnosticError([
    errorDiagnostic('invalid-provider-name', `"${name}" cannot be the name of a provider`, {
      detail: 'Use one word of lowercase letters and digits, such as --name acme. Resource types begin with it.',
    }),
  ]);
}

async function demandNothingThere(target: string, folder: string): Promise<void> {
  const there = await readdir(target).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return [];
    throw error;
  });
  if (there.length === 0) return;
  throw new DiagnosticError([
    errorDiagnostic('folder-not-empty', `The directory ${folder} is not empty`, {
      detail: 'Your changes there would be lost. Choose another directory with --out, and compare the two.',
    }),
  ]);
}

/** Writes to a temporary folder next to the target first, so that a partial folder is never visible. */
async function writeFolder(target: string, files: ReadonlyMap<string, string>, suffix: string): Promise<void> {
  const beside = path.join(path.dirname(target), `.${path.basename(target)}.${suffix}.new`);
  await mkdir(beside, { recursive: true });
  try {
    for (const [name, text] of files) await writeFile(path.join(beside, name), text);
    await rmdir(target).catch(() => undefined);
    await rename(beside, target);
  } catch (error) {
    await rm(beside, { recursive: true, force: true });
    throw error;
  }
}
