import {
  append,
  configuredResource,
  errorDiagnostic,
  formatInstance,
  formatResource,
  hasErrors,
  parseAddress,
  storedProvider,
  type Diagnostic,
  type InstanceState,
  type ObjectRef,
  type ObjectState,
  type ProviderSource,
  type RefreshedEntry,
  type ResourceConfiguration,
  type ResourceState,
  type State,
} from '../../model/index.js';
import type { Provider } from '../../providers/provider.js';
import { placeDiagnostics, type EngineContext } from '../context.js';
import { providerMissing, schemaMissing } from '../diagnostics.js';
import { markSensitiveAttributes } from '../diff/sensitivity.js';
import { identityState, identityToUpgrade, providerText, toObjectState } from '../object-state.js';
import { providerAddress } from '../walk/provider-configurations.js';
import { moveObjects, type Moved } from './moves.js';

/**
 * The state after all moves. An object that gets another type, or another provider, is converted by the provider of the
 * resource it becomes.
 */
export async function moveState(context: EngineContext): Promise<Moved> {
  const moved = moveObjects(context.state, context.configuration);
  const converted = new Map<string, ResourceState>();
  const diagnostics: Diagnostic[] = [];
  for (const key of new Set([...moved.moves.values()].map(({ to }) => resourceOf(to)))) {
    const found = moved.state.resources.get(key);
    if (found === undefined) continue;
    const conversion = await convertResource(context, moved, key, found);
    append(diagnostics, conversion.diagnostics);
    if (conversion.resource !== undefined) converted.set(key, conversion.resource);
  }
  if (converted.size === 0) return { ...moved, diagnostics: [...moved.diagnostics, ...diagnostics] };
  const resources = new Map(moved.state.resources);
  for (const [key, resource] of converted) resources.set(key, resource);
  const state: State = { ...moved.state, resources };
  const entries = moved.entries.map((entry) => entryOf(entry, converted));
  return { ...moved, state, entries, diagnostics: [...moved.diagnostics, ...diagnostics] };
}

interface Conversion {
  /** Absent if nothing had to be converted. */
  readonly resource?: ResourceState;
  readonly diagnostics: readonly Diagnostic[];
}

async function convertResource(
  context: EngineContext,
  { moves }: Pick<Moved, 'moves'>,
  key: string,
  found: ResourceState,
): Promise<Conversion> {
  const { configuration } = context;
  const { source } = storedProvider(found.provider);
  const { type } = found.address;
  const resource = configuredResource(configuration, key);
  // Without a configuration the object is deleted, by the provider that its new type implies.
  const wanted = providerAddress(configuration, resource?.provider ?? { name: type.replace(/_.*/s, '') });
  const target = wanted.source;
  const isOther = (address: string): boolean => typeOf(address) !== type || target !== source;
  const instances = [...found.instances].filter(([, { key: own }]) => {
    const from = moves.get(formatInstance(key, own))?.from;
    return from !== undefined && isOther(from);
  });
  if (instances.length === 0) return { diagnostics: [] };
  const provider = await context.providers.unconfigured(target);
  if (provider === undefined) return { diagnostics: [providerMissing(context.providers, key, target)] };
  const diagnostics: Diagnostic[] = [];
  const next = new Map(found.instances);
  for (const [id, instance] of instances) {
    const address = formatInstance(key, instance.key);
    const { from } = moves.get(address) ?? { from: address };
    // Without the ability, another provider of the same type takes over the object as it is.
    if (provider.abilities.moves === undefined && typeOf(from) === type) continue;
    const converter = new Converter(provider, { source, fromType: typeOf(from), from, type, address, resource });
    next.set(id, await converter.instance(instance));
    append(diagnostics, converter.diagnostics);
  }
  return { resource: { ...found, provider: providerText(wanted), instances: next }, diagnostics };
}

interface Change {
  readonly source: ProviderSource;
  readonly fromType: string;
  readonly from: string;
  readonly type: string;
  readonly address: string;
  readonly resource: ResourceConfiguration | undefined;
}

/** Converts the objects of one instance. One that cannot be converted is left out, beside an error. */
class Converter {
  readonly diagnostics: Diagnostic[] = [];
  readonly #provider: Provider;
  readonly #change: Change;

  constructor(provider: Provider, change: Change) {
    this.#provider = provider;
    this.#change = change;
  }

  async instance({ key, current, deposed }: InstanceState): Promise<InstanceState> {
    const now = current === undefined ? undefined : await this.#object(current);
    const others = new Map<string, ObjectState>();
    for (const [id, object] of deposed) {
      const converted = await this.#object(object);
      if (converted !== undefined) others.set(id, converted);
    }
    return { key, ...(now !== undefined && { current: now }), deposed: others };
  }

  async #object(stored: ObjectState): Promise<ObjectState | undefined> {
    const { type, fromType, source, address, resource } = this.#change;
    const { moves } = this.#provider.abilities;
    const schema = this.#provider.schemas.resource(type);
    if (schema === undefined) {
      this.diagnostics.push(schemaMissing(address, type, this.#provider.schemas.source));
      return undefined;
    }
    if (moves === undefined) {
      this.diagnostics.push(cannotMove(this.#change, this.#provider.schemas.source));
      return undefined;
    }
    const answer = await moves.move({
      source,
      sourceType: fromType,
      version: stored.schemaVersion,
      attributes: stored.attributes,
      ...(stored.private !== undefined && { private: stored.private }),
      ...(stored.identity === undefined ? {} : identityToUpgrade(stored)),
      type,
    });
    const diagnostics = placeDiagnostics(answer.diagnostics, address, resource);
    append(this.diagnostics, diagnostics);
    if (hasErrors(diagnostics)) return undefined;
    if (answer.state === null) {
      const reason = `The provider ${this.#provider.schemas.source} returned no object, which is a defect of the provider.`;
      this.diagnostics.push(refused(this.#change.from, address, resource, reason));
      return undefined;
    }
    return toObjectState(markSensitiveAttributes(answer.state, schema.block), schema, {
      status: stored.status,
      private: answer.private,
      dependencies: stored.dependencies,
      createBeforeDestroy: stored.createBeforeDestroy,
      identity: identityState(this.#provider.schemas, type, answer.identity, undefined),
    });
  }
}

/** The entry of an object that has come, with the object as it was converted. */
function entryOf(entry: RefreshedEntry, converted: ReadonlyMap<string, ResourceState>): RefreshedEntry {
  if (entry.object === null) return entry;
  const resource = converted.get(formatResource(entry.ref.resource));
  if (resource === undefined) return entry;
  const ref: ObjectRef = { ...entry.ref, provider: resource.provider };
  const instance = [...resource.instances.values()].find(({ key }) => key === ref.key);
  const object = ref.deposed === undefined ? instance?.current : instance?.deposed.get(ref.deposed);
  return object === undefined ? entry : { ref, object };
}

const resourceOf = (address: string): string => {
  const parsed = parseAddress(address);
  return parsed === undefined ? address : formatResource(parsed.resource);
};

const typeOf = (address: string): string => parseAddress(address)?.resource.type ?? '';

function cannotMove({ from, address, fromType, type, resource }: Change, source: ProviderSource): Diagnostic {
  const what = fromType === type ? 'objects of another provider' : `objects of the type ${fromType}`;
  return refused(from, address, resource, `The provider ${source} does not convert ${what}.`);
}

const refused = (
  from: string,
  address: string,
  resource: ResourceConfiguration | undefined,
  reason: string,
): Diagnostic =>
  errorDiagnostic('move-unsupported', `${from} cannot become ${address}`, {
    address,
    ...(resource !== undefined && { source: resource.body.source }),
    ...(resource?.origin !== undefined && { origin: resource.origin }),
    detail: `${reason} Replace the moved block with a removed block for the old address and an import block for the new one.`,
  });
