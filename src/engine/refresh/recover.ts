import {
  hasErrors,
  decodeValue,
  formatInstance,
  formatResource,
  impliedType,
  valueFromJson,
  type Diagnostic,
  type Interrupted,
  type Limiter,
  type Schema,
  type Value,
  configuredResource,
} from '../../model/index.js';
import type { Provider } from '../../providers/provider.js';
import { callContext, placeDiagnostics, type EngineContext } from '../context.js';
import { markSensitiveAttributes } from '../diff/sensitivity.js';
import { interruptedUnclear, schemaMissing, stoppedWaiting } from '../diagnostics.js';
import { readObject } from '../import.js';
import { storedIdentity, toObjectState, type StoredIdentity } from '../object-state.js';
import type { LocateRequest, LocateResponse } from '../../providers/requests.js';
import { LandingWait } from './landing.js';
import { lookByIdentity } from './look-by-identity.js';
import { lostCreate } from './lost-create.js';
import type { RefreshedObject } from './refresh.js';

interface Recovered {
  readonly object?: RefreshedObject;
  readonly diagnostics: readonly Diagnostic[];
}

/**
 * Asks the provider about a create whose answer was never recorded. Found: the object is adopted as if the answer had
 * arrived. Absent: accepted only once the request can no longer be carried out; until then, the provider is asked
 * again. Unclear, or a provider that cannot search: the user decides; nothing is guessed.
 *
 * Interrupted updates and deletes need no search: the object is in state, and an ordinary read shows its condition.
 */
export async function recoverCreate(
  context: EngineContext,
  interrupted: Interrupted,
  provider: Provider,
  limit: Limiter,
): Promise<Recovered> {
  const { begin } = interrupted;
  const resourceKey = formatResource(begin.resource);
  const address = formatInstance(resourceKey, begin.key);
  const resource = configuredResource(context.configuration, resourceKey);
  const { type } = begin.resource;
  const schema = provider.schemas.resource(type);
  if (schema === undefined) return { diagnostics: [schemaMissing(address, type, provider.schemas.source)] };
  const locator = provider.abilities.locate;
  const started = context.clock();
  const report = (outcome: 'adopted' | 'absent'): void =>
    context.emit({ type: 'recovered', address, action: 'create', outcome, elapsedMs: context.clock() - started });
  const told = async (warnings: readonly Diagnostic[]): Promise<Recovered> => {
    const outcome = context.outcomes?.get(address);
    if (outcome === undefined) {
      if (hasErrors(warnings)) return { diagnostics: warnings };
      const seen = await limit(() => lookByIdentity(context, interrupted, schema, provider));
      return { diagnostics: [...warnings, interruptedUnclear(lostCreate(context, interrupted, schema), seen)] };
    }
    if (outcome === 'given-up') {
      report('absent');
      return { diagnostics: [] };
    }
    const read = await limit(() => readObject(context, { type, resource }, address, outcome, provider));
    if (read.object === undefined) return { diagnostics: read.diagnostics };
    report('adopted');
    return { object: adopted(begin, address, schema, read.object, provider), diagnostics: read.diagnostics };
  };
  if (locator === undefined) return told([]);

  const request = locateRequest(context, interrupted, schema);
  // Does not occupy a provider call slot while waiting between checks.
  const look = async (): Promise<LocateResponse> => limit(() => locator.locate(request));
  const response = await lookUntilCertain(look, new LandingWait(context, begin, address, locator));
  if (response === 'stopped') return { diagnostics: [stoppedWaiting(address, begin.action)] };
  const diagnostics = placeDiagnostics(response.diagnostics, address, resource);
  switch (response.outcome) {
    case 'absent':
      report('absent');
      return { diagnostics };
    case 'unclear':
      return told(diagnostics);
    case 'found':
      report('adopted');
      return { object: adopted(begin, address, schema, response, provider), diagnostics };
  }
}

/** Repeats the search until the provider is certain, or until the request can no longer be carried out. */
async function lookUntilCertain(
  look: () => Promise<LocateResponse>,
  wait: LandingWait,
): Promise<LocateResponse | 'stopped'> {
  for (;;) {
    const response = await look();
    if (response.outcome !== 'absent' || response.certain === true) return response;
    const next = await wait.next();
    if (next === 'stopped') return 'stopped';
    if (next === 'over') return response;
  }
}

function locateRequest(context: EngineContext, { begin, notes }: Interrupted, schema: Schema): LocateRequest {
  const { type } = begin.resource;
  return {
    type,
    action: begin.action,
    planned: decodeValue(begin.intent.planned),
    evidence: begin.intent.evidence ?? null,
    managed: managedObjects(context, type, schema),
    notes,
    requestKey: begin.intent.requestKey,
    ...(begin.intent.private === undefined ? {} : { private: begin.intent.private }),
    context: callContext(context),
  };
}

/** An object that the provider has found, or that was read by its import ID. */
interface Found {
  readonly state: Value;
  readonly private?: string | undefined;
  readonly identity?: StoredIdentity | undefined;
}

/** The object as if its answer had arrived. */
function adopted(
  begin: Interrupted['begin'],
  address: string,
  schema: Schema,
  found: Found,
  provider: Provider,
): RefreshedObject {
  const { state, private: kept, identity } = found;
  const value: Value = markSensitiveAttributes(state, schema.block);
  return {
    ref: { resource: begin.resource, key: begin.key, provider: begin.provider },
    resourceKey: formatResource(begin.resource),
    address,
    remembered: null,
    value,
    plain: state,
    status: 'ready',
    private: kept,
    ...storedIdentity(provider.schemas, begin.resource.type, identity),
    changed: true,
    object: toObjectState(value, schema, {
      status: 'ready',
      private: kept,
      identity,
      dependencies: begin.intent.dependencies,
      createBeforeDestroy: begin.intent.createBeforeDestroy,
    }),
    schema,
  };
}

/** Every object of a type in state, including deposed ones. */
function managedObjects(context: EngineContext, type: string, schema: Schema): readonly Value[] {
  const objects: Value[] = [];
  for (const resource of context.state.resources.values()) {
    if (resource.address.type !== type || resource.address.mode === 'data') continue;
    for (const instance of resource.instances.values()) {
      for (const object of [instance.current, ...instance.deposed.values()]) {
        if (object?.schemaVersion === schema.version)
          objects.push(valueFromJson(object.attributes, impliedType(schema.block)));
      }
    }
  }
  return objects;
}
