import type { ResourceAddress, Schema } from '../../model/index.js';
import type { ProviderSchemas } from '../../providers/provider.js';

type Typed = Pick<ResourceAddress, 'mode' | 'type'>;

/** The schema of a resource. */
export function schemaAt(schemas: ProviderSchemas, { mode, type }: Typed): Schema | undefined {
  switch (mode) {
    case 'managed':
      return schemas.resource(type);
    case 'data':
      return schemas.dataSource(type);
    case 'ephemeral':
      return schemas.ephemeral?.(type);
  }
}

/** The types of the same mode that a provider has. */
export function typesLike(schemas: ProviderSchemas, { mode }: Pick<Typed, 'mode'>): readonly string[] {
  switch (mode) {
    case 'managed':
      return schemas.resourceTypes();
    case 'data':
      return schemas.dataSourceTypes();
    case 'ephemeral':
      return schemas.ephemeralTypes?.() ?? [];
  }
}
