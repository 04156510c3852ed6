import {
  configuredName,
  formatResource,
  modulePathOf,
  NO_LIFECYCLE,
  storedProvider,
  type Configuration,
  type EarlierInstances,
  type Expression,
  type InstanceKey,
  type ModuleConfiguration,
  type ProviderReference,
  type ResourceConfiguration,
  type Value,
} from '../model/index.js';
import type { BeforeLastRun } from '../state/index.js';

/** The configured value of an instance; `now` is that of another one. */
export type Earlier = (now: (resourceKey: string, key: InstanceKey) => Value | undefined) => Value;

/** A configuration in which resources have the instances that they had before a run, with their values. */
export function withEarlier(
  configuration: Configuration,
  entries: readonly BeforeLastRun[],
  values: ReadonlyMap<string, Earlier>,
): Configuration {
  const byModule = new Map<string, Map<string, BeforeLastRun[]>>();
  for (const entry of entries) {
    const path = modulePathOf(entry.ref.resource.module);
    const ofModule = byModule.get(path) ?? new Map<string, BeforeLastRun[]>();
    const name = configuredName(formatResource(entry.ref.resource));
    ofModule.set(name, [...(ofModule.get(name) ?? []), entry]);
    byModule.set(path, ofModule);
  }
  return { ...configuration, ...changed(configuration, configuration, byModule, values), imports: [] };
}

type ByModule = ReadonlyMap<string, ReadonlyMap<string, readonly BeforeLastRun[]>>;

function changed<M extends ModuleConfiguration>(
  module: M,
  root: Configuration,
  byModule: ByModule,
  values: ReadonlyMap<string, Earlier>,
): M {
  const resources = new Map(module.resources);
  const own = byModule.get(module.path) ?? new Map<string, readonly BeforeLastRun[]>();
  for (const entries of own.values()) {
    const [first] = entries;
    if (first === undefined) continue;
    const { mode: _, type, name } = first.ref.resource;
    const local = `${type}.${name}`;
    const resource = earlierResource(module, root, resources.get(local), entries, values, own);
    if (resource !== undefined) resources.set(local, resource);
  }
  const calls = new Map(
    [...module.calls].map(([name, call]) => [name, { ...call, module: changed(call.module, root, byModule, values) }]),
  );
  return { ...module, resources, calls, moved: [], removed: [] };
}

function earlierResource(
  module: ModuleConfiguration,
  root: Configuration,
  configured: ResourceConfiguration | undefined,
  entries: readonly BeforeLastRun[],
  values: ReadonlyMap<string, Earlier>,
  others: ReadonlyMap<string, unknown>,
): ResourceConfiguration | undefined {
  const returning = entries.filter(({ before }) => before !== null);
  const [first] = returning;
  if (first === undefined && configured === undefined) return undefined;
  const { ref } = first ?? entries[0] ?? {};
  if (ref === undefined) return undefined;
  const address = { ...ref.resource, module: module.path };
  const createBeforeDestroy = returning.some(({ before }) => before?.createBeforeDestroy === true);
  const provider = configured?.provider ?? referenceTo(root, ref.provider, ref.resource.type);
  return {
    address,
    key: formatResource(address),
    provider,
    body: { content: {}, source: configured?.body.source ?? { file: '', path: [] } },
    ...repetitionOf(ref.key),
    dependsOn: dependenciesIn(module.path, returning, others),
    lifecycle: {
      ...NO_LIFECYCLE,
      preventDestroy: configured?.lifecycle.preventDestroy ?? false,
      createBeforeDestroy: configured?.lifecycle.createBeforeDestroy ?? createBeforeDestroy,
    },
    earlier: earlierInstances(returning, values),
    ...(configured?.origin === undefined ? {} : { origin: configured.origin }),
  };
}

function earlierInstances(returning: readonly BeforeLastRun[], values: ReadonlyMap<string, Earlier>): EarlierInstances {
  const keys = new Map<string, InstanceKey[]>();
  for (const { ref } of returning) {
    const resourceKey = formatResource(ref.resource);
    const known = keys.get(resourceKey);
    if (known === undefined) keys.set(resourceKey, [ref.key]);
    else known.push(ref.key);
  }
  return {
    keysOf: (resourceKey) => keys.get(resourceKey) ?? [],
    valueOf: (instance, now) => values.get(instance)?.(now) ?? null,
  };
}

/** What gives its values the shape that keys of this kind need; the instances do not depend on it. */
function repetitionOf(key: InstanceKey): Pick<ResourceConfiguration, 'count' | 'forEach'> {
  const nothing: Expression = { kind: 'literal', value: null };
  return typeof key === 'number' ? { count: nothing } : typeof key === 'string' ? { forEach: nothing } : {};
}

/** References to the other resources that go back and that these depended on, in the same module. */
function dependenciesIn(
  module: string,
  returning: readonly BeforeLastRun[],
  others: ReadonlyMap<string, unknown>,
): readonly Expression[] {
  const names = new Set(returning.flatMap(({ before }) => before?.dependencies ?? []));
  return [...names].flatMap((name): Expression[] => {
    if (!others.has(name)) return [];
    const [root = '', key = ''] = name.slice(module === '' ? 0 : module.length + 1).split('.');
    return [{ kind: 'traversal', root, steps: [{ kind: 'attribute', key }] }];
  });
}

/** The name that the configuration has for the provider of an object. */
function referenceTo(root: Configuration, provider: string, type: string): ProviderReference {
  const { source, alias, module } = storedProvider(provider);
  const [local] =
    [...root.terraform.requiredProviders].find(([, required]) => sameSource(required.source, source)) ?? [];
  return {
    name: local ?? type.split('_')[0] ?? type,
    ...(alias === undefined ? {} : { alias }),
    ...(module === undefined ? {} : { module }),
  };
}

/** A source as required may lack the default host. */
const sameSource = (required: string, stored: string): boolean =>
  stored === required || stored.endsWith(`/${required}`);
