import path from 'node:path';
import { Construct, type IConstruct } from 'constructs';
import { ConstructError } from '../error.js';
import { placeOf } from '../scope.js';
import { AssetType, TerraformAsset } from './asset.js';
import { existing, resolvedPath } from './assets.js';
import { TerraformStack } from './stack.js';

/** CDKTF's names, which are part of the path of a module in the output. */
const ID = '__cdktf_module_asset';
const ASSET = 'asset';

/**
 * The source of a local module, as the document has it: a copy beside the document. All local modules of a project are in one
 * copy, of the folder that they have in common, so that they can refer to each other.
 */
export function localModule(module: Construct, source: string): string {
  existing(module, source);
  const { asset, root } = modulesOf(TerraformStack.of(module), module, source);
  const inside = path.relative(root, resolvedPath(module, source));
  if (inside.startsWith('..'))
    throw new ConstructError(
      'wrong-type',
      `The module ${source} is outside of the folder that the local modules of this project have in common`,
      'List it under "terraformModules" in cdktf.json.',
      placeOf(module),
    );
  return `./${path.posix.join(asset.path, inside.replaceAll(path.sep, '/'))}`;
}

const ROOTS = new WeakMap<TerraformAsset, string>();

function modulesOf(
  stack: TerraformStack,
  module: Construct,
  source: string,
): { readonly asset: TerraformAsset; readonly root: string } {
  const found = stack.node.tryFindChild(ID);
  const parent = found === undefined ? new Construct(stack, ID) : toConstruct(found);
  const present = parent.node.tryFindChild(ASSET);
  if (TerraformAsset.isAsset(present)) return { asset: present, root: ROOTS.get(present) ?? '' };
  const listed: unknown = module.node.tryGetContext('cdktfRelativeModules');
  const sources = Array.isArray(listed) ? listed.filter((each) => typeof each === 'string') : [];
  const root = commonFolder([...(sources.length === 0 ? [source] : sources)].map((each) => resolvedPath(module, each)));
  const asset = new TerraformAsset(parent, ASSET, { path: root, type: AssetType.DIRECTORY });
  ROOTS.set(asset, root);
  return { asset, root };
}

const toConstruct = (found: IConstruct): Construct => {
  if (Construct.isConstruct(found)) return found;
  throw new TypeError('not a construct');
};

function commonFolder(places: readonly string[]): string {
  const [first = '', ...others] = places.map((place) => place.split(path.sep));
  let length = first.length;
  for (const other of others) {
    let same = 0;
    while (same < length && first[same] === other[same]) same += 1;
    length = same;
  }
  return Array.from({ length }, (_, index) => first[index]).join(path.sep);
}
