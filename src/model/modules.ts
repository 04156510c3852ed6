import { configuredName, formatResource, isInModule, modulePathOf, parseAddress, type ModulePath } from './address.js';
import { localAction, type ActionAddress } from './action.js';
import type {
  ActionConfiguration,
  Configuration,
  ModuleConfiguration,
  ResourceConfiguration,
} from './configuration.js';

/** What has been looked up in a configuration with modules. */
interface Index {
  readonly modules: ReadonlyMap<string, ModuleConfiguration>;
  /** By address, with and without the keys of module instances. */
  readonly resources: Map<string, ResourceConfiguration>;
}

const indexes = new WeakMap<Configuration, Index>();

function indexOf(configuration: Configuration): Index {
  let index = indexes.get(configuration);
  if (index === undefined) {
    const modules = new Map<string, ModuleConfiguration>();
    const resources = new Map<string, ResourceConfiguration>();
    const visit = (module: ModuleConfiguration): void => {
      modules.set(module.path, module);
      if (module !== configuration)
        for (const resource of module.resources.values()) resources.set(resource.key, resource);
      for (const call of module.calls.values()) visit(call.module);
    };
    visit(configuration);
    indexes.set(configuration, (index = { modules, resources }));
  }
  return index;
}

/** All modules of a configuration, each after the one that calls it. */
export function modulesOf(configuration: Configuration): readonly ModuleConfiguration[] {
  return configuration.calls.size === 0 ? [configuration] : [...indexOf(configuration).modules.values()];
}

export const moduleAt = (configuration: Configuration, path: ModulePath): ModuleConfiguration | undefined =>
  path === '' ? configuration : indexOf(configuration).modules.get(path);

/**
 * The configuration of a resource. The address may be that of a resource in an instance of a module: the result then
 * has this address.
 */
export function configuredResource(configuration: Configuration, key: string): ResourceConfiguration | undefined {
  if (!isInModule(key)) return configuration.resources.get(key);
  const { resources } = indexOf(configuration);
  const known = resources.get(key);
  if (known !== undefined) return known;
  const resource = resources.get(configuredName(key));
  const address = resource === undefined ? undefined : parseAddress(key)?.resource;
  if (resource === undefined || address === undefined) return undefined;
  const own = { ...resource, address, key: formatResource(address) };
  resources.set(key, own);
  return own;
}

/** All resources of a configuration, those of its modules included. */
export function allResources(configuration: Configuration): Iterable<ResourceConfiguration> {
  if (configuration.calls.size === 0) return configuration.resources.values();
  return modulesOf(configuration).flatMap(({ resources }) => [...resources.values()]);
}

/** The configuration of an action, which may be in an instance of a module. */
export const configuredAction = (
  configuration: Configuration,
  address: ActionAddress,
): ActionConfiguration | undefined =>
  moduleAt(configuration, modulePathOf(address.module))?.actions.get(localAction(address));

/** All actions of a configuration, those of its modules included. */
export const allActions = (configuration: Configuration): readonly ActionConfiguration[] =>
  modulesOf(configuration).flatMap(({ actions }) => [...actions.values()]);
