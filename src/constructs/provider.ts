import type { Construct } from 'constructs';
import { Element, type Declaration, type RequiredProvider } from './element.js';
import { CDKTF_MEMBERS, refuseMembers } from './missing-members.js';
import { refuseUnknownOptions } from './options.js';
import { call } from './functions/call.js';
import type { Ref } from './reference.js';
import type { Fields } from './shape.js';

const BRAND = Symbol.for('landform.provider');

export interface ProviderOptions {
  /** The local name, which types begin with: `acloud`. */
  readonly name: string;
  /** `landform/acloud`, `hashicorp/aws`; absent for a built-in provider. */
  readonly source?: string | undefined;
  readonly version?: string | undefined;
  /** Distinguishes configurations of the same provider. */
  readonly alias?: string | undefined;
  readonly attributes?: Readonly<Record<string, unknown>> | undefined;
  /** The attributes in the schema; set by generated classes. */
  readonly fields?: Fields | undefined;
}

/** The configuration of a provider, such as its endpoint and credentials. */
export class ProviderConfig extends Element {
  readonly requirement: RequiredProvider;
  /** The values set by the program. An aspect may change them until synthesis. */
  readonly inputs: Record<string, unknown>;
  alias: string | undefined;
  readonly #fields: Fields | undefined;

  constructor(scope: Construct, id: string, options: ProviderOptions) {
    super(scope, id);
    refuseUnknownOptions(this, options, ['name', 'source', 'version', 'alias', 'attributes', 'fields']);
    Object.defineProperty(this, BRAND, { value: true });
    this.requirement = { name: options.name, source: options.source, version: options.version };
    this.alias = options.alias;
    this.inputs = { ...options.attributes };
    this.#fields = options.fields;
  }

  static isProviderConfig(value: unknown): value is ProviderConfig {
    return typeof value === 'object' && value !== null && BRAND in value;
  }

  /** The address: `acloud`, or `acloud.europe` with an alias. */
  override get fqn(): string {
    return this.alias === undefined ? this.requirement.name : `${this.requirement.name}.${this.alias}`;
  }

  /** Calls a function of the provider: `provider::NAME::FUNCTION(…)`. */
  // oxlint-disable-next-line typescript/no-explicit-any
  callFunction<T = any>(name: string, ...args: readonly unknown[]): Ref<T> {
    return call<T>(`provider::${this.requirement.name}::${name}`, args);
  }

  override declare(): Declaration {
    return {
      section: ['provider', this.requirement.name],
      repeated: true,
      body: this.inputs,
      fields: this.#fields,
      meta: { alias: this.alias },
      requires: [this.requirement],
    };
  }
}

refuseMembers(ProviderConfig, CDKTF_MEMBERS.elements);
