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
} from '../../model/index.js';
import type { ProviderFunction, SchemaJson, TypedEntry } from '../../generate/index.js';
import {
  findProject,
  importedPaths,
  SETTINGS_FILE,
  type CdktfBindings,
  type Project,
  type RequiredProviders,
} from '../../program/index.js';
import { schemaJson, type Providers, type ProviderSchemas } from '../../providers/index.js';
import { composeProviders } from '../compose/index.js';
import { writeBindings } from './cdktf-bindings.js';
import type { OperationEnvironment } from '../environment.js';
import { guarded } from '../guard.js';
import { installRequired } from '../install-required.js';
import type { GenerateConstructsOptions, GeneratedConstructs, TypedProvider } from './generated-constructs.js';
import { GENERATED, generatedIn, writeGenerated } from './write-generated.js';

/** A project that requires providers. */
type RequiringProject = Project & Required<Pick<Project, 'requiredProviders'>>;

/** Where classes are written by default. */
export const CONSTRUCTS_FOLDER = '.gen';

/** Writes typed classes for the providers that `landform.json` or `cdktf.json` requires, and installs these. */
export async function generateConstructs(
  env: OperationEnvironment,
  options: GenerateConstructsOptions = {},
): Promise<GeneratedConstructs> {
  return guarded<GeneratedConstructs>({ folder: '', providers: [], written: [], removed: [] }, async () => {
    const { project, diagnostics } = await findProject(env.directory, env.program !== undefined);
    if (project === undefined || hasErrors(diagnostics)) throw new DiagnosticError(diagnostics);
    const { requiredProviders, app } = project;
    const bindings = app?.bindings;
    const folder = options.out ?? bindings?.folder ?? CONSTRUCTS_FOLDER;
    const required = requiredProviders ?? requiredByCdktf(bindings);
    if (required === undefined) throw new DiagnosticError([nothingRequired()]);
    const isCdktf = options.style === undefined ? requiredProviders === undefined : options.style === 'cdktf';
    if (isCdktf) return writeBindings(env, project, { ...(bindings ?? asBindings(required)), folder }, options);
    return writeConstructs(env, { ...project, requiredProviders: required }, folder, options);
  });
}

const requiredByCdktf = (bindings: CdktfBindings | undefined): RequiredProviders | undefined =>
  bindings && Object.fromEntries(bindings.providers.map(({ name, source, version }) => [name, { source, version }]));

const asBindings = (required: RequiredProviders): Omit<CdktfBindings, 'folder'> => ({
  language: 'typescript',
  providers: Object.entries(required).map(([name, { source, version }]) => {
    const given = { name, source, ...(version !== undefined && { version }) };
    return { ...given, entry: given };
  }),
});

/** The same where a project requires providers; nothing for other projects, and where the project cannot be read. */
export async function requiredConstructs(
  env: OperationEnvironment,
  options: Pick<GenerateConstructsOptions, 'upgrade'>,
): Promise<GeneratedConstructs | undefined> {
  const { project } = await findProject(env.directory, env.program !== undefined);
  if (project?.requiredProviders === undefined && project?.app?.bindings === undefined) return undefined;
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
    const required = Object.values(project.requiredProviders);
    const diagnostics = [...(await installRequired(env, required, pool.available(), upgrade))];
    if (hasErrors(diagnostics)) throw new DiagnosticError(diagnostics);
    const providers: TypedProvider[] = [];
    const texts = new Map<string, () => string>();
    const known = new Map<string, ReadonlySet<string>>();
    const wanted = new Set(types);
    for (const [name, { source, version }] of Object.entries(project.requiredProviders)) {
      const schemas = await pool.schemas(expandProviderSource(source));
      if (schemas === undefined) throw new DiagnosticError([pool.missing(expandProviderSource(source))]);
      const functions = await functionsOf(pool, expandProviderSource(source));
      const { places, textOf } = await typedModules({ name, source, version, schemas, functions });
      known.set(name, new Set(places.keys()));
      const before = texts.size;
      for (const [place, entry] of places) {
        const isNamed = wanted.delete(addressOf(entry));
        if (!all && !isNamed && !kept.has(`${name}/${place}`) && entry.kind !== 'provider') continue;
        texts.set(`${name}/${place}.ts`, () => textOf(entry));
      }
      providers.push({ name, source, version: schemas.version, classes: texts.size - before });
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

interface OneProvider {
  readonly name: string;
  readonly source: string;
  readonly version: string | undefined;
  readonly schemas: ProviderSchemas;
  readonly functions: readonly ProviderFunction[];
}

async function functionsOf(pool: Providers, source: ProviderSource): Promise<readonly ProviderFunction[]> {
  await pool.unconfigured(source);
  const functions = pool.functions?.(source);
  return [...(functions?.names ?? [])].sort().flatMap((name) => {
    const signature = functions?.signature(name);
    return signature === undefined ? [] : [{ name, ...signature }];
  });
}

/** The modules that a provider can have, and their texts. */
async function typedModules({ name, source, version, schemas, functions }: OneProvider): Promise<{
  readonly places: ReadonlyMap<string, TypedEntry>;
  readonly textOf: (entry: TypedEntry) => string;
}> {
  const { generateModuleOf, prefixOfTypes, typedPlaces } = await import('../../generate/index.js');
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
    functions,
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
