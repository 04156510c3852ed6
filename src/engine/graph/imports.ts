import {
  addressIn,
  configuredName,
  type ConfigResource,
  type Configuration,
  type ImportConfiguration,
  type ImportTarget,
} from '../../model/index.js';

/** The resource that an import block names, without keys. */
export const importedResource = ({ modules, type, name }: ImportTarget): ConfigResource =>
  configuredName(addressIn(modules.map((step) => `module.${step.name}`).join('.'), `${type}.${name}`));

const grouped = new WeakMap<Configuration, ReadonlyMap<ConfigResource, readonly ImportConfiguration[]>>();

/** The import blocks of a configuration, by the resource that they name. */
export function importsByResource(
  configuration: Configuration,
): ReadonlyMap<ConfigResource, readonly ImportConfiguration[]> {
  const known = grouped.get(configuration);
  if (known !== undefined) return known;
  const found = new Map<ConfigResource, ImportConfiguration[]>();
  for (const block of configuration.imports) {
    const resource = importedResource(block.to);
    const others = found.get(resource);
    if (others === undefined) found.set(resource, [block]);
    else others.push(block);
  }
  grouped.set(configuration, found);
  return found;
}

/** Whether configuration can be generated for the target of an import block: a resource of the root module, without instances. */
export const canGenerate = ({ to, forEach }: ImportConfiguration): boolean =>
  to.modules.length === 0 && to.key === undefined && forEach === undefined;
