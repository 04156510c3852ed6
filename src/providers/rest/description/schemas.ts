import type { Schema } from '../../../model/index.js';
import type { ProviderSchemas } from '../../provider.js';
import { Description } from './description.js';
import type { RestProviderDefinition } from '../mapping/definition.js';
import { SchemaChecker } from './replies.js';
import { actionSchema, configurationSchema, dataSourceSchema, resourceSchema } from './schema.js';

const descriptions = new Map<string, { readonly description: Description; readonly checker: SchemaChecker }>();

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

/** Schemas of a definition, each made on first use. */
export function lazySchemas(definition: RestProviderDefinition, description: Description): ProviderSchemas {
  const { resources, dataSources, actions = {}, configuration, source, version } = definition;
  const made = new Map<string, Schema>();
  const once = (key: string, make: () => Schema): Schema => {
    const schema = made.get(key) ?? make();
    made.set(key, schema);
    return schema;
  };
  return {
    source,
    version,
    provider: () => once('provider', () => configurationSchema(configuration)),
    resource: (type) => {
      const mapping = own(resources, type);
      return mapping && once(`resource ${type}`, () => resourceSchema(description, mapping));
    },
    dataSource: (type) => {
      const mapping = own(dataSources, type);
      return mapping && once(`data ${type}`, () => dataSourceSchema(description, mapping));
    },
    resourceTypes: () => Object.keys(resources),
    dataSourceTypes: () => Object.keys(dataSources),
    action: (type) => {
      const mapping = own(actions, type);
      return mapping && once(`action ${type}`, () => actionSchema(description, mapping));
    },
    actionTypes: () => Object.keys(actions),
  };
}

export function own<T>(record: Readonly<Record<string, T>>, key: string): T | undefined {
  return Object.hasOwn(record, key) ? record[key] : undefined;
}
