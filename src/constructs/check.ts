import type { Construct } from 'constructs';
import { Bare } from './bare.js';
import { ConstructError } from './error.js';
import { Element, type Declaration } from './element.js';
import { checkConditions, conditionBlock, type Condition } from './lifecycle.js';
import { CDKTF_MEMBERS, refuseMembers } from './missing-members.js';
import { refuseUnknownOptions } from './options.js';
import type { ProviderConfig } from './provider.js';
import { placeOf } from './scope.js';

/** A data source that only the assertions of its check can refer to: `${data.type.name.attribute}`. */
export interface CheckedData {
  /** `http`, `acloud_cloud_accounts`. */
  readonly type: string;
  readonly name: string;
  readonly attributes?: Readonly<Record<string, unknown>> | undefined;
  readonly provider?: ProviderConfig | undefined;
}

export interface CheckOptions {
  /** At least one; each that is false is a warning. */
  readonly assertions: readonly Condition[];
  /** Read when the check is evaluated; if that fails, the check does. */
  readonly data?: CheckedData | undefined;
}

/** Assertions about the infrastructure as a whole. A failed one is a warning, and stops nothing. */
export class Check extends Element {
  readonly options: CheckOptions;

  constructor(scope: Construct, id: string, options: CheckOptions) {
    super(scope, id);
    refuseUnknownOptions(this, options, ['assertions', 'data']);
    if (options.assertions.length === 0) {
      throw new ConstructError(
        'no-assertions',
        `${this.node.path} asserts nothing`,
        'Add an assertion.',
        placeOf(this),
      );
    }
    this.options = options;
  }

  override get fqn(): string {
    return `check.${this.logicalId}`;
  }

  override declare(): Declaration {
    const { assertions, data } = this.options;
    checkConditions(this, assertions);
    if (data !== undefined) refuseUnknownOptions(this, data, ['type', 'name', 'attributes', 'provider'], 'data.');
    return {
      section: ['check', this.logicalId],
      body: { data: data && { [data.type]: { [data.name]: dataBody(data) } }, assert: assertions.map(conditionBlock) },
    };
  }
}

const dataBody = ({ attributes, provider }: CheckedData): Readonly<Record<string, unknown>> => ({
  ...attributes,
  provider: provider && new Bare(provider),
});

refuseMembers(Check, CDKTF_MEMBERS.elements);
