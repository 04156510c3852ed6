import type { Construct } from 'constructs';
import type { Dynamic } from '../reference.js';
import * as read from './attributes.js';
import { TerraformCount } from './count.js';
import { writeDynamic } from './dynamic.js';
import { referenceTo, TerraformElement } from './element.js';
import type { ITerraformIterator } from './iterator-types.js';
import { addressesOf, bare, lifecycleToTerraform, type TerraformResourceLifecycle } from './lifecycle.js';
import type { TerraformProvider } from './provider.js';
import type {
  FileProvisioner,
  LocalExecProvisioner,
  RemoteExecProvisioner,
  SSHProvisionerConnection,
  WinrmProvisionerConnection,
} from './provisioners.js';
import type { IResolvable } from './resolvable.js';
import type { IInterpolatingParent, ITerraformDependable, TerraformProviderGeneratorMetadata } from './shapes.js';

export interface TerraformMetaArguments {
  readonly dependsOn?: ITerraformDependable[] | undefined;
  readonly count?: number | TerraformCount | undefined;
  readonly provider?: TerraformProvider | undefined;
  readonly lifecycle?: TerraformResourceLifecycle | undefined;
  readonly forEach?: ITerraformIterator | undefined;
  readonly provisioners?: (FileProvisioner | LocalExecProvisioner | RemoteExecProvisioner)[] | undefined;
  readonly connection?: SSHProvisionerConnection | WinrmProvisionerConnection | undefined;
}

export interface TerraformResourceConfig extends TerraformMetaArguments {
  readonly terraformResourceType: string;
  readonly terraformGeneratorMetadata?: TerraformProviderGeneratorMetadata | undefined;
}

/** What resources and data sources have in common. */
export interface ITerraformResource {
  readonly terraformResourceType: string;
  readonly fqn: string;
  readonly friendlyUniqueId: string;
  dependsOn?: string[] | undefined;
  count?: number | TerraformCount | undefined;
  provider?: TerraformProvider | undefined;
  lifecycle?: TerraformResourceLifecycle | undefined;
  forEach?: ITerraformIterator | undefined;
  interpolationForAttribute(terraformAttribute: string): IResolvable;
}

/** The base class of resources and data sources. Generated classes extend it, so it has no members but CDKTF's. */
export abstract class TerraformBlock
  extends TerraformElement
  implements ITerraformResource, ITerraformDependable, IInterpolatingParent
{
  readonly terraformResourceType: string;
  readonly terraformGeneratorMetadata?: TerraformProviderGeneratorMetadata | undefined;
  dependsOn?: string[] | undefined;
  count?: number | TerraformCount | undefined;
  provider?: TerraformProvider | undefined;
  lifecycle?: TerraformResourceLifecycle | undefined;
  forEach?: ITerraformIterator | undefined;

  constructor(scope: Construct, id: string, config: TerraformResourceConfig, prefix: string) {
    super(scope, id, prefix + config.terraformResourceType);
    this.terraformResourceType = config.terraformResourceType;
    this.terraformGeneratorMetadata = config.terraformGeneratorMetadata;
    this.dependsOn = addressesOf(config.dependsOn);
    this.count = config.count;
    this.provider = config.provider;
    this.lifecycle = config.lifecycle;
    this.forEach = config.forEach;
  }

  getStringAttribute(terraformAttribute: string): string {
    return read.text(this, terraformAttribute);
  }
  getNumberAttribute(terraformAttribute: string): number {
    return read.number(this, terraformAttribute);
  }
  getListAttribute(terraformAttribute: string): string[] {
    return read.list(this, terraformAttribute);
  }
  getBooleanAttribute(terraformAttribute: string): IResolvable {
    return read.later(this, terraformAttribute);
  }
  getNumberListAttribute(terraformAttribute: string): number[] {
    return read.numbers(this, terraformAttribute);
  }
  getStringMapAttribute(terraformAttribute: string): Record<string, string> {
    return read.textMap(this, terraformAttribute);
  }
  getNumberMapAttribute(terraformAttribute: string): Record<string, number> {
    return read.numberMap(this, terraformAttribute);
  }
  getBooleanMapAttribute(terraformAttribute: string): Record<string, boolean> {
    return read.boolMap(this, terraformAttribute);
  }
  getAnyMapAttribute(terraformAttribute: string): Record<string, Dynamic> {
    return read.anyMap(this, terraformAttribute);
  }

  /** The attribute, of all instances if there are several by `forEach`. */
  interpolationForAttribute(terraformAttribute: string): IResolvable {
    return referenceTo(this, `${this.forEach === undefined ? '' : '.*'}.${terraformAttribute}`);
  }

  get terraformMetaArguments(): Record<string, Dynamic> {
    return {
      depends_on: this.dependsOn,
      count: TerraformCount.isTerraformCount(this.count) ? this.count.toTerraform() : this.count,
      provider: this.provider === undefined ? undefined : bare(this.provider.fqn),
      lifecycle: lifecycleToTerraform(this.lifecycle),
      for_each: this.forEach?._getForEachExpression(),
    };
  }

  /** The attributes, by the names of the language. Generated classes override it. */
  protected synthesizeAttributes(): Record<string, Dynamic> {
    return {};
  }

  protected synthesizeHclAttributes(): Record<string, Dynamic> {
    return {};
  }

  /** The body of the block. */
  protected terraformBody(): Record<string, Dynamic> {
    return { ...writeDynamic(this.synthesizeAttributes()), ...this.terraformMetaArguments };
  }
}

export const instanceStep = (index: string | number | undefined): string =>
  index === undefined ? '' : typeof index === 'number' ? `[${index}]` : `[${JSON.stringify(index)}]`;
