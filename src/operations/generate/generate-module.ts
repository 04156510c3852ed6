import { existsSync, readFileSync, statSync } from 'node:fs';
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import {
  DiagnosticError,
  errorDiagnostic,
  hasErrors,
  type ConfigurationFile,
  type Diagnostic,
  type ModuleConfiguration,
} from '../../model/index.js';
import { readConfiguration } from '../../language/index.js';
import { installedModules } from '../../modules/index.js';
import { moduleFinder } from '../../program/index.js';
import { replaceFile } from '../../providers/index.js';
import type { OperationEnvironment } from '../environment.js';
import { guarded } from '../guard.js';

export interface GenerateModuleOptions {
  /** A directory of the project, or any other source of a module. */
  readonly source: string;
  readonly version?: string | undefined;
  /** Of the class. By default, the last word of the source. */
  readonly name?: string | undefined;
  /** The file to write. */
  readonly out?: string | undefined;
}

export interface GeneratedModule {
  /** Relative to the project. */
  readonly file: string;
  readonly variables: readonly string[];
  readonly outputs: readonly string[];
  readonly diagnostics: readonly Diagnostic[];
}

/** The first line of what was generated, which may be generated again. */
const HEADER = 'Written by "landform generate module". Changes are lost when it is generated again.';

/** Writes a typed class for a module. */
export async function generateModule(
  env: OperationEnvironment,
  options: GenerateModuleOptions,
): Promise<GeneratedModule> {
  return guarded<GeneratedModule>({ file: '', variables: [], outputs: [] }, async (seen) => {
    const isLocal = isDirectory(path.resolve(env.directory, options.source));
    const source = isLocal ? localSource(env.directory, options.source) : options.source;
    const name = options.name ?? nameFrom(source);
    const file = options.out ?? `${name}.ts`;
    demandOurs(path.resolve(env.directory, file), file);
    const { module, diagnostics } = isLocal
      ? readCall(env.directory, { ...options, source }, seen)
      : await readRemote(env, { ...options, source }, seen);
    if (module === undefined || hasErrors(diagnostics)) return { file, variables: [], outputs: [], diagnostics };
    const { moduleClass } = await import('../../generate/index.js');
    const { version } = options;
    const text = moduleClass({ name, source, version, module, library: 'landform', header: [HEADER] });
    const target = path.resolve(env.directory, file);
    await mkdir(path.dirname(target), { recursive: true });
    await replaceFile(target, Buffer.from(text), 0o644);
    return { file, variables: [...module.variables.keys()], outputs: [...module.outputs.keys()], diagnostics };
  });
}

const isDirectory = (file: string): boolean => statSync(file, { throwIfNoEntry: false })?.isDirectory() === true;

/** As a call in the project's own files writes it. */
function localSource(project: string, directory: string): string {
  const relative = path.relative(project, path.resolve(project, directory)).split(path.sep).join('/');
  return relative.startsWith('../../') ? relative : `./${relative}`;
}

/** `network` for `git::https://example.com/terraform-network.git?ref=v1`, `vpc` for `acme/vpc/aws`. */
function nameFrom(source: string): string {
  const [, registry] = /^(?:[^/]+\.[^/]+\/)?[\w-]+\/([\w-]+)\/[a-z0-9]+$/.exec(source) ?? [];
  const [place = ''] = source.split('?');
  const last = place.split('/').findLast((part) => part !== '') ?? '';
  const name = (registry ?? last).replace(/\.(?:git|zip|tgz|tar(?:\.gz)?)$/, '').replace(/^terraform-/, '');
  return /^[A-Za-z][\w-]*$/.test(name) ? name : 'module';
}

function demandOurs(target: string, file: string): void {
  if (!existsSync(target) || readFileSync(target, 'utf8').startsWith(`// ${HEADER}`)) return;
  throw new DiagnosticError([
    errorDiagnostic('file-exists', `${file} exists, and was not written by "landform generate module"`, {
      detail: 'Choose another file with --out, or remove this one.',
    }),
  ]);
}

/** What is read: the module, and what is wrong with it. Modules that it calls itself need not be installed. */
interface Called {
  readonly module: ModuleConfiguration | undefined;
  readonly diagnostics: readonly Diagnostic[];
}

const CALL = 'landform-generate-module.tf.json';

const callOf = ({ source, version }: GenerateModuleOptions): readonly ConfigurationFile[] => [
  { name: CALL, text: JSON.stringify({ module: { called: { source, ...(version !== undefined && { version }) } } }) },
];

function readCall(directory: string, options: GenerateModuleOptions, seen: ConfigurationFile[]): Called {
  const { configuration, diagnostics } = readConfiguration(
    callOf(options),
    moduleFinder(directory, installedModules({ project: directory, directory, stack: '' })),
  );
  return calledIn(configuration, diagnostics, seen);
}

/** A module from elsewhere is installed in a folder of its own: the project's modules and its lock stay as they are. */
async function readRemote(
  env: OperationEnvironment,
  options: GenerateModuleOptions,
  seen: ConfigurationFile[],
): Promise<Called> {
  const { moduleInstaller } = await import('../compose/modules.js');
  const directory = await mkdtemp(path.join(tmpdir(), 'landform-module-'));
  try {
    const files = callOf(options);
    const installed = await moduleInstaller(
      { ...env, directory },
      { nested: false },
      [],
    )([{ name: '', folder: '', files }]);
    const read = readConfiguration(files, moduleFinder(directory, installed.locate({ name: '' })));
    return calledIn(read.configuration, [...installed.diagnostics, ...read.diagnostics], seen);
  } finally {
    await rm(directory, { recursive: true, force: true });
  }
}

function calledIn(
  { calls, files }: ReturnType<typeof readConfiguration>['configuration'],
  diagnostics: readonly Diagnostic[],
  seen: ConfigurationFile[],
): Called {
  seen.push(...files.filter(({ name }) => name !== CALL));
  const own = diagnostics.filter(({ code, source }) => code !== 'module-not-installed' || source?.file === CALL);
  // The call is in no file of the user's.
  const shown = own.map(({ source, address, ...rest }) =>
    source?.file === CALL ? rest : { ...rest, ...(source && { source }), ...(address !== undefined && { address }) },
  );
  return { module: calls.get('called')?.module, diagnostics: shown };
}
