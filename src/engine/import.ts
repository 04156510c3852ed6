import {
  append,
  configuredResource,
  formatConfigured,
  errorDiagnostic,
  formatInstance,
  formatKey,
  hasErrors,
  markedTexts,
  nearest,
  objectSpan,
  tracedWithProblems,
  type Diagnostic,
  type InstanceKey,
  type ObjectRef,
  type ObjectState,
  type ResourceConfiguration,
  type Schema,
  type Value,
  shellWord,
} from '../model/index.js';
import type { Provider } from '../providers/provider.js';
import type { Recorder } from './apply/recorder.js';
import { callContext, placeDiagnostics, type EngineContext } from './context.js';
import { importMissing, importUnwanted, objectTooLarge, schemaMissing } from './diagnostics.js';
import { markSensitiveAttributes } from './diff/sensitivity.js';
import { importUnexpected } from './import-diagnostics.js';
import { identityOfType } from './import-identity.js';
import { buildGraph } from './graph/build.js';
import { resourceDependencies } from './graph/dependencies.js';
import { orderOf } from './graph/order.js';
import { identify } from './identify.js';
import { identityState, providerText, toObjectState, type StoredIdentity, configurationOf } from './object-state.js';
import { expand } from './walk/expand.js';
import { valuesFromState } from './walk/values-from-state.js';
import { ProviderConfigurations } from './walk/provider-configurations.js';

/** An existing object, and the instance that it is imported for. */
export interface FoundObject {
  readonly ref: ObjectRef;
  readonly object: ObjectState;
  /** Whether its ID is one of its secrets. */
  readonly hasSecretId: boolean;
}

interface WantedObject {
  readonly resourceKey: string;
  readonly key: InstanceKey;
  readonly id: string;
}

/** Finds an object as `findObject` does, and records it. */
export async function importObject(
  context: EngineContext,
  recorder: Recorder,
  target: WantedObject,
): Promise<{ readonly diagnostics: readonly Diagnostic[] }> {
  const { found, diagnostics } = await findObject(context, target);
  if (found === undefined) return { diagnostics };
  const left = await recorder.record(found.ref, found.object);
  if (left.length === 0) return { diagnostics };
  const resource = configuredResource(context.configuration, target.resourceKey);
  return {
    diagnostics: [...diagnostics, objectTooLarge(formatInstance(target.resourceKey, target.key), left, resource)],
  };
}

/** Asks the provider for the object with this ID, and reads it completely. The object itself does not change. */
export async function findObject(
  context: EngineContext,
  target: WantedObject,
): Promise<{ readonly found?: FoundObject | undefined; readonly diagnostics: readonly Diagnostic[] }> {
  const { configuration, state } = context;
  const resource = configuredResource(configuration, target.resourceKey)!;
  const address = formatInstance(target.resourceKey, target.key);
  const instance = state.resources.get(target.resourceKey)?.instances.get(formatKey(target.key));
  if (instance?.current !== undefined) {
    const detail = `To import another object, first remove this one from state:  landform state rm ${shellWord(address)}`;
    return {
      diagnostics: [errorDiagnostic('already-managed', `${address} is already in state`, { address, detail })],
    };
  }
  const values = await valuesFromState(context, { withoutInstances: 'unknown' });
  const expansion = expand(resource, values);
  if (expansion.instances === undefined) return { diagnostics: expansion.diagnostics };
  if (!expansion.instances.some(({ key }) => key === target.key)) {
    const wanted = expansion.instances.slice(0, 5).map(({ key }) => formatInstance(target.resourceKey, key));
    return { diagnostics: [importUnwanted(address, wanted, resource)] };
  }
  const providers = new ProviderConfigurations(context, values, false);
  const diagnostics: Diagnostic[] = [];
  let found: FoundObject | undefined;
  try {
    const outcome = await findThrough(providers, context, { ...target, address, resource });
    append(diagnostics, outcome.diagnostics);
    found = outcome.found;
  } finally {
    append(diagnostics, await providers.ephemerals.close());
  }
  return { found, diagnostics };
}

interface ImportTarget {
  readonly key: InstanceKey;
  readonly id: string;
  readonly address: string;
  readonly resource: ResourceConfiguration;
}

async function findThrough(
  providers: ProviderConfigurations,
  context: EngineContext,
  target: ImportTarget,
): Promise<{ readonly found?: FoundObject; readonly diagnostics: readonly Diagnostic[] }> {
  const { configuration } = context;
  const { address, resource } = target;
  const { provider, diagnostics: configured } = await providers.forResource(resource);
  if (provider === undefined || hasErrors(configured)) return { diagnostics: configured };
  const read = await readObject(context, { type: resource.address.type, resource }, address, target, provider);
  const diagnostics = [...configured, ...read.diagnostics];
  if (read.object === undefined) return { diagnostics };
  const { state: imported, private: kept, identity, schema } = read.object;

  const graph = buildGraph(configuration, context.referencesOf);
  const order = orderOf(graph);
  const dependencies = 'order' in order ? resourceDependencies(graph, order.order) : undefined;
  const ref = {
    resource: resource.address,
    key: target.key,
    provider: providerText(configurationOf(provider.schemas.source, resource.provider)),
  };
  const value = markSensitiveAttributes(imported, schema.block);
  const object = toObjectState(value, schema, {
    status: 'ready',
    private: kept,
    identity,
    dependencies: dependencies?.get(formatConfigured(resource.address)) ?? [],
    createBeforeDestroy: resource.lifecycle.createBeforeDestroy,
  });
  return { found: { ref, object, hasSecretId: [...markedTexts(value)].includes(target.id) }, diagnostics };
}

interface ReadObject {
  readonly object?: {
    readonly state: Value;
    readonly private: string | undefined;
    readonly identity: StoredIdentity | undefined;
    readonly schema: Schema;
  };
  readonly diagnostics: readonly Diagnostic[];
}

interface Importing {
  readonly type: string;
  readonly resource: ResourceConfiguration | undefined;
}

interface Identification {
  readonly id: string;
  readonly identity?: Value | undefined;
}

/** The object with this ID as a read returns it; the result of the import alone may be incomplete. */
export const readObject = async (
  context: EngineContext,
  importing: Importing,
  address: string,
  identified: Identification,
  provider: Provider,
): Promise<ReadObject> =>
  tracedWithProblems(
    () => objectSpan('import', importing.type, address),
    () => importAndRead(context, importing, address, identified, provider),
  );

async function importAndRead(
  context: EngineContext,
  { type, resource }: Importing,
  address: string,
  { id, identity: given }: Identification,
  provider: Provider,
): Promise<ReadObject> {
  const schema = provider.schemas.resource(type);
  if (schema === undefined) {
    return {
      diagnostics: [
        schemaMissing(
          address,
          type,
          provider.schemas.source,
          nearest(type, provider.schemas.resourceTypes()),
          resource,
        ),
      ],
    };
  }
  const named = given === undefined ? undefined : identityOfType(given, provider.schemas, type, address);
  if (named?.problem !== undefined) return { diagnostics: placeDiagnostics([named.problem], address, resource) };
  const imported = await provider.import({
    type,
    ...(named === undefined ? { id } : { id: '', identity: named.value }),
    context: callContext(context),
  });
  const diagnostics = placeDiagnostics(imported.diagnostics, address, resource);
  const object = imported.objects[0];
  if (hasErrors(diagnostics)) return { diagnostics };
  if (object === undefined) return { diagnostics: [...diagnostics, importMissing(address, id)] };
  // Terraform refuses both since version 1.5: the configuration has no address for further objects.
  if (imported.objects.length > 1 || object.type !== type) {
    const types = imported.objects.map((one) => one.type);
    return { diagnostics: [...diagnostics, importUnexpected(address, id, types, provider.schemas.source)] };
  }
  const started = context.clock();
  const known = identify(object.state, schema);
  const tell = (event: 'refresh-start' | 'refresh-complete'): void =>
    context.emit({
      type: event,
      address,
      action: 'read',
      ...(known === undefined ? {} : { id: known }),
      elapsedMs: context.clock() - started,
    });
  tell('refresh-start');
  const read = await provider.read({
    type,
    address,
    state: object.state,
    ...(object.private === undefined ? {} : { private: object.private }),
    ...(object.identity === undefined ? {} : { identity: object.identity }),
    context: callContext(context),
  });
  tell('refresh-complete');
  diagnostics.push(...placeDiagnostics(read.diagnostics, address, resource));
  if (hasErrors(diagnostics)) return { diagnostics };
  if (read.state === null) return { diagnostics: [...diagnostics, importMissing(address, id)] };
  const identity = identityState(provider.schemas, type, read.identity ?? object.identity, undefined);
  return { object: { state: read.state, private: read.private, identity, schema }, diagnostics };
}
