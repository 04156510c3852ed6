import type { Construct } from 'constructs';
import type { Dynamic } from '../reference.js';
import { TerraformBlock, type TerraformResourceConfig } from './block.js';

const BRAND = Symbol.for('landform.cdktf.data');

/** An object that is read but not managed. */
export class TerraformDataSource extends TerraformBlock {
  constructor(scope: Construct, id: string, config: TerraformResourceConfig) {
    super(scope, id, config, 'data.');
    Object.defineProperty(this, BRAND, { value: true });
  }

  static isTerraformDataSource(value: Dynamic): value is TerraformDataSource {
    return typeof value === 'object' && value !== null && BRAND in value;
  }

  override toTerraform(): Dynamic {
    return { data: { [this.terraformResourceType]: { [this.friendlyUniqueId]: this.terraformBody() } } };
  }
}
