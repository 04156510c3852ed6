export { Action, type ActionArguments, type ActionOptions } from './action.js';
export { App, type AppOptions } from './app.js';
export { Aspects, type Aspect } from './aspects.js';
export { Check, type CheckOptions, type CheckedData } from './check.js';
export * from './compatibility.js';
export { dynamic, type DynamicBlocks, type DynamicItem } from './dynamic.js';
export { count, each, self } from './each.js';
export { Element, Subject, type Declaration, type RequiredProvider } from './element.js';
export { ConstructError, SynthesisError, isConstructError, problemsOf } from './error.js';
export { Fn } from './functions.js';
export { HOST, type Host } from './host.js';
export type { AttributesOf } from './attributes.js';
export type { ActionTrigger, Condition, DependsOn, Lifecycle } from './lifecycle.js';
export { Module, type ModuleArguments, type ModuleOptions, type ModuleProvider } from './module.js';
export { Op } from './operators.js';
export { ProviderConfig, type ProviderOptions } from './provider.js';
export {
  isReference,
  type AnyReference,
  type Dynamic,
  type Given,
  type Input,
  type Ref,
  type Reference,
} from './reference.js';
export type { Connection, CopyFile, LocalExec, Provisioner, RemoteExec } from './provisioner.js';
export { Removed, type RemovedOptions } from './removed.js';
export { DataSource, EphemeralResource, Resource, type BlockOptions, type MetaArguments } from './resource.js';
export { shape, type Field, type Fields, type Shape } from './shape.js';
export { Stack, type BackendConfig, type EncryptionConfig, type EncryptionTarget, type StackOptions } from './stack.js';
export type { Annotation, Assembly, Manifest, ManifestStack, SynthesizedStack } from './synthesize.js';
export { readableText } from './text.js';
export { Testing } from './testing.js';
export { actionOptions, blockOptions, moduleOptions, providerOptions } from './typed.js';
export { Local, Output, Variable, type OutputOptions, type VariableOptions } from './values.js';
export type { ValueOfType } from './type-text.js';
