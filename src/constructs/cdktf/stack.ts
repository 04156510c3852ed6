import { Construct, type IConstruct, type Node } from 'constructs';
import { ConstructError } from '../error.js';
import { logicalId } from '../logical-id.js';
import { applyOverride, parseOverride, type Override } from '../overrides.js';
import type { Dynamic } from '../reference.js';
import { noteLocation, placeOf } from '../scope.js';

const BRAND = Symbol.for('landform.cdktf.stack');

/** A unit of planning and apply, with one document and one state. */
export class TerraformStack extends Construct {
  readonly #overrides: Override[] = [];
  dependencies: TerraformStack[] = [];
  /** CDKTF's programs may set a synthesizer of their own; Landform writes the documents itself. */
  synthesizer: Dynamic = undefined;

  constructor(scope: Construct, id: string) {
    super(scope, id);
    noteLocation(this);
    Object.defineProperty(this, BRAND, { value: true });
    const wrong = /[^\w-]/.exec(id)?.[0];
    if (wrong !== undefined && /[\s/\\<>:"|?*.]/.test(wrong))
      throw new ConstructError(
        'invalid-id',
        `${JSON.stringify(id)} cannot be the name of a stack`,
        'The name is used for a directory and a state file: use letters, digits, "-" and "_".',
        placeOf(this),
      );
  }

  static isStack(value: Dynamic): value is TerraformStack {
    return typeof value === 'object' && value !== null && BRAND in value;
  }

  /** Returns the stack that a construct is part of. */
  static of(construct: IConstruct): TerraformStack {
    for (let current: IConstruct | undefined = construct; current !== undefined; current = current.node.scope) {
      if (TerraformStack.isStack(current)) return current;
    }
    throw new ConstructError(
      'no-stack',
      `${construct.node.path} is not part of a stack`,
      'Create a TerraformStack, and pass it (or a construct inside it) as the scope.',
      Construct.isConstruct(construct) ? placeOf(construct) : {},
    );
  }

  /** Overrides a value in the stack's document, such as `terraform.required_version`. Undefined removes the value. */
  addOverride(path: string, value: Dynamic): void {
    this.#overrides.push(parseOverride(path, value));
  }

  static overridesOf(stack: TerraformStack): readonly Override[] {
    return stack.#overrides;
  }

  /** The name of an element in the document. */
  getLogicalId(element: IConstruct | Node): string {
    return this.allocateLogicalId(element);
  }

  /** A subclass may return other names, which must be unique per type. */
  protected allocateLogicalId(element: IConstruct | Node): string {
    const node = 'node' in element ? element.node : element;
    const scopes = node.scopes;
    const stack = scopes.indexOf(this);
    return logicalId(scopes.slice(stack + 1).map((scope) => scope.node.id));
  }

  dependsOn(stack: TerraformStack): boolean {
    return this === stack || this.dependencies.some((dependency) => dependency.dependsOn(stack));
  }

  /** Applies another stack before this one, even without a reference to it. */
  addDependency(dependency: TerraformStack): void {
    if (dependency.dependsOn(this))
      throw new ConstructError(
        'stack-circle',
        `Stacks depend on each other in a cycle: ${this.node.path} and ${dependency.node.path}`,
        'Move the shared resources into one of the stacks or into a third one.',
        placeOf(this),
      );
    if (!this.dependencies.includes(dependency)) this.dependencies.push(dependency);
  }

  /** The stack's elements, as one object with values that are not resolved yet. */
  toTerraform(): Dynamic {
    const result: Record<string, unknown> = {};
    for (const construct of this.node.findAll()) {
      if (construct === this || !('toTerraform' in construct) || typeof construct.toTerraform !== 'function') continue;
      applyOverride(result, ['document'], construct.toTerraform());
    }
    return result['document'] ?? {};
  }

  toHclTerraform(): Record<string, Dynamic> {
    throw new ConstructError(
      'not-in-landform',
      'Landform writes documents in JSON only',
      'Use toTerraform, and "landform convert" for HCL.',
      placeOf(this),
    );
  }

  /** Called before synthesis. A subclass may add constructs. */
  prepareStack(): void {}

  runAllValidations(): void {
    const [problem] = this.node.findAll().flatMap((construct) => construct.node.validate());
    if (problem !== undefined) throw new ConstructError('validation-failed', problem, undefined, placeOf(this));
  }
}
