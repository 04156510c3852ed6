import {
  addressIn,
  nearest,
  type Mode,
  type Diagnostic,
  type ProviderConfiguration,
  type ResourceConfiguration,
  type Schema,
  allActions,
  allResources,
  modulesOf,
} from '../../model/index.js';
import type { ProviderSchemas } from '../../providers/provider.js';
import type { EngineContext } from '../context.js';
import { providerMissing, schemaMissing, undeclaredConfiguration } from '../diagnostics.js';
import { providerVersionProblems } from './provider-versions.js';
import { buildGraph } from '../graph/build.js';
import { orderOf } from '../graph/order.js';
import { prepareFunctions, ProviderFunctions } from '../walk/provider-functions.js';
import { configurationAddress, isDeclared, providerSourceOf } from '../walk/provider-configurations.js';
import { schemaAt, typesLike } from '../walk/schema-at.js';
import { validateAction, validateTriggers } from './actions.js';
import { validateCalls } from './calls.js';
import { cycleIn } from './cycle.js';
import { literalSecrets } from './literal-secrets.js';
import { validateImports } from './imports.js';
import { validateMoves } from './moves.js';
import { validateProvisioners } from './provisioners.js';
import { validateReferences } from './references.js';
import { validateBody } from './schema.js';
import { schemasByName } from './schemas.js';
import type { SchemaOf } from './write-only.js';
import { validated, type Validation } from './valid-configuration.js';

/**
 * Reports all problems that a configuration has regardless of state, variables and real infrastructure.
 *
 * @param refused names that are missing from the configuration because the reader rejected their declarations.
 */
export async function validateConfiguration(
  context: EngineContext,
  refused: ReadonlySet<string> = new Set(),
): Promise<Validation> {
  const { configuration } = context;
  const diagnostics: Diagnostic[] = [];
  const schemas = await schemasByName(context);
  const reported = new Set<string>();
  for (const { providers } of modulesOf(configuration))
    for (const provider of providers.values()) {
      const found = schemas.get(provider.name);
      if (found !== undefined) diagnostics.push(...validateProvider(provider, found.provider()));
      else report(provider.name);
    }
  for (const resource of allResources(configuration)) {
    const found = schemas.get(resource.provider.name);
    if (found === undefined) report(resource.provider.name, resource);
    else add(validateResource(resource, found));
    add(validateProvisioners(resource, context.provisioners));
    add(undeclared(resource));
  }
  for (const action of allActions(configuration)) {
    const found = schemas.get(action.provider.name);
    if (found === undefined) report(action.provider.name, action);
    else diagnostics.push(...validateAction(action, found));
    add(undeclared(action));
  }
  for (const { path, removed } of modulesOf(configuration))
    for (const block of removed)
      add(validateProvisioners({ ...block, key: addressIn(path, block.from) }, context.provisioners));
  diagnostics.push(
    ...modulesOf(configuration).flatMap((module) => [...validateTriggers(module), ...validateCalls(module)]),
    ...validateMoves(configuration),
    ...validateImports(configuration, context.referencesOf),
    ...(await providerVersionProblems(configuration, context.providers)),
  );
  const schemaOf = (mode: Mode, type: string): Schema | undefined => {
    const name = [...allResources(configuration)].find(
      (resource) => resource.address.type === type && resource.address.mode === mode,
    )?.provider.name;
    const found = name === undefined ? undefined : schemas.get(name);
    return found && schemaAt(found, { mode, type });
  };
  const unavailable = await prepareFunctions(context);
  for (const { source, address } of unavailable) {
    if (reported.has(source)) continue;
    reported.add(source);
    diagnostics.push(providerMissing(context.providers, address, source));
  }
  const misplaced = validateReferences(
    configuration,
    context.referencesOf,
    memoized(schemaOf),
    refused,
    (module) => new ProviderFunctions(module, context.providers),
  );
  const order = orderOf(buildGraph(configuration, context.referencesOf));
  return validated(configuration, [
    ...diagnostics,
    ...misplaced,
    ...('cycle' in order ? [cycleIn(configuration, context.referencesOf, order.cycle)] : []),
  ]);

  function add(found: readonly Diagnostic[]): void {
    if (found.length > 0) diagnostics.push(...found);
  }

  function undeclared(of: Pick<ResourceConfiguration, 'key' | 'provider' | 'body' | 'origin'>): readonly Diagnostic[] {
    const { name, alias } = of.provider;
    if (alias === undefined || isDeclared(configuration, of.provider)) return NONE;
    return [undeclaredConfiguration(of.key, name, alias, of)];
  }

  /** Reported once per missing provider, not for each of its resources. */
  function report(name: string, resource?: Pick<ResourceConfiguration, 'key' | 'body' | 'origin'>): void {
    const source = providerSourceOf(configuration, name);
    if (reported.has(source)) return;
    reported.add(source);
    diagnostics.push(providerMissing(context.providers, resource?.key ?? `provider.${name}`, source, resource));
  }
}

const NONE: readonly Diagnostic[] = [];

function validateProvider(provider: ProviderConfiguration, schema: Schema): readonly Diagnostic[] {
  const address = configurationAddress(provider);
  return withLiteralSecrets(validateBody(provider, schema.block, address), provider, schema, address);
}

function validateResource(resource: ResourceConfiguration, schemas: ProviderSchemas): readonly Diagnostic[] {
  const { type } = resource.address;
  const schema = schemaAt(schemas, resource.address);
  if (schema === undefined) {
    const types = typesLike(schemas, resource.address);
    return [schemaMissing(resource.key, type, schemas.source, nearest(type, types), resource)];
  }
  return withLiteralSecrets(validateBody(resource, schema.block, resource.key), resource, schema, resource.key);
}

function withLiteralSecrets(
  found: readonly Diagnostic[],
  owner: Parameters<typeof literalSecrets>[0],
  schema: Schema,
  address: string,
): readonly Diagnostic[] {
  const warnings = literalSecrets(owner, schema.block, address);
  return warnings.length === 0 ? found : [...found, ...warnings];
}

function memoized(find: SchemaOf): SchemaOf {
  const known: Readonly<Record<Mode, Map<string, Schema | undefined>>> = {
    managed: new Map(),
    data: new Map(),
    ephemeral: new Map(),
  };
  return (mode, type) => {
    const ofMode = known[mode];
    const found = ofMode.get(type);
    if (found !== undefined || ofMode.has(type)) return found;
    const schema = find(mode, type);
    ofMode.set(type, schema);
    return schema;
  };
}
