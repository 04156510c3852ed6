import type { IResolvable } from './resolvable.js';

/** Something with an address in the language. */
export interface ITerraformAddressable {
  readonly fqn: string;
}

/** Something that `dependsOn` accepts. */
export interface ITerraformDependable extends ITerraformAddressable {}

/** Something with attributes: a resource, or an object in one. */
export interface IInterpolatingParent {
  interpolationForAttribute(terraformAttribute: string): IResolvable;
}

export interface TerraformCondition {
  readonly condition: unknown;
  readonly errorMessage: string;
}
export interface Precondition extends TerraformCondition {}
export interface Postcondition extends TerraformCondition {}
export interface TerraformVariableValidationConfig extends TerraformCondition {}

export interface TerraformProviderGeneratorMetadata {
  readonly providerName: string;
  readonly providerVersionConstraint?: string | undefined;
  readonly providerVersion?: string | undefined;
}
