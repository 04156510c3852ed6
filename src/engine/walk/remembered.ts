import {
  impliedType,
  storedProvider,
  valueFromJson,
  type InstanceKey,
  type ObjectState,
  type ResourceConfiguration,
  type ResourceState,
  type Schema,
  type State,
  type Value,
  configuredResource,
} from '../../model/index.js';
import type { Provider } from '../../providers/provider.js';
import type { EngineContext } from '../context.js';
import { markSensitiveAttributes } from '../diff/sensitivity.js';
import { withStateMarks } from '../object-state.js';
import type { Values } from './values.js';

/** A stored object as a value with its marks, without a refresh. */
async function rememberedValue(
  provider: Provider,
  type: string,
  stored: ObjectState,
  schema: Schema,
  isData: boolean,
): Promise<Value> {
  const value = isData
    ? valueFromJson(stored.attributes, impliedType(schema.block))
    : (await provider.upgrade({ type, version: stored.schemaVersion, attributes: stored.attributes })).state;
  return withStateMarks(markSensitiveAttributes(value, schema.block), stored);
}

/** An object in state as a value, without a refresh; undefined if its provider or its type is not available. */
export async function rememberedObject(
  { providers }: Pick<EngineContext, 'providers'>,
  { address: { mode, type }, provider: text }: Pick<ResourceState, 'address' | 'provider'>,
  stored: ObjectState,
): Promise<Value | undefined> {
  const { source } = storedProvider(text);
  const [schemas, provider] = [await providers.schemas(source), await providers.unconfigured(source)];
  const isData = mode === 'data';
  const schema = isData ? schemas?.dataSource(type) : schemas?.resource(type);
  return schema && provider && rememberedValue(provider, type, stored, schema, isData);
}

/**
 * Whether an instance has the kind of key that the configuration now produces. References cannot reach an instance with
 * another kind.
 */
export function isKeyedAs(configured: ResourceConfiguration | undefined, key: InstanceKey): boolean {
  if (configured === undefined) return true;
  if (configured.count !== undefined) return typeof key === 'number';
  return configured.forEach === undefined ? key === undefined : typeof key === 'string';
}

/**
 * Fills in the values of a resource from state alone, for all instances that references can reach or for some of them.
 */
export async function rememberResource(
  { providers, configuration }: Pick<EngineContext, 'providers' | 'configuration'>,
  state: State,
  resourceKey: string,
  values: Values,
  asked: (key: InstanceKey) => boolean = () => true,
): Promise<void> {
  const known = state.resources.get(resourceKey);
  if (known === undefined) return;
  const source = storedProvider(known.provider).source;
  const [schemas, provider] = [await providers.schemas(source), await providers.unconfigured(source)];
  const isData = known.address.mode === 'data';
  const schema = isData ? schemas?.dataSource(known.address.type) : schemas?.resource(known.address.type);
  if (schema === undefined || provider === undefined) return;
  const configured = configuredResource(configuration, resourceKey);
  for (const instance of known.instances.values()) {
    if (instance.current === undefined || !isKeyedAs(configured, instance.key) || !asked(instance.key)) continue;
    values.set(
      resourceKey,
      instance.key,
      await rememberedValue(provider, known.address.type, instance.current, schema, isData),
    );
  }
}
