import {
  formatInstance,
  formatResource,
  hasErrors,
  parseProviderConfig,
  valuesEqual,
  type Diagnostic,
  type ObjectRef,
  type ObjectState,
  type Schema,
  type Value,
} from '../../model/index.js';
import type { Provider } from '../../providers/provider.js';
import type { ReadResponse } from '../../providers/requests.js';
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

type Refreshed = { readonly object?: RefreshedObject; readonly diagnostics: readonly Diagnostic[] };

async function refreshObject(
  context: EngineContext,
  ref: ObjectRef,
  stored: ObjectState,
  provider: Provider,
  limit: ReturnType<typeof limiter> | undefined,
): Promise<Refreshed> {
  const resourceKey = formatResource(ref.resource);
  const address = formatInstance(resourceKey, ref.key);
  const resource = context.configuration.resources.get(resourceKey);
  const { type } = ref.resource;
  const { status } = stored;
  const schema = provider.schemas.resource(type);
  if (schema === undefined) return { diagnostics: [schemaMissing(address, type, provider.schemas.source)] };
  if (stored.schemaVersion > schema.version)
    return { diagnostics: [schemaTooNew(address, stored.schemaVersion, schema.version)] };

  const upgraded = await provider.upgrade({ type, version: stored.schemaVersion, attributes: stored.attributes });
  const upgradeDiagnostics = placeDiagnostics(upgraded.diagnostics, address, resource);
  if (hasErrors(upgradeDiagnostics)) return { diagnostics: upgradeDiagnostics };
  const remembered = withStateMarks(markSensitiveAttributes(upgraded.state, schema.block), stored);
  const outdated = stored.schemaVersion !== schema.version;

  // Each object is written out with all its fields in one order: there is one for everything in state.
  if (limit === undefined) {
    const { private: privateBytes } = stored;
    const object = outdated ? encode(remembered, schema, stored, privateBytes) : stored;
    const value = remembered;
    return {
      // prettier-ignore
      object: { ref, address, remembered, value, status, private: privateBytes, changed: outdated, object, schema, diagnostics: [] },
      diagnostics: upgradeDiagnostics,
    };
  }

  const response = await limit(() => read(context, ref, address, upgraded.state, stored, provider));
  const found = placeDiagnostics(response.diagnostics, address, resource);
  const diagnostics = [...upgradeDiagnostics, ...found];
  if (hasErrors(found)) return { diagnostics };

  const { private: privateBytes } = response;
  if (response.state === null) {
    return {
      // prettier-ignore
      object: { ref, address, remembered, value: null, status, private: undefined, changed: true, object: null, schema, diagnostics },
      diagnostics,
    };
  }
  const same = response.state === upgraded.state;
  const value = same ? remembered : withStateMarks(markSensitiveAttributes(response.state, schema.block), stored);
  const changed = outdated || privateBytes !== stored.private || (!same && !valuesEqual(value, remembered));
  const object = changed ? encode(value, schema, stored, privateBytes) : stored;
  return {
    object: { ref, address, remembered, value, status, private: privateBytes, changed, object, schema, diagnostics },
    diagnostics,
  };
}

async function read(
  context: EngineContext,
  ref: ObjectRef,
  address: string,
  state: Value,
  stored: ObjectState,
  provider: Provider,
): Promise<ReadResponse> {
  const started = context.clock();
  const event = { address, action: 'read' as const, ...(ref.deposed === undefined ? {} : { deposed: ref.deposed }) };
  context.emit({ type: 'refresh-start', ...event, elapsedMs: 0 });
  const response = await provider.read({
    type: ref.resource.type,
    state,
    ...(stored.private === undefined ? {} : { private: stored.private }),
    context: callContext(context, {
      progress: (what) => context.emit({ type: 'waiting', what, elapsedMs: context.clock() - started }),
    }),
  });
  context.emit({ type: 'refresh-complete', ...event, elapsedMs: context.clock() - started });
  return response;
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
