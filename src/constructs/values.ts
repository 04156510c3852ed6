import type { Construct } from 'constructs';
import { Element, Subject, type Declaration, type Surroundings } from './element.js';
import { checkConditions, conditionBlock, type Condition, type DependsOn } from './lifecycle.js';
import { CDKTF_MEMBERS, refuseMembers } from './missing-members.js';
import { refuseUnknownOptions } from './options.js';
import { EXPRESSION } from './referable.js';
import { referenceTo, shapeOfValue, type Dynamic, type Given, type Ref, typedReference } from './reference.js';
import { shapeOfType, type ValueOfType } from './type-text.js';

export interface VariableOptions<Type extends string> {
  /** A type of the language: `string`, `number`, `bool`, `list(string)`, `object({name = string})`. Default: `any`. */
  readonly type?: Type | undefined;
  /** A value of the type, without references. If absent, the variable is required. */
  readonly default?: NoInfer<ValueOfType<Type>> | null | undefined;
  readonly description?: string | undefined;
  /** Hides the value, and all values derived from it, in output. */
  readonly sensitive?: boolean | undefined;
  /** Keeps the value out of state and plans. It must be set again to apply a saved plan. */
  readonly ephemeral?: boolean | undefined;
  /** Whether null is accepted. Default: true. */
  readonly nullable?: boolean | undefined;
  readonly validation?: readonly Condition[] | undefined;
}

/** An input value, set with `--var`, `TF_VAR_name` or `landform.json`. */
export class Variable<const Type extends string = 'any'> extends Subject {
  readonly options: VariableOptions<Type>;

  constructor(scope: Construct, id: string, options: VariableOptions<Type> = {}) {
    super(scope, id);
    refuseUnknownOptions(this, options, [
      'type',
      'default',
      'description',
      'sensitive',
      'ephemeral',
      'nullable',
      'validation',
    ]);
    this.options = options;
  }

  get value(): Ref<ValueOfType<Type>> {
    return typedReference(this[EXPRESSION], shapeOfType(this.options.type ?? 'any'));
  }

  /** CDKTF's accessors for the value with a given type. */
  get stringValue(): Ref<string> {
    return referenceTo(this[EXPRESSION], 'string');
  }

  get numberValue(): Ref<number> {
    return referenceTo(this[EXPRESSION], 'number');
  }

  get booleanValue(): Ref<boolean> {
    return referenceTo(this[EXPRESSION], 'bool');
  }

  get listValue(): Ref<readonly string[]> {
    return referenceTo(this[EXPRESSION], { kind: 'list', element: 'string' });
  }

  override get fqn(): string {
    return `var.${this.logicalId}`;
  }

  override declare(): Declaration {
    const { validation, ...rest } = this.options;
    checkConditions(this, validation ?? []);
    return {
      section: ['variable', this.logicalId],
      body: { ...rest, validation: validation?.map(conditionBlock) },
    };
  }
}

/** A named value, evaluated during planning. */
export class Local<T = Dynamic> extends Subject {
  #expression: T;

  constructor(scope: Construct, id: string, expression: T) {
    super(scope, id);
    this.#expression = expression;
  }

  get value(): Ref<Given<T>> {
    return typedReference(this[EXPRESSION], shapeOfValue(this.#expression));
  }

  /** The value given by the program. CDKTF programs may set it later. */
  get expression(): T {
    return this.#expression;
  }

  set expression(value: T) {
    this.#expression = value;
  }

  /** CDKTF's accessors for the value with a given type. */
  get asString(): Ref<string> {
    return referenceTo(this[EXPRESSION], 'string');
  }

  get asNumber(): Ref<number> {
    return referenceTo(this[EXPRESSION], 'number');
  }

  get asBoolean(): Ref<boolean> {
    return referenceTo(this[EXPRESSION], 'bool');
  }

  get asList(): Ref<readonly string[]> {
    return referenceTo(this[EXPRESSION], { kind: 'list', element: 'string' });
  }

  get asAnyMap(): Ref<Readonly<Record<string, Dynamic>>> {
    return referenceTo(this[EXPRESSION], { kind: 'map', element: 'dynamic' });
  }

  override get fqn(): string {
    return `local.${this.logicalId}`;
  }

  override declare(): Declaration {
    return { section: ['locals'], body: { [this.logicalId]: this.#expression } };
  }
}

export interface OutputOptions {
  readonly value: unknown;
  readonly description?: string | undefined;
  /** Hides the value in output. Required if it is derived from a sensitive value. */
  readonly sensitive?: boolean | undefined;
  readonly dependsOn?: readonly DependsOn[] | undefined;
  readonly precondition?: readonly Condition[] | undefined;
}

/** A result for users, scripts and other stacks. */
export class Output extends Element {
  value: unknown;
  readonly options: OutputOptions;

  constructor(scope: Construct, id: string, options: OutputOptions) {
    super(scope, id);
    refuseUnknownOptions(this, options, ['value', 'description', 'sensitive', 'dependsOn', 'precondition']);
    this.value = options.value;
    this.options = options;
  }

  override get fqn(): string {
    return `output.${this.logicalId}`;
  }

  override declare(surroundings: Surroundings): Declaration {
    const { description, sensitive, dependsOn = [], precondition } = this.options;
    const dependencies = surroundings.dependencies(this, dependsOn);
    checkConditions(this, precondition ?? []);
    return {
      section: ['output', this.logicalId],
      body: { value: this.value, description, sensitive, precondition: precondition?.map(conditionBlock) },
      meta: { depends_on: dependencies.length === 0 ? undefined : dependencies },
    };
  }
}

refuseMembers(Variable, CDKTF_MEMBERS.variables);
refuseMembers(Local, CDKTF_MEMBERS.locals);
refuseMembers(Output, CDKTF_MEMBERS.elements);
