import { Construct } from 'constructs';
import { parseOverride, type Override } from './overrides.js';
import { EXPRESSION, type Referable } from './referable.js';
import { asPrimitive, type Hint } from './misuse.js';
import { checkedScope, noteLocation } from './scope.js';
import type { Fields } from './shape.js';
import { Stack } from './stack.js';
import { marker } from './text.js';

const BRAND = Symbol.for('landform.element');
const STATE: unique symbol = Symbol('state');

/** An element's addition to the document of its stack. Values are unchanged from the program, references included. */
export interface Declaration {
  /**
   * Keys from the document's root to the body. For `locals`, the value of the last key is `value` itself. Empty for an element
   * that only adds blocks beside.
   */
  readonly section: readonly string[];
  readonly body: Readonly<Record<string, unknown>>;
  /** Whether the section is an array of bodies. */
  readonly repeated?: boolean;
  /** Names of the attributes in the body, if a schema is known. */
  readonly fields?: Fields | undefined;
  /** Meta-arguments and settings of the language, resolved after the body and merged over it. */
  readonly meta?: Readonly<Record<string, unknown>>;
  /** Written to `lifecycle`, where the element refers to itself by its address instead of `self`. */
  readonly actionTriggers?: readonly Readonly<Record<string, unknown>>[] | undefined;
  readonly beside?: readonly Beside[];
  /** Providers that the document must require. */
  readonly requires?: readonly RequiredProvider[];
}

/** Another block at the document's root: `import`, `moved`. */
export interface Beside {
  readonly section: string;
  readonly body: Readonly<Record<string, unknown>>;
  /** The line of the program that adds it. */
  readonly location: string | undefined;
}

export interface RequiredProvider {
  /** The local name, which resource types begin with. */
  readonly name: string;
  readonly source?: string | undefined;
  readonly version?: string | undefined;
}

/** Information about other elements that a declaration needs. */
export interface Surroundings {
  /** `depends_on` for these constructs, references and addresses, without those in other stacks. */
  dependencies(of: Element, on: readonly unknown[]): readonly string[];
}

/** A construct that appears in a stack's document. */
export abstract class Element extends Construct {
  readonly stack: Stack;
  /** Stored under a symbol, since providers choose the names of attributes. */
  readonly [STATE]: { logicalId?: string; readonly overrides: Override[] } = { overrides: [] };

  constructor(scope: Construct, id: string) {
    super(checkedScope(scope, id, new.target), id);
    noteLocation(this);
    Object.defineProperty(this, BRAND, { value: true });
    this.stack = Stack.of(this);
  }

  static isElement(value: unknown): value is Element {
    return typeof value === 'object' && value !== null && BRAND in value;
  }

  /** The name in the document, derived from the construct's path. */
  get logicalId(): string {
    return (this[STATE].logicalId ??= this.stack.allocateLogicalId(this));
  }

  /** Sets another name in the document, for example the name that it already has in state. */
  overrideLogicalId(name: string): void {
    this[STATE].logicalId = name;
  }

  /** Overrides a value in the synthesized body, such as `lifecycle.ignore_changes`. Undefined removes the value. */
  addOverride(path: string, value: unknown): void {
    this[STATE].overrides.push(parseOverride(path, value));
  }

  get overrides(): readonly Override[] {
    return this[STATE].overrides;
  }

  /** The address in the language: `terraform_data.a`, `var.b`. */
  abstract get fqn(): string;

  abstract declare(surroundings: Surroundings): Declaration;
}

/** An element that expressions can refer to. Used as a value or in a string, it is a reference to itself. */
export abstract class Subject extends Element implements Referable {
  get [EXPRESSION](): string {
    return marker(this.node.path, '');
  }

  override toString(): string {
    return asPrimitive(this[EXPRESSION], 'string');
  }

  [Symbol.toPrimitive](hint: Hint): string {
    return asPrimitive(this[EXPRESSION], hint);
  }
}
