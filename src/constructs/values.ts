import type { Construct } from 'constructs';
import { Element, Subject, type Declaration, type Surroundings } from './element.js';
import { conditionBlock, type Condition, type DependsOn } from './lifecycle.js';
import { refuseUnknownOptions } from './options.js';
import { EXPRESSION } from './referable.js';
import { referenceTo, type AnyReference, type Ref } from './reference.js';
import type { Shape } from './shape.js';

/** The value a type's text stands for: `list(string)` is `readonly string[]`. */
export type ValueOfType<Text extends string> = Text extends 'string'
  ? string
  : Text extends 'number'
    ? number
    : Text extends 'bool'
      ? boolean
      : Text extends `list(${infer Element})` | `set(${infer Element})`
        ? readonly ValueOfType<Element>[]
        : Text extends `map(${infer Element})`
          ? Readonly<Record<string, ValueOfType<Element>>>
          : // oxlint-disable-next-line typescript/no-explicit-any
            any;

export interface VariableOptions<Type extends string> {
  /** In the language's words: `string`, `number`, `bool`, `list(string)`, `object({name = string})`. Default: any. */
  readonly type?: Type | undefined;
  /** Without one, a value must be given. */
  readonly default?: unknown;
  readonly description?: string | undefined;
  /** Never shown, nor anything made from it. */
  readonly sensitive?: boolean | undefined;
  /** Kept neither in state nor in a plan: for providers, and given again to apply a saved plan. */
  readonly ephemeral?: boolean | undefined;
  /** Whether null may be given. Default: true. */
  readonly nullable?: boolean | undefined;
  readonly validation?: readonly Condition[] | undefined;
}

/** A value given from outside: `--var`, `TF_VAR_name`, `landform.json`. */
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
    return referenceTo(this[EXPRESSION], shapeOfType(this.options.type ?? 'any')) as Ref<ValueOfType<Type>>;
  }

  /** CDKTF's names for the value as one type. */
  get stringValue(): Ref<string> {
    return referenceTo(this[EXPRESSION], 'string') as Ref<string>;
  }

  get numberValue(): Ref<number> {
    return referenceTo(this[EXPRESSION], 'number') as Ref<number>;
  }

  get booleanValue(): Ref<boolean> {
    return referenceTo(this[EXPRESSION], 'bool') as Ref<boolean>;
  }

  get listValue(): Ref<readonly string[]> {
    return referenceTo(this[EXPRESSION], { kind: 'list', element: 'string' }) as Ref<readonly string[]>;
  }

  override get fqn(): string {
    return `var.${this.logicalId}`;
  }

  override declare(): Declaration {
    const { validation, ...rest } = this.options;
    return {
      section: ['variable', this.logicalId],
      body: { ...rest, validation: validation?.map(conditionBlock) },
    };
  }
}

function shapeOfType(type: string): Shape {
  const text = type.replaceAll(/\s/g, '');
  if (text === 'string' || text === 'number' || text === 'bool') return text;
  const [, kind, element] = /^(list|set|map)\((.*)\)$/.exec(text) ?? [];
  if (kind === undefined) return 'dynamic';
  return { kind: kind as 'list' | 'set' | 'map', element: shapeOfType(element!) };
}

/** A value with a name, calculated in the plan. */
export class Local<T = unknown> extends Subject {
  #expression: unknown;

  constructor(scope: Construct, id: string, expression: T) {
    super(scope, id);
    this.#expression = expression;
  }

  get value(): AnyReference {
    return referenceTo(this[EXPRESSION], 'dynamic') as AnyReference;
  }

  /** What the program gave; CDKTF programs set it later. */
  get expression(): unknown {
    return this.#expression;
  }

  set expression(value: unknown) {
    this.#expression = value;
  }

  /** CDKTF's names for the value as one type. */
  get asString(): Ref<string> {
    return referenceTo(this[EXPRESSION], 'string') as Ref<string>;
  }

  get asNumber(): Ref<number> {
    return referenceTo(this[EXPRESSION], 'number') as Ref<number>;
  }

  get asBoolean(): Ref<boolean> {
    return referenceTo(this[EXPRESSION], 'bool') as Ref<boolean>;
  }

  get asList(): Ref<readonly string[]> {
    return referenceTo(this[EXPRESSION], { kind: 'list', element: 'string' }) as Ref<readonly string[]>;
  }

  get asAnyMap(): AnyReference {
    return this.value;
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
  /** Not shown; needed for a value made from something sensitive. */
  readonly sensitive?: boolean | undefined;
  readonly dependsOn?: readonly DependsOn[] | undefined;
  readonly precondition?: readonly Condition[] | undefined;
}

/** A result for people, scripts and other stacks. */
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
    return {
      section: ['output', this.logicalId],
      body: { value: this.value, description, sensitive, precondition: precondition?.map(conditionBlock) },
      meta: { depends_on: dependencies.length === 0 ? undefined : dependencies },
    };
  }
}
