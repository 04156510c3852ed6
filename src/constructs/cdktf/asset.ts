import { cpSync, mkdirSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { Construct } from 'constructs';
import { ConstructError } from '../error.js';
import { noteLocation, placeOf } from '../scope.js';
import { assetHash, existing } from './assets.js';
import { TerraformStack } from './stack.js';
import { zipOf } from './zip.js';

/** What an asset becomes in the output folder. */
export const AssetType = { FILE: 0, DIRECTORY: 1, ARCHIVE: 2 } as const;
export type AssetType = (typeof AssetType)[keyof typeof AssetType];

export interface TerraformAssetConfig {
  readonly path: string;
  readonly type?: AssetType | undefined;
  readonly assetHash?: string | undefined;
}

const BRAND = Symbol.for('landform.cdktf.asset');
const ARCHIVE = 'archive.zip';

/** A file or folder that is copied beside the stack's document, for an argument that names a file. */
export class TerraformAsset extends Construct {
  readonly #source: string;
  readonly #stack: TerraformStack;
  assetHash: string;
  type: AssetType;

  constructor(scope: Construct, id: string, config: TerraformAssetConfig) {
    super(scope, id);
    noteLocation(this);
    Object.defineProperty(this, BRAND, { value: true });
    this.#stack = TerraformStack.of(this);
    this.#source = existing(this, config.path);
    const isDirectory = statSync(this.#source).isDirectory();
    this.type = config.type ?? (isDirectory ? AssetType.DIRECTORY : AssetType.FILE);
    if (isDirectory === (this.type === AssetType.FILE))
      throw new ConstructError(
        'wrong-type',
        `${this.node.path} is to be a ${isDirectory ? 'file, but its path is a folder' : 'folder, but its path is a file'}`,
        'Correct the path, or the type of the asset.',
        placeOf(this),
      );
    this.assetHash = config.assetHash ?? assetHash(this.#source);
  }

  static isAsset(value: unknown): value is TerraformAsset {
    return typeof value === 'object' && value !== null && BRAND in value;
  }

  get #folder(): string {
    return path.posix.join('assets', this.#stack.getLogicalId(this.node), this.assetHash);
  }

  /** The path for an argument of a resource: relative to the stack's folder, where it is planned and applied. */
  get path(): string {
    return this.type === AssetType.DIRECTORY ? this.#folder : path.posix.join(this.#folder, this.fileName);
  }

  get fileName(): string {
    return this.type === AssetType.ARCHIVE ? ARCHIVE : path.basename(this.#source);
  }

  /** Copies it below the folder of its stack. */
  static copy(asset: TerraformAsset, folder: string): void {
    const target = path.join(folder, asset.path);
    mkdirSync(path.dirname(target), { recursive: true });
    if (asset.type === AssetType.ARCHIVE) writeFileSync(target, zipOf(asset.#source));
    else cpSync(asset.#source, target, { recursive: true });
  }
}
