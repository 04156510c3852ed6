/** `landform/provider`: the exports for authors of providers. */
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
export { providerFunction, type AnyFunction, type FunctionDefinition } from './define/function.js';
export type { Plain } from './define/plain.js';
export {
  listOf,
  mapOf,
  objectOf,
  setOf,
  errorDiagnostic,
  type Diagnostic,
  type Json,
  type Type,
  type Value,
} from '../model/index.js';
export { describedAccess, type Access, type WayMapping, type WayMappings } from './rest/access.js';
export { clientCredentials, type ClientCredentials } from './rest/http/client-credentials.js';
export { defineRestProvider, jsonSent, jsonShown, whenKnown, type RestProviderFactory } from './rest/author.js';
export type * from './rest/mapping/definition.js';
export type { Authentication } from './rest/http/authentication.js';
export type { Paging } from './rest/mapping/paging.js';
export type { Surroundings } from './rest/session.js';
