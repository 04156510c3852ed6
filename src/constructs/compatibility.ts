import { instead } from './instead.js';

/** CDKTF's names for classes that work the same in Landform. `docs/constructs.md` lists the differences. */
export { Module as TerraformHclModule } from './module.js';
export { ProviderConfig as TerraformProvider } from './provider.js';
export { DataSource as TerraformDataSource, Resource as TerraformResource } from './resource.js';
export { Stack as TerraformStack } from './stack.js';
export { Local as TerraformLocal, Output as TerraformOutput, Variable as TerraformVariable } from './values.js';

const backend = (name: string, type: string): never =>
  instead(name, `Pass it to the stack: new Stack(app, 'name', { backend: { type: '${type}', config: { … } } }).`);

/** The type is `never`, so a program that uses one of these does not compile. */
export const Annotations: never = instead('Annotations', 'Throw an Error, or add a precondition to a resource.');
export const AssetType: never = instead('AssetType', "Pass the file's path to the attribute.");
export const AzurermBackend: never = backend('AzurermBackend', 'azurerm');
export const CloudBackend: never = backend('CloudBackend', 'remote');
export const ConsulBackend: never = backend('ConsulBackend', 'consul');
export const GcsBackend: never = backend('GcsBackend', 'gcs');
export const HttpBackend: never = backend('HttpBackend', 'http');
export const Lazy: never = instead(
  'Lazy',
  'Use a reference: constructs can be referenced before their attributes are set.',
);
export const LocalBackend: never = instead(
  'LocalBackend',
  "Pass it to the stack: new Stack(app, 'name', { backend: { type: 'local', config: { path: '…' } } }).",
);
export const PgBackend: never = backend('PgBackend', 'pg');
export const RemoteBackend: never = backend('RemoteBackend', 'remote');
export const S3Backend: never = backend('S3Backend', 's3');
export const TerraformAsset: never = instead(
  'TerraformAsset',
  "Pass the file's path to the attribute; Fn.filesha256(path) detects changes.",
);
export const TerraformCount: never = instead('TerraformCount', "Set count: n, and use count.index from 'landform'.");
export const TerraformIterator: never = instead(
  'TerraformIterator',
  "Set forEach to a list or map, and use each.key and each.value from 'landform'.",
);
export const TerraformModule: never = instead(
  'TerraformModule',
  'Use Module, or a class that "landform generate module" writes.',
);
export const Token: never = instead('Token', 'Use the reference itself: it is accepted wherever its value is.');
