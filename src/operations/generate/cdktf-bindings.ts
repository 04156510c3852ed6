import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import {
  DiagnosticError,
  expandProviderSource,
  hasErrors,
  objectIn,
  parseJson,
  stringifyJson,
  warningDiagnostic,
  type Diagnostic,
  type Json,
  type JsonObject,
} from '../../model/index.js';
import {
  generateBindings,
  importedPaths,
  type CdktfBindings,
  type CdktfProvider,
  type Project,
} from '../../program/index.js';
import { schemaJson, type ProviderSchemas } from '../../providers/index.js';
import { composeProviders } from '../compose/index.js';
import type { OperationEnvironment } from '../environment.js';
import type { GenerateConstructsOptions, GeneratedConstructs, TypedProvider } from './generated-constructs.js';
import { installRequired } from '../install-required.js';

/** What was generated before, so that nothing is generated again from the same. */
const STAMP = 'landform-get.json';

/**
 * Fills the folder for generated classes of a CDKTF project as `cdktf get` does, with the same generator. Only the types that the program
 * imports are generated, unless it imports a provider as a whole.
 */
export async function writeBindings(
  env: OperationEnvironment,
  project: Project,
  { language, folder, providers }: CdktfBindings,
  { all = false, types = [], upgrade = false }: GenerateConstructsOptions,
): Promise<GeneratedConstructs> {
  const nothing = { folder, providers: [], written: [], removed: [] };
  const target = path.resolve(env.directory, folder);
  if (language !== 'typescript')
    return { ...nothing, diagnostics: existsSync(target) ? [] : [otherLanguage(language)] };
  const imported = [...(await importedPaths(project.directory, folder)).keys()];
  const pool = composeProviders(env, project);
  try {
    const diagnostics = [...(await installRequired(env, providers, pool.available(), upgrade))];
    if (hasErrors(diagnostics)) throw new DiagnosticError(diagnostics);
    const done: TypedProvider[] = [];
    const written: string[] = [];
    const before = readStamp(path.join(target, STAMP));
    const stamp: Record<string, Json> = {};
    for (const provider of providers) {
      const { name, source } = provider;
      const schemas = await pool.schemas(expandProviderSource(source));
      if (schemas === undefined) throw new DiagnosticError([pool.missing(expandProviderSource(source))]);
      const used = all ? undefined : usedTypes(provider, schemas, imported, types);
      const place = `providers/${name}`;
      const now = stampOf(provider, schemas, used);
      stamp[name] = now;
      done.push({
        name: place,
        source,
        version: schemas.version,
        classes: (used?.size ?? typesOf(schemas).length) + 1,
      });
      if (stringifyJson(before[name] ?? null) === stringifyJson(now) && existsSync(path.join(target, place))) continue;
      const problems = await writeProvider(env, target, provider, schemas, used);
      if (problems.length > 0) throw new DiagnosticError(problems);
      written.push(place);
    }
    writeFileSync(path.join(target, STAMP), `${stringifyJson(stamp)}\n`);
    return { ...nothing, providers: done, written, diagnostics };
  } finally {
    await pool.close();
  }
}

/** Generates beside the folder, and replaces the existing one in one step. */
async function writeProvider(
  env: OperationEnvironment,
  target: string,
  { name, source, entry }: CdktfProvider,
  schemas: ProviderSchemas,
  used: ReadonlySet<string> | undefined,
): Promise<readonly Diagnostic[]> {
  const staging = path.join(target, `.landform-${env.randomHex(6)}`);
  const place = path.join(target, 'providers', name);
  mkdirSync(staging, { recursive: true });
  try {
    const { version } = schemas;
    const given = { entry, source: expandProviderSource(source), version, schema: schemaFor(schemas, used) };
    const problems = await generateBindings(env, staging, given);
    if (problems.length > 0) return problems;
    mkdirSync(path.dirname(place), { recursive: true });
    if (existsSync(place)) renameSync(place, path.join(staging, 'before'));
    renameSync(path.join(staging, 'providers', name), place);
    return [];
  } finally {
    rmSync(staging, { recursive: true, force: true });
  }
}

const typesOf = (schemas: ProviderSchemas): readonly string[] => [
  ...schemas.resourceTypes(),
  ...schemas.dataSourceTypes().map((type) => `data.${type}`),
];

function schemaFor(schemas: ProviderSchemas, used: ReadonlySet<string> | undefined): JsonObject {
  const pick = (
    types: readonly string[],
    prefix: string,
    find: (type: string) => Parameters<typeof schemaJson>[0] | undefined,
  ): JsonObject =>
    Object.fromEntries(
      types.flatMap((type) => {
        const schema = used?.has(`${prefix}${type}`) === false ? undefined : find(type);
        return schema === undefined ? [] : [[type, schemaJson(schema)] as const];
      }),
    );
  return {
    provider: schemaJson(schemas.provider()),
    resource_schemas: pick(schemas.resourceTypes(), '', (type) => schemas.resource(type)),
    data_source_schemas: pick(schemas.dataSourceTypes(), 'data.', (type) => schemas.dataSource(type)),
  };
}

/** The types that imports of classes name; undefined for all of them, where an import names the provider or something unknown. */
function usedTypes(
  { name }: CdktfProvider,
  schemas: ProviderSchemas,
  imported: readonly string[],
  named: readonly string[],
): ReadonlySet<string> | undefined {
  const own = imported
    .filter((place) => place === `providers/${name}` || place.startsWith(`providers/${name}/`))
    .map((place) => place.split('/')[2] ?? 'index');
  const byFolder = new Map<string, string>();
  for (const type of typesOf(schemas)) for (const folder of foldersOf(type)) byFolder.set(folder, type);
  const used = new Set<string>(named);
  for (const folder of own) {
    if (folder === 'provider') continue;
    const type = byFolder.get(plain(folder));
    if (type === undefined) return undefined;
    used.add(type);
  }
  return used;
}

/** Letters and digits: the generator writes `s3-bucket` for `aws_s3_bucket` and `string-resource` for `random_string`. */
const plain = (text: string): string => text.toLowerCase().replaceAll(/[^a-z0-9]/g, '');

function foldersOf(type: string): readonly string[] {
  const isData = type.startsWith('data.');
  const stem = type.slice(type.indexOf('_') + 1);
  return isData ? [plain(type)] : [plain(stem), plain(`${stem}resource`), plain(`${stem}a`), plain(type)];
}

const stampOf = (
  { entry }: CdktfProvider,
  { version }: ProviderSchemas,
  used: ReadonlySet<string> | undefined,
): JsonObject => ({ entry, version, types: used === undefined ? 'all' : [...used].sort() });

function readStamp(file: string): JsonObject {
  try {
    return objectIn(parseJson(readFileSync(file, 'utf8')));
  } catch {
    return {};
  }
}

const otherLanguage = (language: string): Diagnostic =>
  warningDiagnostic('bindings-language', `Classes for ${language} are written by "cdktf get"`, {
    detail:
      'Landform writes those for TypeScript. Run "cdktf get" once, or use the prebuilt packages of the providers.',
  });
