import type { Mode } from './address.js';
import type { Json } from './json.js';
import type { Span } from './diagnostic.js';
import type { Type } from './type.js';
import type { Value } from './value.js';

/**
 * An expression of the configuration: a tree that may contain references and is never a value itself. `span` gives
 * UTF-16 offsets inside the string the expression was read from, or in a file in HCL; it is absent on nodes made from
 * plain JSON or from blocks.
 */
export type Expression =
  | Literal
  | Template
  | Traversal
  | AttributeAccess
  | IndexAccess
  | Splat
  | Call
  | Conditional
  | ForTuple
  | ForObject
  | Binary
  | Unary
  | TupleConstructor
  | ObjectConstructor
  | TemplateIf
  | TemplateFor;

interface Node {
  readonly span?: Span;
  /** The JSON that a whole argument was read from, if a template in it evaluates to something else than its text. */
  readonly written?: Json;
  /** Written as one or more blocks. Only HCL tells them from arguments. */
  readonly isBlock?: true;
  /** Of one block in HCL: where it begins in the file. Written blocks and generated ones of a name are in this order. */
  readonly blockStart?: number;
}

/** A constant: also any JSON without a template in it, however deep. */
export interface Literal extends Node {
  readonly kind: 'literal';
  readonly value: Value;
}

/**
 * Text with parts. The result is a string; a template that is one single `${…}` and nothing else is not a Template but
 * the expression itself, and keeps its type.
 */
export interface Template extends Node {
  readonly kind: 'template';
  readonly parts: readonly Expression[];
}

/** A name and plain steps: `var.a`, `terraform_data.x.output`, `each.value["k"].z`, `local.l[0]`. Steps are constant. */
export interface Traversal extends Node {
  readonly kind: 'traversal';
  readonly root: string;
  readonly steps: readonly TraversalStep[];
  /** The object it refers to, if the reader resolved it and nothing in the expression can bind the root. */
  readonly named?: Named;
}

export interface TraversalStep {
  readonly kind: 'attribute' | 'index';
  /** An attribute's name, or a constant key (a number for `[0]`). */
  readonly key: string | number;
}

/** `.name` on an expression that is not a plain name. */
export interface AttributeAccess extends Node {
  readonly kind: 'attribute';
  readonly target: Expression;
  readonly name: string;
}

/** `[key]` with a key that must be evaluated, or on an expression that is not a plain name. */
export interface IndexAccess extends Node {
  readonly kind: 'index';
  readonly target: Expression;
  readonly key: Expression;
}

/** `target[*].a.b` (full) or `target.*.a` (attribute only); the steps apply to each element. */
export interface Splat extends Node {
  readonly kind: 'splat';
  readonly target: Expression;
  readonly steps: readonly TraversalStep[];
  readonly full: boolean;
}

export interface Call extends Node {
  readonly kind: 'call';
  readonly name: string;
  readonly args: readonly Expression[];
  /** `f(list...)` */
  readonly expand: boolean;
  /** The type that the last argument of `convert` writes, which is not a value. */
  readonly type?: Type;
}

export interface Conditional extends Node {
  readonly kind: 'conditional';
  readonly condition: Expression;
  readonly then: Expression;
  readonly otherwise: Expression;
}

/** `[for k, v in collection : value if condition]` */
export interface ForTuple extends Node {
  readonly kind: 'for-tuple';
  readonly keyName?: string;
  readonly valueName: string;
  readonly collection: Expression;
  readonly value: Expression;
  readonly condition?: Expression;
}

/** `{for k, v in collection : key => value... if condition}` */
export interface ForObject extends Node {
  readonly kind: 'for-object';
  readonly keyName?: string;
  readonly valueName: string;
  readonly collection: Expression;
  readonly key: Expression;
  readonly value: Expression;
  readonly group: boolean;
  readonly condition?: Expression;
}

export type BinaryOperator = '+' | '-' | '*' | '/' | '%' | '==' | '!=' | '<' | '>' | '<=' | '>=' | '&&' | '||';

export interface Binary extends Node {
  readonly kind: 'binary';
  readonly operator: BinaryOperator;
  readonly left: Expression;
  readonly right: Expression;
}

export interface Unary extends Node {
  readonly kind: 'unary';
  readonly operator: '!' | '-';
  readonly operand: Expression;
}

export interface TupleConstructor extends Node {
  readonly kind: 'tuple';
  readonly items: readonly Expression[];
}

export interface ObjectConstructor extends Node {
  readonly kind: 'object';
  readonly items: readonly { readonly key: Expression; readonly value: Expression }[];
}

/** `%{ if c }a%{ else }b%{ endif }`; both branches are templates. */
export interface TemplateIf extends Node {
  readonly kind: 'template-if';
  readonly condition: Expression;
  readonly then: Expression;
  readonly otherwise: Expression;
}

/** `%{ for k, v in c }…%{ endfor }` */
export interface TemplateFor extends Node {
  readonly kind: 'template-for';
  readonly keyName?: string;
  readonly valueName: string;
  readonly collection: Expression;
  readonly body: Expression;
}

/**
 * A reference of an expression. `subject` is the whole object that must exist first: `var.a`, `local.b`,
 * `terraform_data.x`, `data.t.n`, `module.m`, `each`, `count`, `self`, `path`, `terraform`. `steps` are the constant
 * steps that follow (an instance key first, where one is given), as far as they are constant.
 */
export interface Reference {
  readonly subject: Subject | CalledFunction;
  readonly steps: readonly TraversalStep[];
  readonly span?: Span;
  /** In an argument of `ephemeralasnull`, which nothing ephemeral leaves. */
  readonly isKeptInside?: boolean;
}

/** A function call: the function must exist, but there is nothing to wait for. */
export interface CalledFunction {
  readonly kind: 'function';
  readonly name: string;
}

/** The subject of a traversal, and the number of steps that name it; the remaining steps lead into it. */
export interface Named {
  readonly subject: Subject;
  readonly taken: number;
}

export type Subject =
  | { readonly kind: 'variable' | 'local' | 'module'; readonly name: string }
  | {
      readonly kind: 'resource';
      readonly mode: Mode;
      readonly type: string;
      readonly name: string;
      /** The address of the resource: `type.name`, `data.type.name`, `ephemeral.type.name`. */
      readonly key: string;
    }
  | { readonly kind: 'action'; readonly type: string; readonly name: string }
  | { readonly kind: 'each' | 'count' | 'self' | 'path' | 'terraform' };

/** The arguments of a call that are values. */
export const valueArguments = ({ args, type }: Call): readonly Expression[] =>
  type === undefined ? args : args.slice(0, -1);
