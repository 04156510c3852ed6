import {
  formatInstance,
  formatResource,
  parseProviderConfig,
  valuesEqual,
  type Diagnostic,
  type ObjectRef,
  type ObjectState,
  type Schema,
  type Value,
} from '../../model/index.js';
import type { Provider } from '../../providers/provider.js';
import { callContext, placeDiagnostics, type EngineContext } from '../context.js';
import { markSensitiveAttributes } from '../diff/sensitivity.js';
import { schemaMissing, schemaTooNew } from '../diagnostics.js';
import { toObjectState, withStateMarks } from '../object-state.js';
import { limiter } from '../schedule.js';

/** One object of the state, as remembered and as found. */
export interface RefreshedObject {
  readonly ref: ObjectRef;
  readonly address: string;
  /** The stored object brought to today's schema, with its marks; null when state knew of none (a recovered create). */
  readonly remembered: Value;
  /** What is really there, with marks; null when it is gone. */
  readonly value: Value;
  readonly status: ObjectState['status'];
  readonly private?: string | undefined;
  /** What apply writes into state first, when it differs from what is there. */
  readonly changed: boolean;
  readonly object: ObjectState | null;
  readonly schema: Schema;
  readonly diagnostics: readonly Diagnostic[];
}

/** Asks the world about objects of the state, each once, as many at a time as allowed. */
export interface Refresher {
  object(ref: ObjectRef, stored: ObjectState, provider: Provider): Promise<RefreshedObject | undefined>;
  /** Problems met so far, in the order of the objects' completion. */
  readonly diagnostics: Diagnostic[];
  /** Every object refreshed so far. */
  readonly objects: ReadonlyMap<string, RefreshedObject>;
}

export function refreshAddress(ref: Pick<ObjectRef, 'resource' | 'key' | 'deposed'>): string {
  const address = formatInstance(formatResource(ref.resource), ref.key);
  return ref.deposed === undefined ? address : `${address} (deposed ${ref.deposed})`;
}

export function createRefresher(context: EngineContext, options: { readonly read: boolean }): Refresher {
  const limit = limiter(context.parallelism);
  const running = new Map<string, Promise<RefreshedObject | undefined>>();
  const objects = new Map<string, RefreshedObject>();
  const diagnostics: Diagnostic[] = [];

  const refresh = async (
    id: string,
    ref: ObjectRef,
    stored: ObjectState,
    provider: Provider,
  ): Promise<RefreshedObject | undefined> => {
    const result = await refreshObject(context, ref, stored, provider, options.read ? limit : undefined);
    diagnostics.push(...result.diagnostics);
    if (result.object !== undefined) objects.set(id, result.object);
    return result.object;
  };

  return {
    diagnostics,
    objects,
    object(ref, stored, provider) {
      const id = refreshAddress(ref);
      let found = running.get(id);
      if (found === undefined) {
        found = refresh(id, ref, stored, provider);
        running.set(id, found);
      }
      return found;
    },
  };
}

async function refreshObject(
  context: EngineContext,
  ref: ObjectRef,
  stored: ObjectState,
  provider: Provider,
  limit: ReturnType<typeof limiter> | undefined,
): Promise<{ readonly object?: RefreshedObject; readonly diagnostics: readonly Diagnostic[] }> {
  const resourceKey = formatResource(ref.resource);
  const address = formatInstance(resourceKey, ref.key);
  const resource = context.configuration.resources.get(resourceKey);
  const { type } = ref.resource;
  const schema = provider.schemas.resource(type);
  if (schema === undefined) return { diagnostics: [schemaMissing(address, type, provider.schemas.source)] };
  if (stored.schemaVersion > schema.version)
    return { diagnostics: [schemaTooNew(address, stored.schemaVersion, schema.version)] };

  const upgraded = await provider.upgrade({ type, version: stored.schemaVersion, attributes: stored.attributes });
  const upgradeDiagnostics = placeDiagnostics(upgraded.diagnostics, address, resource);
  if (upgradeDiagnostics.some((diagnostic) => diagnostic.severity === 'error'))
    return { diagnostics: upgradeDiagnostics };
  const remembered = withStateMarks(markSensitiveAttributes(upgraded.state, schema.block), stored);
  const base = { ref, address, remembered, status: stored.status, schema };

  if (limit === undefined) {
    const changed = stored.schemaVersion !== schema.version;
    const object = changed ? encode(remembered, schema, stored, stored.private) : stored;
    return {
      object: { ...base, value: remembered, private: stored.private, changed, object, diagnostics: [] },
      diagnostics: upgradeDiagnostics,
    };
  }

  const started = context.clock();
  const event = { address, action: 'read' as const, ...(ref.deposed === undefined ? {} : { deposed: ref.deposed }) };
  const response = await limit(async () => {
    context.emit({ type: 'refresh-start', ...event, elapsedMs: 0 });
    return provider.read({
      type,
      state: upgraded.state,
      ...(stored.private === undefined ? {} : { private: stored.private }),
      context: callContext(context, {
        progress: (what) => context.emit({ type: 'waiting', what, elapsedMs: context.clock() - started }),
      }),
    });
  });
  context.emit({ type: 'refresh-complete', ...event, elapsedMs: context.clock() - started });
  const found = placeDiagnostics(response.diagnostics, address, resource);
  const diagnostics = [...upgradeDiagnostics, ...found];
  if (found.some((diagnostic) => diagnostic.severity === 'error')) return { diagnostics };

  if (response.state === null) {
    return { object: { ...base, value: null, changed: true, object: null, diagnostics }, diagnostics };
  }
  const value = withStateMarks(markSensitiveAttributes(response.state, schema.block), stored);
  const changed =
    stored.schemaVersion !== schema.version || response.private !== stored.private || !valuesEqual(value, remembered);
  const object = changed ? encode(value, schema, stored, response.private) : stored;
  return { object: { ...base, value, private: response.private, changed, object, diagnostics }, diagnostics };
}

function encode(value: Value, schema: Schema, stored: ObjectState, privateBytes: string | undefined): ObjectState {
  return toObjectState(value, schema, {
    status: stored.status,
    private: privateBytes,
    dependencies: stored.dependencies,
    createBeforeDestroy: stored.createBeforeDestroy,
  });
}

/** The provider configuration a state entry names. */
export function providerOf(ref: Pick<ObjectRef, 'provider'>): { readonly source: string; readonly alias?: string } {
  return parseProviderConfig(ref.provider) ?? { source: ref.provider };
}
