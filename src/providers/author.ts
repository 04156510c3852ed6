/** `landform/provider`: what an author of a provider needs. */
export { defineProvider, type DefinedProviderFactory } from './define.js';
export {
  any,
  bigInteger,
  boolean,
  list,
  map,
  number,
  object,
  set,
  string,
  type Changed,
  type Created,
  type Definition,
  type Definitions,
  type Inputs,
  type State,
} from './define/attributes.js';
export {
  ProviderError,
  type ActionDefinition,
  type ApplyContext,
  type ConfigureContext,
  type Context,
  type DataSourceDefinition,
  type LocateContext,
  type PlanAdjustment,
  type ProviderDefinition,
  type ResourceDefinition,
} from './define/definition.js';
export type { Plain } from './define/plain.js';
