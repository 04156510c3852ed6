import {
  after,
  hasErrors,
  objectSpan,
  tracedWithProblems,
  valuesEqual,
  type BeginEntry,
  type Diagnostic,
  type Eventual,
  type Limiter,
  type Mutable,
  type ObjectEvent,
  type ObjectRef,
  type ObjectState,
  type Schema,
  type Value,
  configuredResource,
} from '../../model/index.js';
import type { Provider } from '../../providers/provider.js';
import type { ReadRequest, ReadResponse, UpgradeRequest, UpgradeResponse } from '../../providers/requests.js';
import { callContext, placeDiagnostics, type EngineContext } from '../context.js';
import { markSensitiveAttributes } from '../diff/sensitivity.js';
import { schemaMissing, schemaTooNew } from '../diagnostics.js';
import {
  identityState,
  identityToUpgrade,
  toObjectState,
  withStateMarks,
  type StoredIdentity,
} from '../object-state.js';
import { identify } from '../identify.js';
import { interruptedChanges, readLateChange } from './late-change.js';
import { objectId } from './object-id.js';

/** One object in state, and its location there. */
export interface StoredObject {
  readonly ref: ObjectRef;
  readonly resourceKey: string;
  /** The address of the instance; a deposed object shares it with the current one. */
  readonly address: string;
  readonly stored: ObjectState;
}

/** One object as stored in state and as found by the refresh. */
export interface RefreshedObject {
  readonly ref: ObjectRef;
  readonly resourceKey: string;
  readonly address: string;
  /**
   * The stored object upgraded to the current schema, with its marks; null if it was not in state (a recovered create).
   */
  readonly remembered: Value;
  /** The real object: `value` with marks, `plain` without, as the provider returned it; null if it is gone. */
  readonly value: Value;
  readonly plain: Value;
  readonly status: ObjectState['status'];
  readonly private?: string | undefined;
  readonly identity?: Value | undefined;
  /** Whether the object differs from state, so that apply must record it first. */
  readonly changed: boolean;
  readonly object: ObjectState | null;
  readonly schema: Schema;
}

/** Reads the real objects behind state, each once, with limited concurrency. */
export interface Refresher {
  /** Undefined if it cannot be read; the reason is among the diagnostics. */
  object(object: StoredObject, provider: Provider): Eventual<RefreshedObject | undefined>;
  /** Problems so far, in the order in which objects were completed. */
  readonly diagnostics: Diagnostic[];
  /** Every object refreshed so far, by {@link objectId}. */
  readonly objects: ReadonlyMap<string, RefreshedObject>;
}

export function createRefresher(
  context: EngineContext,
  options: { readonly read: boolean; readonly limit: Limiter },
): Refresher {
  const changing = interruptedChanges(context);
  /** Pending refreshes, and objects that could not be read. */
  const asked = new Map<string, Eventual<undefined> | Promise<RefreshedObject | undefined>>();
  const objects = new Map<string, RefreshedObject>();
  const diagnostics: Diagnostic[] = [];
  return {
    diagnostics,
    objects,
    object(one, provider) {
      const id = objectId(one.address, one.ref.deposed);
      const known = objects.get(id);
      if (known !== undefined) return known;
      if (asked.size > 0 && asked.has(id)) return asked.get(id);
      const change = changing.size > 0 ? changing.get(id) : undefined;
      const found = after(refreshObject(context, one, provider, options, change), (result) => {
        if (result.diagnostics.length > 0) diagnostics.push(...result.diagnostics);
        if (result.object !== undefined) objects.set(id, result.object);
        return result.object;
      });
      if (found === undefined || found instanceof Promise) asked.set(id, found);
      return found;
    },
  };
}

type Refreshed = { readonly object?: RefreshedObject; readonly diagnostics: readonly Diagnostic[] };

/** Without `read`, the stored object counts as the real one. */
function refreshObject(
  context: EngineContext,
  one: StoredObject,
  provider: Provider,
  { read, limit }: { readonly read: boolean; readonly limit: Limiter },
  change: BeginEntry | undefined,
): Eventual<Refreshed> {
  const { stored, address } = one;
  const { type } = one.ref.resource;
  const { schemas } = provider;
  const schema = schemas.resource(type);
  if (schema === undefined) return { diagnostics: [schemaMissing(address, type, schemas.source)] };
  if (stored.schemaVersion > schema.version)
    return { diagnostics: [schemaTooNew(address, stored.schemaVersion, schema.version)] };
  const refresh = new ObjectRefresh(context, one, provider, schema);
  const request: UpgradeRequest = {
    type,
    version: stored.schemaVersion,
    attributes: stored.attributes,
    ...(stored.identity === undefined ? {} : identityToUpgrade(stored)),
  };
  const upgraded = limit(() => provider.upgrade(request));
  return after(upgraded, (response) => refresh.upgraded(response, read ? limit : undefined, change));
}

/** The refresh of one object whose schema is known. */
class ObjectRefresh {
  readonly #context: EngineContext;
  readonly #one: StoredObject;
  readonly #provider: Provider;
  readonly #schema: Schema;
  readonly #outdated: boolean;

  constructor(context: EngineContext, one: StoredObject, provider: Provider, schema: Schema) {
    this.#context = context;
    this.#one = one;
    this.#provider = provider;
    this.#schema = schema;
    this.#outdated = one.stored.schemaVersion !== schema.version;
  }

  upgraded(response: UpgradeResponse, limit: Limiter | undefined, change: BeginEntry | undefined): Eventual<Refreshed> {
    const diagnostics = this.#place(response.diagnostics);
    if (hasErrors(diagnostics)) return { diagnostics };
    const remembered = this.#marked(response.state);
    if (limit === undefined) {
      const { private: privateBytes } = this.#one.stored;
      const { identity } = response;
      const found = { state: response.state, private: privateBytes, identity };
      return this.#refreshed(remembered, remembered, found, this.#outdated, diagnostics);
    }
    const answer = change === undefined ? limit(() => this.#read(response)) : this.#readLate(response, limit, change);
    return after(answer, (found) => this.#found(response, remembered, found, diagnostics));
  }

  #found(asked: UpgradeResponse, remembered: Value, response: ReadResponse, upgrade: readonly Diagnostic[]): Refreshed {
    const found = this.#place(response.diagnostics);
    const diagnostics = found.length === 0 ? upgrade : [...upgrade, ...found];
    if (hasErrors(found)) return { diagnostics };
    if (response.state === null) return this.#refreshed(remembered, null, { state: null }, true, diagnostics);
    const same = response.state === asked.state;
    const value = same ? remembered : this.#marked(response.state);
    const changed =
      this.#outdated ||
      response.private !== this.#one.stored.private ||
      (!same && !valuesEqual(value, remembered)) ||
      !isSameIdentity(asked.identity, response.identity);
    return this.#refreshed(remembered, value, response, changed, diagnostics);
  }

  #read({ state, identity }: Pick<UpgradeResponse, 'state' | 'identity'>): Eventual<ReadResponse> {
    const context = this.#context;
    const { ref, stored } = this.#one;
    const started = context.clock();
    const id = identify(state, this.#schema);
    this.#tell('refresh-start', id, 0);
    const progress = (what: string): void =>
      context.emit({ type: 'waiting', what, elapsedMs: context.clock() - started });
    const request: Mutable<ReadRequest> = {
      type: ref.resource.type,
      address: this.#one.address,
      state,
      context: callContext(context, { progress }),
    };
    if (stored.private !== undefined) request.private = stored.private;
    if (identity !== undefined) request.identity = identity;
    const read = tracedWithProblems(
      () => objectSpan('read', ref.resource.type, this.#one.address),
      () => this.#provider.read(request),
    );
    return after(read, (answer) => {
      this.#tell('refresh-complete', id, context.clock() - started);
      return answer;
    });
  }

  /** For an object that an update or a delete of an earlier run may still change. */
  async #readLate({ state, identity }: UpgradeResponse, limit: Limiter, change: BeginEntry): Promise<ReadResponse> {
    const ask = async (about: Value): Promise<ReadResponse> =>
      limit(() => this.#read({ state: about, ...(identity === undefined ? {} : { identity }) }));
    return readLateChange(this.#context, this.#provider, change, this.#schema, state, ask);
  }

  #tell(type: 'refresh-start' | 'refresh-complete', id: ObjectEvent['id'], elapsedMs: number): void {
    const { ref, address } = this.#one;
    const event: Mutable<ObjectEvent> & { readonly type: typeof type } = { type, address, action: 'read', elapsedMs };
    if (id !== undefined) event.id = id;
    if (ref.deposed !== undefined) event.deposed = ref.deposed;
    this.#context.emit(event);
  }

  #refreshed(
    remembered: Value,
    value: Value,
    { state: plain, private: privateBytes, identity }: Found,
    changed: boolean,
    diagnostics: readonly Diagnostic[],
  ): Refreshed {
    const { ref, resourceKey, address, stored } = this.#one;
    const kept = changed ? identityState(this.#provider.schemas, ref.resource.type, identity, stored) : undefined;
    return {
      object: {
        ref,
        resourceKey,
        address,
        remembered,
        value,
        plain,
        status: stored.status,
        private: privateBytes,
        identity,
        changed,
        object: value === null ? null : changed ? encode(value, this.#schema, stored, privateBytes, kept) : stored,
        schema: this.#schema,
      },
      diagnostics,
    };
  }

  #marked(value: Value): Value {
    return withStateMarks(markSensitiveAttributes(value, this.#schema.block), this.#one.stored);
  }

  #place(diagnostics: readonly Diagnostic[]): readonly Diagnostic[] {
    if (diagnostics.length === 0) return diagnostics;
    const { resourceKey, address } = this.#one;
    return placeDiagnostics(diagnostics, address, configuredResource(this.#context.configuration, resourceKey));
  }
}

/** What a refresh found of an object. */
interface Found {
  readonly state: Value;
  readonly private?: string | undefined;
  readonly identity?: Value | undefined;
}

/** A provider that returns no identity does not change it. */
const isSameIdentity = (before: Value | undefined, found: Value | undefined): boolean =>
  found === undefined || (before !== undefined && valuesEqual(before, found));

function encode(
  value: Value,
  schema: Schema,
  stored: ObjectState,
  privateBytes: string | undefined,
  identity: StoredIdentity | undefined,
): ObjectState {
  return toObjectState(value, schema, {
    identity,
    status: stored.status,
    private: privateBytes,
    dependencies: stored.dependencies,
    createBeforeDestroy: stored.createBeforeDestroy,
  });
}
