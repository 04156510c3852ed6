/**
 * `landform/cdktf`: what programs and packages of CDKTF 0.21 import from `cdktf`. Its classes collect what a program declares;
 * the documents are made by Landform's own constructs.
 */
export { Annotations, AnnotationMetadataEntryType, DISABLE_STACK_TRACE_IN_METADATA } from './annotations.js';
export { App, CONTEXT_ENV, type AppConfig } from './app.js';
export { AssetType, TerraformAsset, type TerraformAssetConfig } from './asset.js';
export * from './backend.js';
export type { ITerraformResource, TerraformMetaArguments, TerraformResourceConfig } from './block.js';
export * from './complex.js';
export { TerraformCount } from './count.js';
export { DataResource, type DataConfig } from './data-resource.js';
export { TerraformDataSource } from './data-source.js';
export { TerraformDynamicBlock, TerraformDynamicExpression } from './dynamic.js';
export { TerraformElement } from './element.js';
export {
  call,
  conditional,
  dependable,
  FOR_EXPRESSION_KEY,
  FOR_EXPRESSION_VALUE,
  forExpression,
  insideTfExpression,
  OperatorExpression,
  propertyAccess,
  rawString,
  ref,
  type Operator,
} from './expressions.js';
export { Fn, FnGenerated } from './functions.js';
export { ImportableResource, type IImportableConfig } from './importable.js';
export * from './iterator.js';
export type { ITerraformIterator } from './iterator-types.js';
export * from './lazy.js';
export { lifecycleToTerraform, type TerraformResourceLifecycle } from './lifecycle.js';
export { Manifest } from './manifest.js';
export * from './mappers.js';
export * as testingMatchers from './matchers.js';
export * from './module.js';
export { Op } from './operators.js';
export { TerraformProvider, type TerraformProviderConfig } from './provider.js';
export {
  TerraformSelf,
  type FileProvisioner,
  type LocalExecProvisioner,
  type RemoteExecProvisioner,
  type SSHProvisionerConnection,
  type WinrmProvisionerConnection,
} from './provisioners.js';
export * from './remote-state.js';
export type { Expression, IPostProcessor, IResolvable, IResolveContext } from './resolvable.js';
export { TerraformResource } from './resource.js';
export * from './shapes.js';
export { Resource, type IResource } from './stack-resource.js';
export { TerraformStack } from './stack.js';
export { Testing, type IScopeCallback, type TestingAppConfig } from './testing.js';
export * from './token.js';
export * from './unsupported.js';
export * from './values.js';
export { Aspects, type Aspect as IAspect } from '../aspects.js';
