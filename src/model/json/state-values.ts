import { formatInstance, storedProvider, type Mode, type ProviderSource } from '../address.js';
import { impliedType, type Schema } from '../schema.js';
import type { ObjectState, ResourceState, State } from '../state.js';
import { sortedInstances, byFirst, byResource } from './state.js';
import { typeOf } from '../value-operations.js';
import { markPaths } from '../value-paths.js';
import { typeToJson } from '../type.js';
import type { Value } from '../value.js';
import { JsonText, LazyRecord } from './lazy.js';
import { plainJson } from './masks.js';
import { modulesJson } from './module-tree.js';
import { plainText, quoted, quotedWord, sensitiveText } from './plain-text.js';
import { valueFromUntyped } from './untyped.js';
import { valueFromJson } from './value.js';

/** Where to find the schema of a type; undefined when its provider is not available. */
export type SchemaOf = (source: ProviderSource, mode: Mode, type: string) => Schema | undefined;

/**
 * The `values` part of Terraform's JSON for a state (`terraform show -json`): outputs and resources with their
 * plain attributes. Objects whose schema is not available keep their attributes as stored.
 */
export function stateValuesJson(state: State, schemaOf: SchemaOf): LazyRecord {
  return new LazyRecord((take) => {
    if (state.outputs.size > 0) take('outputs', outputsJson(state));
    const resources = [...state.resources].sort(([, left], [, right]) => byResource(left, right));
    take(
      'root_module',
      modulesJson(
        resources,
        ([, { address }]) => address.module,
        (inside, item) => inside.forEach(([key, resource]) => takeObjects(key, resource, schemaOf, item)),
      ),
    );
  });
}

const outputsJson = (state: State): LazyRecord =>
  new LazyRecord((take) => {
    for (const [name, { sensitive, value }] of [...state.outputs].sort(byFirst)) {
      take(name, { sensitive, value: plainJson(value), type: typeToJson(typeOf(value)) });
    }
  });

function takeObjects(
  resourceKey: string,
  { address, provider, instances }: ResourceState,
  schemaOf: SchemaOf,
  take: (object: JsonText) => void,
): void {
  const source = storedProvider(provider).source;
  const schema = schemaOf(source, address.mode, address.type);
  for (const instance of sortedInstances(instances)) {
    const index = instance.key === undefined ? '' : `,"index":${JSON.stringify(instance.key)}`;
    const base = `{"address":${quoted(formatInstance(resourceKey, instance.key))},"mode":"${address.mode}","type":${quotedWord(address.type)},"name":${quoted(address.name)}${index},"provider_name":${quotedWord(source)}`;
    if (instance.current !== undefined) take(objectJson(base, instance.current, schema, ''));
    for (const [deposed, object] of instance.deposed)
      take(objectJson(base, object, schema, `,"deposed_key":${quoted(deposed)}`));
  }
}

function objectJson(base: string, object: ObjectState, schema: Schema | undefined, last: string): JsonText {
  const value = schema === undefined ? valueFromUntyped(object.attributes) : decoded(object, schema);
  const marked = schema === undefined ? undefined : markPaths(value, object.sensitivePaths);
  const json = new JsonText(`${base},"schema_version":${object.schemaVersion},"values":`)
    .add(plainText(value))
    .add(`,"sensitive_values":${marked === undefined ? '{}' : sensitiveText(marked)}`);
  if (object.dependencies.length > 0) json.add(`,"depends_on":${JSON.stringify(object.dependencies)}`);
  if (object.status === 'tainted') json.add(',"tainted":true');
  return json.add(`${last}}`);
}

const decoded = (object: ObjectState, schema: Schema): Value =>
  valueFromJson(object.attributes, impliedType(schema.block));
