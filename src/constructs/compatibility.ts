import { ConstructError } from './error.js';
import { captureLocation } from './origin.js';

/** The names of CDKTF for what is the same here. `docs/constructs.md` says what is different. */
export { ProviderConfig as TerraformProvider } from './provider.js';
export { DataSource as TerraformDataSource, Resource as TerraformResource } from './resource.js';
export { Stack as TerraformStack } from './stack.js';
export { Local as TerraformLocal, Output as TerraformOutput, Variable as TerraformVariable } from './values.js';

/** What JavaScript itself asks of a class, for instance to extend it. */
const ASKED = new Set(['prototype', 'name', 'length', 'then', 'toJSON', 'constructor', 'default', '__esModule']);

/** A name of CDKTF without a counterpart: it can be imported, and says at its first use what to write instead. */
function instead(name: string, hint: string): never {
  const refuse = (): never => {
    throw new ConstructError('not-in-landform', `Landform has no ${name}`, hint, { location: captureLocation() });
  };
  return new Proxy(function missing() {}, {
    construct: refuse,
    apply: refuse,
    get: (target, key) => (typeof key === 'symbol' || ASKED.has(key) ? Reflect.get(target, key) : refuse()),
  }) as never;
}

const backend = (name: string): never => instead(name, 'State is kept in a local file for now: leave the backend out.');

/** The type is `never`, so a program that uses one of these does not compile. */
export const Annotations: never = instead('Annotations', 'Throw an Error, or give a resource a precondition.');
export const AssetType: never = instead('AssetType', 'Give the path of the file to the attribute that takes it.');
export const AzurermBackend: never = backend('AzurermBackend');
export const CloudBackend: never = instead(
  'CloudBackend',
  'State is kept in a local file for now: leave the backend out.',
);
export const ConsulBackend: never = backend('ConsulBackend');
export const GcsBackend: never = backend('GcsBackend');
export const HttpBackend: never = backend('HttpBackend');
export const Lazy: never = instead(
  'Lazy',
  'Give a reference: a construct can be referred to before its attributes are set.',
);
export const LocalBackend: never = instead(
  'LocalBackend',
  "Give it to the stack: new Stack(app, 'name', { backend: { type: 'local', config: { path: '…' } } }).",
);
export const PgBackend: never = backend('PgBackend');
export const RemoteBackend: never = instead(
  'RemoteBackend',
  'State is kept in a local file for now: leave the backend out.',
);
export const S3Backend: never = backend('S3Backend');
export const TerraformAsset: never = instead(
  'TerraformAsset',
  'Give the path of the file to the attribute that takes it; Fn.filesha256(path) tells when it changes.',
);
export const TerraformCount: never = instead('TerraformCount', "Give count: n, and use count.index from 'landform'.");
export const TerraformHclModule: never = instead(
  'TerraformHclModule',
  'Modules are not supported yet: write a construct.',
);
export const TerraformIterator: never = instead(
  'TerraformIterator',
  "Give forEach: list or map, and use each.key and each.value from 'landform'.",
);
export const TerraformModule: never = instead('TerraformModule', 'Modules are not supported yet: write a construct.');
export const Token: never = instead(
  'Token',
  'Use the reference itself: it is an object that fits wherever its value does.',
);
