import path from 'node:path';
import {
  DiagnosticError,
  errorDiagnostic,
  expandProviderSource,
  hasErrors,
  nearest,
  type Diagnostic,
  type ProviderSource,
  type SourceRange,
} from '../model/index.js';
import type { SchemaJson, TypedEntry } from '../generate/index.js';
import { findProject, importedPaths, SETTINGS_FILE, type Project } from '../program/index.js';
import { schemaJson, type ProviderSchemas } from '../providers/index.js';
import { composeProviders } from './compose.js';
import type { OperationEnvironment } from './environment.js';
import { guarded } from './guard.js';
import { GENERATED, generatedIn, writeGenerated, type WrittenFiles } from './write-generated.js';

export interface GenerateConstructsOptions {
  /** Types to generate besides those that are used: `aws_vpc`, `data.aws_ami`. */
  readonly types?: readonly string[] | undefined;
  /** Every type of every provider. */
  readonly all?: boolean | undefined;
  /** The folder to write to. Default: `.gen`. */
  readonly out?: string | undefined;
  /** Selects new versions of providers. */
  readonly upgrade?: boolean | undefined;
}

export interface TypedProvider {
  readonly name: string;
  readonly source: string;
  readonly version: string;
  /** The number of files for it. */
  readonly files: number;
}

export interface GeneratedConstructs extends WrittenFiles {
  /** Relative to the project. */
  readonly folder: string;
  readonly providers: readonly TypedProvider[];
  readonly diagnostics: readonly Diagnostic[];
}

/** A project that requires providers. */
type RequiringProject = Project & Required<Pick<Project, 'requiredProviders'>>;

/** Where classes are written by default. */
export const CONSTRUCTS_FOLDER = '.gen';

/** Writes typed classes for the providers that `landform.json` requires, and installs these. */
export async function generateConstructs(
  env: OperationEnvironment,
  options: GenerateConstructsOptions = {},
): Promise<GeneratedConstructs> {
  const folder = options.out ?? CONSTRUCTS_FOLDER;
  return guarded<GeneratedConstructs>({ folder, providers: [], written: [], removed: [] }, async () => {
    const { project, diagnostics } = await findProject(env.directory, true);
    if (project === undefined || hasErrors(diagnostics)) throw new DiagnosticError(diagnostics);
    const { requiredProviders } = project;
    if (requiredProviders === undefined) throw new DiagnosticError([nothingRequired()]);
    return writeConstructs(env, { ...project, requiredProviders }, folder, options);
  });
}

/** The same where a project requires providers; nothing for other projects, and where the project cannot be read. */
export async function requiredConstructs(
  env: OperationEnvironment,
  options: Pick<GenerateConstructsOptions, 'upgrade'>,
): Promise<GeneratedConstructs | undefined> {
  const { project } = await findProject(env.directory, true);
  if (project?.requiredProviders === undefined) return undefined;
  return generateConstructs(env, options);
}

async function writeConstructs(
  env: OperationEnvironment,
  project: RequiringProject,
  folder: string,
  { types = [], all = false, upgrade = false }: GenerateConstructsOptions,
): Promise<GeneratedConstructs> {
  const absolute = path.resolve(env.directory, folder);
  const imported = await importedPaths(project.directory, folder);
  const kept = new Set([...imported.keys(), ...generatedIn(absolute).map((file) => file.slice(0, -'.ts'.length))]);
  const pool = composeProviders(env, project);
  try {
    const diagnostics = [...(await install(env, project, pool.available(), upgrade))];
    if (hasErrors(diagnostics)) throw new DiagnosticError(diagnostics);
    const providers: TypedProvider[] = [];
    const texts = new Map<string, () => string>();
    const known = new Map<string, ReadonlySet<string>>();
    const wanted = new Set(types);
    for (const [name, { source, version }] of Object.entries(project.requiredProviders)) {
      const schemas = await pool.schemas(expandProviderSource(source));
      if (schemas === undefined) throw new DiagnosticError([pool.missing(expandProviderSource(source))]);
      const { places, textOf } = await typedModules({ name, source, version, schemas });
      known.set(name, new Set(places.keys()));
      const before = texts.size;
      for (const [place, entry] of places) {
        const isNamed = wanted.delete(addressOf(entry));
        if (!all && !isNamed && !kept.has(`${name}/${place}`) && entry.kind !== 'provider') continue;
        texts.set(`${name}/${place}.ts`, () => textOf(entry));
      }
      providers.push({ name, source, version: schemas.version, files: texts.size - before });
    }
    const problems = [...missingTypes(wanted, known), ...missingImports(imported, known)];
    if (problems.length > 0) throw new DiagnosticError(problems);
    const obsolete = [...kept].map((file) => `${file}.ts`).filter((file) => !texts.has(file));
    const textOf = (file: string): string => texts.get(file)?.() ?? '';
    const done = writeGenerated(absolute, { paths: [...texts.keys()], textOf, obsolete });
    return { folder, providers, ...done, diagnostics };
  } finally {
    await pool.close();
  }
}

/** Installs the providers that Landform does not have itself. */
async function install(
  env: OperationEnvironment,
  { requiredProviders }: RequiringProject,
  available: readonly ProviderSource[],
  upgrade: boolean,
): Promise<readonly Diagnostic[]> {
  const own = new Set(available);
  const required = Object.values(requiredProviders)
    .map(({ source, version = '' }) => [expandProviderSource(source), version] as const)
    .filter(([source]) => !own.has(source));
  if (required.length === 0) return [];
  const { composeInstallation } = await import('./compose-installation.js');
  env.emit({ type: 'phase', phase: 'install' });
  const mode = { upgrade, readonly: false, whole: false };
  return (await composeInstallation(env).install(new Map(required), mode)).diagnostics;
}

interface OneProvider {
  readonly name: string;
  readonly source: string;
  readonly version: string | undefined;
  readonly schemas: ProviderSchemas;
}

/** The modules that a provider can have, and their texts. */
async function typedModules({ name, source, version, schemas }: OneProvider): Promise<{
  readonly places: ReadonlyMap<string, TypedEntry>;
  readonly textOf: (entry: TypedEntry) => string;
}> {
  const { generateModuleOf, prefixOfTypes, typedPlaces } = await import('../generate/index.js');
  const types = {
    resources: schemas.resourceTypes(),
    dataSources: schemas.dataSourceTypes(),
    actions: schemas.actionTypes(),
  };
  const prefix = prefixOfTypes(name, types);
  const of = schemas.version === '' ? source : `${source} ${schemas.version}`;
  const options = {
    name,
    prefix,
    source,
    ...(version !== undefined && { version }),
    library: 'landform',
    header: [`${GENERATED.slice('// '.length)} for ${of}. Changes are lost when it is written again.`],
    completesObjects: true,
  };
  return {
    places: typedPlaces(prefix, types),
    textOf: (entry) => generateModuleOf(options, entry, schemaOf(schemas, entry)),
  };
}

function schemaOf(schemas: ProviderSchemas, { kind, type }: TypedEntry): SchemaJson {
  const schema = {
    provider: () => schemas.provider(),
    resource: () => schemas.resource(type),
    data: () => schemas.dataSource(type),
    action: () => schemas.action(type),
  }[kind]();
  if (schema === undefined) throw new Error(`${type} has no schema`);
  return schemaJson(schema);
}

/** As in references: `aws_vpc`, `data.aws_ami`. */
function addressOf({ kind, type }: TypedEntry): string {
  return kind === 'resource' || kind === 'provider' ? type : `${kind}.${type}`;
}

function missingTypes(
  types: ReadonlySet<string>,
  known: ReadonlyMap<string, ReadonlySet<string>>,
): readonly Diagnostic[] {
  return [...types].map((type) =>
    errorDiagnostic('unknown-type', `No required provider has the type ${type}`, {
      detail: `The providers are: ${[...known.keys()].join(', ')}. Write a data source as data.TYPE, an action as action.TYPE.`,
    }),
  );
}

/** Imports of classes that no provider has. */
function missingImports(
  imported: ReadonlyMap<string, SourceRange>,
  known: ReadonlyMap<string, ReadonlySet<string>>,
): readonly Diagnostic[] {
  const missing = [...imported].filter(([place]) => {
    const [name = '', ...rest] = place.split('/');
    return known.get(name)?.has(rest.join('/')) !== true;
  });
  return missing.map(([place, range]) => {
    const [name = ''] = place.split('/');
    const places = known.get(name);
    return errorDiagnostic('unknown-import', `The program imports ${place}, which no provider has`, {
      detail: `Correct the import. ${places === undefined ? unknownProvider(name) : nearTo(place, name, places)}`,
      range,
    });
  });
}

const unknownProvider = (name: string): string => `Or add "${name}" to "requiredProviders" in ${SETTINGS_FILE}.`;

function nearTo(place: string, name: string, places: ReadonlySet<string>): string {
  const near = nearest(place.slice(name.length + 1), [...places]);
  return near.length === 0
    ? `The provider ${name} has no such type.`
    : `Did you mean ${near.map((each) => `${name}/${each}`).join(' or ')}?`;
}

const nothingRequired = (): Diagnostic =>
  errorDiagnostic('no-required-providers', `${SETTINGS_FILE} requires no providers`, {
    detail: 'Add "requiredProviders": { "aws": { "source": "hashicorp/aws", "version": "~> 5.0" } }.',
  });
