import { formatInstance, parseProviderConfig, type Mode, type ProviderSource } from '../address.js';
import { impliedType, type Schema } from '../schema.js';
import type { JsonObject, ObjectState, State } from '../state.js';
import { sortedInstances } from './state.js';
import type { Json } from '../state.js';
import { typeOf } from '../value-operations.js';
import { markPaths } from '../value-paths.js';
import { typeToJson } from '../type.js';
import type { Value } from '../value.js';
import { plainJson, sensitiveMask } from './masks.js';
import { valueFromJson } from './value.js';

/** Where to find the schema of a type; undefined when its provider is not available. */
export type SchemaOf = (source: ProviderSource, mode: Mode, type: string) => Schema | undefined;

/**
 * The `values` part of Terraform's JSON for a state (interop: `show -json`, "values"): outputs and resources with their
 * plain attributes. Objects whose schema is not available keep their attributes as stored.
 */
export function stateValuesJson(state: State, schemaOf: SchemaOf): JsonObject {
  const outputs: Record<string, Json> = {};
  for (const name of [...state.outputs.keys()].sort()) {
    const output = state.outputs.get(name)!;
    outputs[name] = {
      sensitive: output.sensitive,
      value: plainJson(output.value),
      type: typeToJson(typeOf(output.value)) as Json,
    };
  }
  const resources: JsonObject[] = [];
  for (const key of [...state.resources.keys()].sort()) {
    const resource = state.resources.get(key)!;
    const source = parseProviderConfig(resource.provider)?.source ?? resource.provider;
    const schema = schemaOf(source, resource.address.mode, resource.address.type);
    for (const instance of sortedInstances(resource.instances)) {
      const base = {
        address: formatInstance(key, instance.key),
        mode: resource.address.mode,
        type: resource.address.type,
        name: resource.address.name,
        ...(instance.key === undefined ? {} : { index: instance.key }),
        provider_name: source,
      };
      if (instance.current !== undefined) resources.push({ ...base, ...objectJson(instance.current, schema) });
      for (const [deposed, object] of instance.deposed)
        resources.push({ ...base, ...objectJson(object, schema), deposed_key: deposed });
    }
  }
  return {
    ...(state.outputs.size === 0 ? {} : { outputs }),
    root_module: resources.length === 0 ? {} : { resources },
  };
}

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
