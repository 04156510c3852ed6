import type { Schema } from '../../../model/index.js';
import type { ProviderSchemas } from '../../provider.js';
import { Description } from './description.js';
import type { RestProviderDefinition } from '../mapping/definition.js';
import { SchemaChecker } from './replies.js';
import { actionSchema, configurationSchema, dataSourceSchema, resourceSchema } from './schema.js';

const descriptions = new Map<string, { readonly description: Description; readonly checker: SchemaChecker }>();

/**
 * By description and mapping. Each stack of a run has providers of its own, and what the engine derives from a schema is
 * kept as long as that schema.
 */
const schemas = new WeakMap<Description, WeakMap<object, Schema>>();

/** A description never changes while a program runs, so instances of a provider share it and its compiled schemas. */
export function described({ beside, unchecked }: RestProviderDefinition): {
  readonly description: Description;
  readonly checker: SchemaChecker;
} {
  let found = descriptions.get(beside);
  if (found === undefined) {
    const description = new Description(beside);
    found = { description, checker: new SchemaChecker(description, unchecked) };
    descriptions.set(beside, found);
  }
  return found;
}

/** Schemas of a definition, each made on first use, once in a process. */
export function lazySchemas(definition: RestProviderDefinition, description: Description): ProviderSchemas {
  const { resources, dataSources, actions = {}, configuration, source, version } = definition;
  const made = schemas.get(description) ?? new WeakMap<object, Schema>();
  schemas.set(description, made);
  const once = <Mapping extends object>(mapping: Mapping, make: (mapping: Mapping) => Schema): Schema => {
    const schema = made.get(mapping) ?? make(mapping);
    made.set(mapping, schema);
    return schema;
  };
  return {
    source,
    version,
    provider: () => once(configuration, configurationSchema),
    resource: (type) => {
      const mapping = own(resources, type);
      return mapping && once(mapping, (resource) => resourceSchema(description, resource));
    },
    dataSource: (type) => {
      const mapping = own(dataSources, type);
      return mapping && once(mapping, (source) => dataSourceSchema(description, source));
    },
    resourceTypes: () => Object.keys(resources),
    dataSourceTypes: () => Object.keys(dataSources),
    action: (type) => {
      const mapping = own(actions, type);
      return mapping && once(mapping, (action) => actionSchema(description, action));
    },
    actionTypes: () => Object.keys(actions),
  };
}

export function own<T>(record: Readonly<Record<string, T>>, key: string): T | undefined {
  return Object.hasOwn(record, key) ? record[key] : undefined;
}
