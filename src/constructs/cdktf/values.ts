import type { Construct } from 'constructs';
import type { Dynamic } from '../reference.js';
import { referenceTo, TerraformElement } from './element.js';
import { bare, conditionBlock } from './lifecycle.js';
import type { Expression, IResolvable } from './resolvable.js';
import type {
  ITerraformAddressable,
  ITerraformDependable,
  Precondition,
  TerraformVariableValidationConfig,
} from './shapes.js';
import { listToken, mapToken, numberToken, textToken } from './token-map.js';
import { Token } from './token.js';

/** Types of the language. */
// oxlint-disable-next-line typescript/no-extraneous-class -- CDKTF's programs read static members
export abstract class VariableType {
  static readonly STRING = 'string';
  static readonly NUMBER = 'number';
  static readonly BOOL = 'bool';
  static readonly ANY = 'any';
  static readonly LIST = 'list';
  static readonly MAP = 'map';
  static readonly SET = 'set';
  static readonly LIST_STRING = 'list(string)';
  static readonly LIST_NUMBER = 'list(number)';
  static readonly LIST_BOOL = 'list(bool)';
  static readonly MAP_STRING = 'map(string)';
  static readonly MAP_NUMBER = 'map(number)';
  static readonly MAP_BOOL = 'map(bool)';
  static readonly SET_STRING = 'set(string)';
  static readonly SET_NUMBER = 'set(number)';
  static readonly SET_BOOL = 'set(bool)';

  static list(type: string): string {
    return `list(${type})`;
  }
  static map(type: string): string {
    return `map(${type})`;
  }
  static set(type: string): string {
    return `set(${type})`;
  }
  static tuple(...elements: string[]): string {
    return `tuple([${elements.join(', ')}])`;
  }
  static object(attributes: Record<string, string>): string {
    return `object({${Object.entries(attributes)
      .map(([name, type]) => `${name}=${type}`)
      .join(', ')}})`;
  }
}

export interface TerraformVariableConfig {
  readonly default?: Dynamic;
  readonly description?: string | undefined;
  readonly type?: string | undefined;
  readonly sensitive?: boolean | undefined;
  readonly nullable?: boolean | undefined;
  readonly validation?: TerraformVariableValidationConfig[] | undefined;
}

/** An input value. */
export class TerraformVariable extends TerraformElement implements ITerraformAddressable {
  readonly default?: Dynamic;
  readonly description?: string | undefined;
  readonly type?: string | undefined;
  readonly sensitive?: boolean | undefined;
  readonly nullable?: boolean | undefined;
  #validation: TerraformVariableValidationConfig[] | undefined;

  constructor(scope: Construct, id: string, config: TerraformVariableConfig) {
    super(scope, id, 'var');
    this.default = config.default;
    this.description = config.description;
    this.type = config.type;
    this.sensitive = config.sensitive;
    this.nullable = config.nullable;
    this.#validation = config.validation;
  }

  get stringValue(): string {
    return textToken(referenceTo(this));
  }
  get numberValue(): number {
    return numberToken(referenceTo(this));
  }
  get listValue(): string[] {
    return listToken(referenceTo(this));
  }
  get booleanValue(): IResolvable {
    return referenceTo(this);
  }
  get value(): Dynamic {
    return referenceTo(this);
  }

  get validation(): TerraformVariableValidationConfig[] | undefined {
    return this.#validation;
  }

  addValidation(validation: TerraformVariableValidationConfig): void {
    this.#validation = [...(this.#validation ?? []), validation];
  }

  synthesizeAttributes(): Record<string, Dynamic> {
    return {
      default: this.default as unknown,
      description: this.description,
      type: this.type,
      sensitive: this.sensitive,
      nullable: this.nullable,
      validation: this.#validation?.map(conditionBlock),
    };
  }

  override toTerraform(): Dynamic {
    return { variable: { [this.friendlyUniqueId]: this.synthesizeAttributes() } };
  }

  override toString(): string {
    return this.stringValue;
  }
}

/** A named value, evaluated during planning. */
export class TerraformLocal extends TerraformElement implements ITerraformAddressable {
  #expression: Dynamic;

  constructor(scope: Construct, id: string, expression: Dynamic) {
    super(scope, id, 'local');
    this.#expression = expression;
  }

  get expression(): Dynamic {
    return this.#expression;
  }
  set expression(value: Dynamic) {
    this.#expression = value;
  }

  get asString(): string {
    return textToken(referenceTo(this));
  }
  get asNumber(): number {
    return numberToken(referenceTo(this));
  }
  get asList(): string[] {
    return listToken(referenceTo(this));
  }
  get asStringMap(): Record<string, string> {
    return mapToken(referenceTo(this), Token.STRING_MAP_TOKEN_VALUE);
  }
  get asNumberMap(): Record<string, number> {
    return mapToken(referenceTo(this), Token.NUMBER_MAP_TOKEN_VALUE);
  }
  get asBooleanMap(): Record<string, boolean> {
    return mapToken(referenceTo(this), true);
  }
  get asAnyMap(): Record<string, Dynamic> {
    return mapToken<Dynamic>(referenceTo(this), Token.ANY_MAP_TOKEN_VALUE);
  }
  get asBoolean(): IResolvable {
    return referenceTo(this);
  }

  override toTerraform(): Dynamic {
    return { locals: { [this.friendlyUniqueId]: this.#expression as unknown } };
  }

  override toString(): string {
    return this.asString;
  }
}

export interface TerraformOutputConfig {
  readonly value: Expression;
  readonly description?: string | undefined;
  readonly sensitive?: boolean | undefined;
  readonly dependsOn?: ITerraformDependable[] | undefined;
  /** Names the output by its own id, wherever it is in the tree. */
  readonly staticId?: boolean | undefined;
  readonly precondition?: Precondition | undefined;
}

const OUTPUT = Symbol.for('landform.cdktf.output');

/** A result for users, scripts and other stacks. */
export class TerraformOutput extends TerraformElement {
  value: Expression;
  description?: string | undefined;
  sensitive?: boolean | undefined;
  dependsOn?: ITerraformDependable[] | undefined;
  precondition?: Precondition | undefined;
  #staticId = false;

  constructor(scope: Construct, id: string, config: TerraformOutputConfig) {
    super(scope, id, 'output');
    Object.defineProperty(this, OUTPUT, { value: true });
    this.value = config.value;
    this.description = config.description;
    this.sensitive = config.sensitive;
    this.dependsOn = config.dependsOn;
    this.precondition = config.precondition;
    this.staticId = config.staticId ?? false;
  }

  static isTerraformOutput(value: Dynamic): value is TerraformOutput {
    return typeof value === 'object' && value !== null && OUTPUT in value;
  }

  get staticId(): boolean {
    return this.#staticId;
  }
  set staticId(staticId: boolean) {
    this.#staticId = staticId;
    if (staticId) this.overrideLogicalId(this.node.id);
    else this.resetOverrideLogicalId();
  }

  protected synthesizeAttributes(): Record<string, Dynamic> {
    const value: unknown = this.value;
    return {
      value: TerraformElement.isTerraformElement(value) ? value.fqn : value,
      description: this.description,
      sensitive: this.sensitive,
      depends_on: this.dependsOn?.map(({ fqn }) => bare(fqn) as unknown),
      precondition: this.precondition === undefined ? undefined : conditionBlock(this.precondition),
    };
  }

  override toTerraform(): Dynamic {
    return { output: { [this.friendlyUniqueId]: this.synthesizeAttributes() } };
  }
}
