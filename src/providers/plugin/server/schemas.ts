import type { Schema } from '../../../model/index.js';
import type { Provider } from '../../provider.js';
import { writeSchema } from '../schema/write.js';
import { actionSchema } from '../wire/common.js';
import { sentFunctions } from './functions.js';
import type { Handlers, Response } from './handlers.js';
import type { ServedProvider } from './session.js';

/** Landform's providers are served with the newer protocol alone. */
export const SERVED_PROTOCOL = 6;

const CAPABILITIES = {
  // A provider may refuse to delete an object while the user can still decide against it.
  planDestroy: true,
  getProviderSchemaOptional: true,
} as const;

/** What a provider consists of. */
export function schemaHandlers(served: ServedProvider) {
  let schemas: Response<'GetProviderSchema'> | undefined;
  return {
    GetProviderSchema: async () => (schemas ??= sentSchemas(await served.plain())),
    GetMetadata: async () => {
      const { schemas: all, abilities } = await served.plain();
      const named = (types: readonly string[]) => types.map((typeName) => ({ typeName }));
      return {
        serverCapabilities: CAPABILITIES,
        resources: named(all.resourceTypes()),
        dataSources: named(all.dataSourceTypes()),
        functions: (abilities.functions?.names ?? []).map((name) => ({ name })),
      };
    },
    GetResourceIdentitySchemas: async () => ({}),
  } satisfies Handlers;
}

function sentSchemas({ schemas, abilities }: Provider): Response<'GetProviderSchema'> {
  const actions = encoded(schemas.actionTypes(), (type) => schemas.action(type));
  return {
    provider: writeSchema(schemas.provider(), SERVED_PROTOCOL),
    resourceSchemas: encoded(schemas.resourceTypes(), (type) => schemas.resource(type)),
    dataSourceSchemas: encoded(schemas.dataSourceTypes(), (type) => schemas.dataSource(type)),
    actionSchemas: new Map([...actions].map(([type, schema]) => [type, actionSchema.encode({ schema })])),
    functions: sentFunctions(abilities.functions),
    serverCapabilities: CAPABILITIES,
  };
}

function encoded(types: readonly string[], find: (type: string) => Schema | undefined): Map<string, Buffer> {
  const found = new Map<string, Buffer>();
  for (const type of types) {
    const schema = find(type);
    if (schema !== undefined) found.set(type, writeSchema(schema, SERVED_PROTOCOL));
  }
  return found;
}
