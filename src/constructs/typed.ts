import type { ActionArguments, ActionOptions } from './action.js';
import type { RequiredProvider } from './element.js';
import type { ModuleArguments, ModuleOptions } from './module.js';
import type { ProviderOptions } from './provider.js';
import type { BlockOptions, MetaArguments } from './resource.js';
import type { Fields } from './shape.js';

/** Converts the configuration of a generated class to the options of a resource or data source. */
export function blockOptions(
  provider: RequiredProvider,
  type: string,
  fields: Fields,
  config: MetaArguments,
): BlockOptions {
  const { provider: configuredBy, dependsOn, count, forEach, lifecycle, ...attributes } = config;
  return {
    type,
    source: provider.source,
    version: provider.version,
    fields,
    attributes,
    provider: configuredBy,
    dependsOn,
    count,
    forEach,
    lifecycle,
  };
}

/** Converts the configuration of a generated class to the options of an action. */
export function actionOptions(
  { source, version }: RequiredProvider,
  type: string,
  fields: Fields,
  { provider, count, forEach, ...config }: ActionArguments,
): ActionOptions {
  return { type, source, version, fields, config, provider, count, forEach };
}

/** Converts the configuration of a generated class to the options of a provider. */
export function providerOptions(
  provider: RequiredProvider,
  fields: Fields,
  config: { readonly alias?: string | undefined },
): ProviderOptions {
  const { alias, ...attributes } = config;
  return { ...provider, alias, fields, attributes };
}

/** Converts the configuration of a generated class to the options of a module. */
export function moduleOptions(
  module: Pick<ModuleOptions, 'source' | 'version' | 'fields' | 'outputs'>,
  { providers, dependsOn, count, forEach, ...variables }: ModuleArguments,
): ModuleOptions {
  return { ...module, variables, providers, dependsOn, count, forEach };
}
