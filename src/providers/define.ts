import { expandProviderSource, type Block, type ProviderSource, type Schema } from '../model/index.js';
import type { ProviderFactory } from './catalog.js';
import { actionBlock } from './define/action.js';
import { blockOf, type Definitions } from './define/attributes.js';
import type { AnyAction, AnyDataSource, AnyDefinition, AnyResource, ProviderDefinition } from './define/definition.js';
import { definedFunctions } from './define/functions.js';
import { DefinedProvider, type Defined } from './define/provider.js';
import type { Provider, ProviderSchemas } from './provider.js';
import type { RestProviderFactory } from './rest/author.js';

/** The default export of a module that is a project's provider. */
export interface DefinedProviderFactory extends ProviderFactory {
  readonly source: ProviderSource;
  readonly create: () => Provider;
  /** The definition it was made from, for {@link providerFactory}. */
  readonly definition: unknown;
}

/**
 * The factory that a module exports; undefined if it exports none. This copy of the package takes over the definition:
 * the module may use another copy, whose values are of different classes.
 */
export function providerFactory(
  exported: unknown,
  environment: Readonly<Record<string, string | undefined>> = {},
): ProviderFactory | undefined {
  const { definition, create, restDefinition } = (exported ?? {}) as Partial<
    DefinedProviderFactory & RestProviderFactory
  >;
  if (typeof create !== 'function') return undefined;
  if (restDefinition !== undefined) {
    return {
      create: async () => (await import('./rest/author.js')).defineRestProvider(restDefinition).create({ environment }),
    };
  }
  return definition === undefined ? (exported as ProviderFactory) : defineProvider(definition as AnyDefinition);
}

/**
 * A provider from its definition. Types follow from the schemas: those of handlers' arguments and results.
 *
 *     export default defineProvider({
 *       name: 'acme/thing',
 *       resources: {
 *         thing: {
 *           schema: { name: string({ required: true }), id: string({ computed: true, stable: true }) },
 *           async create(inputs) { return { id: await make(inputs.name) }; },
 *           …
 */
export function defineProvider<
  Configuration extends Definitions,
  Client,
  Resources extends Readonly<Record<string, Definitions>>,
  DataSources extends Readonly<Record<string, Definitions>>,
  Actions extends Readonly<Record<string, Definitions>>,
>(definition: ProviderDefinition<Configuration, Client, Resources, DataSources, Actions>): DefinedProviderFactory {
  const source = expandProviderSource(definition.name);
  const resources = new Map<string, AnyResource>(Object.entries(definition.resources ?? {}));
  const dataSources = new Map<string, AnyDataSource>(Object.entries(definition.dataSources ?? {}));
  const actions = new Map<string, AnyAction>(Object.entries(definition.actions ?? {}));
  const configuration: Definitions = definition.configuration ?? {};
  const defined: Defined = {
    schemas: schemasOf(source, definition.version ?? '0.0.0', blockOf(configuration), {
      resources,
      dataSources,
      actions,
    }),
    configuration,
    lifecycle: definition,
    resources,
    dataSources,
    actions,
    functions: definedFunctions(definition.functions ?? {}),
  };
  return { source, create: () => new DefinedProvider(defined), definition };
}

function schemasOf(
  source: ProviderSource,
  version: string,
  provider: Block,
  types: Pick<Defined, 'resources' | 'dataSources' | 'actions'>,
): ProviderSchemas {
  const resourceSchemas = new Map(
    [...types.resources].map(([type, { schema, version = 0, description }]) => [
      type,
      schemaOf(schema, version, description),
    ]),
  );
  const dataSchemas = new Map(
    [...types.dataSources].map(([type, { schema, description }]) => [type, schemaOf(schema, 0, description)]),
  );
  const actionSchemas = new Map<string, Schema>(
    [...types.actions].map(([type, action]) => [type, { version: 0, block: actionBlock(type, action) }]),
  );
  const providerSchema: Schema = { version: 0, block: provider };
  return {
    source,
    version,
    provider: () => providerSchema,
    resource: (type) => resourceSchemas.get(type),
    dataSource: (type) => dataSchemas.get(type),
    resourceTypes: () => [...resourceSchemas.keys()],
    dataSourceTypes: () => [...dataSchemas.keys()],
    action: (type) => actionSchemas.get(type),
    actionTypes: () => [...actionSchemas.keys()],
  };
}

const schemaOf = (definitions: Definitions, version: number, description: string | undefined): Schema => ({
  version,
  block: blockOf(definitions, description),
});
