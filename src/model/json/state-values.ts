import { formatInstance, parseProviderConfig, type Mode, type ProviderSource } from '../address.js';
import { impliedType, type Schema } from '../schema.js';
import type { JsonObject, ObjectState, State } from '../state.js';
import { sortedInstances } from './state.js';
import type { Json } from '../state.js';
import { typeOf } from '../value-operations.js';
import { markPaths } from '../value-paths.js';
import { typeToJson } from '../type.js';
import type { Value } from '../value.js';
import { LazyList, LazyRecord } from './lazy.js';
import { plainJson, sensitiveMask } from './masks.js';
import { valueFromJson } from './value.js';

/** Where to find the schema of a type; undefined when its provider is not available. */
export type SchemaOf = (source: ProviderSource, mode: Mode, type: string) => Schema | undefined;

/**
 * The `values` part of Terraform's JSON for a state (interop: `show -json`, "values"): outputs and resources with their
 * plain attributes. Objects whose schema is not available keep their attributes as stored.
 */
export function stateValuesJson(state: State, schemaOf: SchemaOf): LazyRecord {
  return new LazyRecord((take) => {
    if (state.outputs.size > 0) take('outputs', outputsJson(state));
    take(
      'root_module',
      new LazyRecord((member) => {
        if (state.resources.size > 0) member('resources', resourcesJson(state, schemaOf));
      }),
    );
  });
}

const outputsJson = (state: State): LazyRecord =>
  new LazyRecord((take) => {
    for (const name of [...state.outputs.keys()].sort()) {
      const { sensitive, value } = state.outputs.get(name)!;
      take(name, { sensitive, value: plainJson(value), type: typeToJson(typeOf(value)) as Json });
    }
  });

const resourcesJson = (state: State, schemaOf: SchemaOf): LazyList =>
  new LazyList((take) => {
    for (const key of [...state.resources.keys()].sort()) {
      const { address, provider, instances } = state.resources.get(key)!;
      const source = parseProviderConfig(provider)?.source ?? provider;
      const schema = schemaOf(source, address.mode, address.type);
      for (const instance of sortedInstances(instances)) {
        const base = {
          address: formatInstance(key, instance.key),
          mode: address.mode,
          type: address.type,
          name: address.name,
          ...(instance.key === undefined ? {} : { index: instance.key }),
          provider_name: source,
        };
        if (instance.current !== undefined) take({ ...base, ...objectJson(instance.current, schema) });
        for (const [deposed, object] of instance.deposed)
          take({ ...base, ...objectJson(object, schema), deposed_key: deposed });
      }
    }
  });

function objectJson(object: ObjectState, schema: Schema | undefined): JsonObject {
  const value: Value | undefined =
    schema === undefined ? undefined : valueFromJson(object.attributes, impliedType(schema.block));
  const marked = value === undefined ? undefined : markPaths(value, object.sensitivePaths);
  return {
    schema_version: object.schemaVersion,
    values: value === undefined ? object.attributes : plainJson(value),
    sensitive_values: marked === undefined ? {} : sensitiveMask(marked),
    ...(object.dependencies.length === 0 ? {} : { depends_on: [...object.dependencies] }),
    ...(object.status === 'tainted' ? { tainted: true } : {}),
  };
}
