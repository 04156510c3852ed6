import { Construct } from 'constructs';
import { ConstructError } from '../error.js';
import { parseOverride, applyOverride, type Override } from '../overrides.js';
import type { Dynamic } from '../reference.js';
import { checkedScope, noteLocation, placeOf } from '../scope.js';
import { marker } from '../text.js';
import { TFExpression } from './expressions.js';
import type { IResolvable } from './resolvable.js';
import { TerraformStack } from './stack.js';
import { textToken } from './token-map.js';

const BRAND = Symbol.for('landform.cdktf.element');
const OVERRIDES: unique symbol = Symbol('overrides');

/** Something that appears in the document of a stack. */
export class TerraformElement extends Construct {
  /** The overrides as one object, as in CDKTF. */
  protected readonly rawOverrides: Dynamic = {};
  readonly [OVERRIDES]: Override[] = [];
  readonly #elementType: string | undefined;
  #name: string | undefined;
  #fqn: string | undefined;

  constructor(scope: Construct, id: string, elementType?: string) {
    super(checkedScope(scope, id, new.target), id);
    noteLocation(this);
    Object.defineProperty(this, BRAND, { value: true });
    this.#elementType = elementType;
    TerraformStack.of(this);
  }

  static isTerraformElement(value: Dynamic): value is TerraformElement {
    return typeof value === 'object' && value !== null && BRAND in value;
  }

  get cdktfStack(): TerraformStack {
    return TerraformStack.of(this);
  }

  /** The address, as a token. */
  get fqn(): string {
    if (this.#elementType === undefined)
      throw new ConstructError(
        'no-address',
        `${this.node.path} has no address`,
        'Only resources, data sources, modules, variables and locals can be referred to.',
        placeOf(this),
      );
    return (this.#fqn ??= textToken(referenceTo(this)));
  }

  /** The name in the document. */
  get friendlyUniqueId(): string {
    return this.#name ?? this.cdktfStack.getLogicalId(this);
  }

  /** Sets another name in the document, for example the one that it already has in state. */
  overrideLogicalId(newLogicalId: string): void {
    this.#name = newLogicalId;
  }

  resetOverrideLogicalId(): void {
    this.#name = undefined;
  }

  /** Overrides a value in the synthesized body, such as `lifecycle.ignore_changes`. Undefined removes the value. */
  addOverride(path: string, value: Dynamic): void {
    const override = parseOverride(path, value);
    this[OVERRIDES].push(override);
    applyOverride(this.rawOverrides, override.path, value);
  }

  /** The part of the document that this element adds, with values that are not resolved yet. */
  toTerraform(): Dynamic {
    return {};
  }

  toMetadata(): Dynamic {
    return {};
  }

  toHclTerraform(): Dynamic {
    throw noHcl(this);
  }

  protected get constructNodeMetadata(): Record<string, Dynamic> {
    return { uniqueId: this.friendlyUniqueId, path: this.node.path };
  }

  /** The type of its address: `aws_instance`, `data.aws_ami`, `var`. */
  protected get elementType(): string | undefined {
    return this.#elementType;
  }

  /** The address, as it is during synthesis. */
  static addressOf(element: TerraformElement): string {
    return `${element.elementType ?? ''}.${element.friendlyUniqueId}`;
  }

  static overridesOf(element: TerraformElement): readonly Override[] {
    return element[OVERRIDES];
  }
}

/** A reference to an element or a part of it. Which name it has, and in which stack it is read, shows only during synthesis. */
export const referenceTo = (element: Construct, rest = ''): IResolvable =>
  new TFExpression(() => marker(element.node.path, rest));

export const noHcl = (construct: Construct): ConstructError =>
  new ConstructError(
    'not-in-landform',
    'Landform writes documents in JSON only',
    'Use toTerraform, and "landform convert" for HCL.',
    placeOf(construct),
  );
