import type { Construct } from 'constructs';
import type { Dynamic } from '../reference.js';
import { TerraformElement } from './element.js';
import type { TerraformProviderGeneratorMetadata } from './shapes.js';

const BRAND = Symbol.for('landform.cdktf.provider');

export interface TerraformProviderConfig {
  readonly terraformResourceType: string;
  readonly terraformGeneratorMetadata?: TerraformProviderGeneratorMetadata | undefined;
  readonly terraformProviderSource?: string | undefined;
}

/** The configuration of a provider. Generated classes extend it. */
export abstract class TerraformProvider extends TerraformElement {
  readonly terraformResourceType: string;
  readonly terraformGeneratorMetadata?: TerraformProviderGeneratorMetadata | undefined;
  readonly terraformProviderSource?: string | undefined;

  constructor(scope: Construct, id: string, config: TerraformProviderConfig) {
    super(scope, id, config.terraformResourceType);
    Object.defineProperty(this, BRAND, { value: true });
    this.terraformResourceType = config.terraformResourceType;
    this.terraformGeneratorMetadata = config.terraformGeneratorMetadata;
    this.terraformProviderSource = config.terraformProviderSource;
  }

  static isTerraformProvider(value: Dynamic): value is TerraformProvider {
    return typeof value === 'object' && value !== null && BRAND in value;
  }

  /** Distinguishes configurations of the same provider. */
  get alias(): string | undefined {
    return undefined;
  }

  set alias(_value: string | undefined) {
    // Generated classes keep it.
  }

  /** `aws`, or `aws.europe` with an alias. */
  override get fqn(): string {
    return this.alias === undefined ? this.terraformResourceType : `${this.terraformResourceType}.${this.alias}`;
  }

  get metaAttributes(): Record<string, Dynamic> {
    return this.alias === undefined ? {} : { alias: this.alias };
  }

  protected synthesizeAttributes(): Record<string, Dynamic> {
    return {};
  }

  protected synthesizeHclAttributes(): Record<string, Dynamic> {
    return {};
  }

  override toTerraform(): Dynamic {
    const { providerVersion, providerVersionConstraint } = this.terraformGeneratorMetadata ?? {};
    return {
      terraform: {
        required_providers: {
          [this.terraformResourceType]: {
            version: providerVersion ?? providerVersionConstraint,
            source: this.terraformProviderSource,
          },
        },
      },
      provider: { [this.terraformResourceType]: [{ ...this.synthesizeAttributes(), ...this.metaAttributes }] },
    };
  }
}
