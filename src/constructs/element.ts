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

/** What an element adds to its stack's document. Values are as the program gave them, references included. */
export interface Declaration {
  /** Keys from the document's root to the body; for `locals` the last key's value is `value` itself. */
  readonly section: readonly string[];
  readonly body: Readonly<Record<string, unknown>>;
  /** Several bodies of the same section stand in an array. */
  readonly repeated?: boolean;
  /** Names of the attributes in the body, where a schema is known. */
  readonly fields?: Fields | undefined;
  /** Meta arguments and settings of the language, resolved after the body and laid over it. */
  readonly meta?: Readonly<Record<string, unknown>>;
  /** Goes into `lifecycle`; the element is called by its address there, and not `self`. */
  readonly actionTriggers?: readonly Readonly<Record<string, unknown>>[] | undefined;
  readonly beside?: readonly Beside[];
  /** Providers the document must name as required. */
  readonly requires?: readonly RequiredProvider[];
}

/** Another block at the document's root: `import`, `moved`. */
export interface Beside {
  readonly section: string;
  readonly body: Readonly<Record<string, unknown>>;
  /** The program's line that asks for it. */
  readonly location: string | undefined;
}

export interface RequiredProvider {
  /** The local name: what types begin with. */
  readonly name: string;
  readonly source?: string | undefined;
  readonly version?: string | undefined;
}

/** What a declaration needs to know of other elements while it is made. */
export interface Surroundings {
  /** `depends_on` for these constructs, references and addresses, without those in other stacks. */
  dependencies(of: Element, on: readonly unknown[]): readonly string[];
}

/** Something that appears in a stack's document. */
export abstract class Element extends Construct {
  readonly stack: Stack;
  /** Kept under a symbol: the names of attributes belong to the providers. */
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

  /** The name in the document; it follows from the construct's path. */
  get logicalId(): string {
    return (this[STATE].logicalId ??= this.stack.allocateLogicalId(this));
  }

  /** Another name in the document, for instance the one under which state knows it already. */
  overrideLogicalId(name: string): void {
    this[STATE].logicalId = name;
  }

  /** Sets a value in what is synthesized, whatever the constructs say: `lifecycle.ignore_changes`. Undefined removes. */
  addOverride(path: string, value: unknown): void {
    this[STATE].overrides.push(parseOverride(path, value));
  }

  get overrides(): readonly Override[] {
    return this[STATE].overrides;
  }

  /** How the language calls it: `terraform_data.a`, `var.b`. */
  abstract get fqn(): string;

  abstract declare(surroundings: Surroundings): Declaration;
}

/** An element that expressions can refer to. Given as a value, or put in a string, it stands for itself in the plan. */
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
