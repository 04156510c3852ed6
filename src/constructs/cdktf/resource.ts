import type { Construct } from 'constructs';
import { ConstructError } from '../error.js';
import { marker } from '../text.js';
import { placeOf } from '../scope.js';
import type { Dynamic } from '../reference.js';
import { instanceStep, TerraformBlock, type TerraformResourceConfig } from './block.js';
import { keysToSnakeCase } from './case.js';
import { TerraformElement } from './element.js';
import { bare } from './lifecycle.js';
import type { TerraformProvider } from './provider.js';
import {
  provisionerBlocks,
  type FileProvisioner,
  type LocalExecProvisioner,
  type RemoteExecProvisioner,
  type SSHProvisionerConnection,
  type WinrmProvisionerConnection,
} from './provisioners.js';

const BRAND = Symbol.for('landform.cdktf.resource');

interface Moves {
  imported?: { readonly id: string; readonly provider: TerraformProvider | undefined };
  /** Where it came from, or where it goes to: by name or by target. */
  moved?:
    | { readonly to: string; readonly from: string }
    | { readonly moveTarget: string; readonly index: string | number | undefined };
}

/** An object that is created, kept as the program declares it, and destroyed when the program no longer does. */
export class TerraformResource extends TerraformBlock {
  connection?: SSHProvisionerConnection | WinrmProvisionerConnection | undefined;
  provisioners?: (FileProvisioner | LocalExecProvisioner | RemoteExecProvisioner)[] | undefined;
  readonly #moves: Moves = {};

  constructor(scope: Construct, id: string, config: TerraformResourceConfig) {
    super(scope, id, config, '');
    Object.defineProperty(this, BRAND, { value: true });
    this.connection = config.connection;
    this.provisioners = config.provisioners;
  }

  static isTerraformResource(value: Dynamic): value is TerraformResource {
    return typeof value === 'object' && value !== null && BRAND in value;
  }

  override get terraformMetaArguments(): Record<string, Dynamic> {
    return {
      ...super.terraformMetaArguments,
      connection: keysToSnakeCase(this.connection) as unknown,
      provisioner: provisionerBlocks(this.provisioners) as unknown,
    };
  }

  override toTerraform(): Dynamic {
    const { imported, moved } = this.#moves;
    const leaves = moved !== undefined && ('moveTarget' in moved || moved.to !== this.#address());
    return {
      ...(!leaves && { resource: { [this.terraformResourceType]: { [this.friendlyUniqueId]: this.terraformBody() } } }),
      ...(imported && {
        import: [
          {
            to: marker(this.node.path, ''),
            id: imported.id,
            provider: imported.provider === undefined ? undefined : bare(imported.provider.fqn),
          },
        ],
      }),
      ...(moved && { moved: ['moveTarget' in moved ? this.#toTarget(moved.moveTarget, moved.index) : { ...moved }] }),
    };
  }

  /** Writes an `import` block: the next apply makes the existing object with this ID part of the state. */
  importFrom(id: string, provider?: TerraformProvider): void {
    this.#moves.imported = { id, provider };
  }

  /** Moves the object to the resource that has the target. This resource is no longer part of the document. */
  moveTo(moveTarget: string, index?: string | number): void {
    this.#only();
    this.#moves.moved = { moveTarget, index };
  }

  /** A name that `moveTo` of another resource may use. */
  addMoveTarget(moveTarget: string): void {
    const targets = targetsOf(this);
    const other = targets.get(moveTarget);
    if (other !== undefined)
      throw new ConstructError(
        'duplicate-id',
        `The move target ${moveTarget} already belongs to ${other.node.path}`,
        'Choose another name for one of them.',
        placeOf(this),
      );
    targets.set(moveTarget, this);
  }

  moveToId(id: string): void {
    this.#only();
    this.#moves.moved = { from: this.#address(), to: id };
  }

  moveFromId(id: string): void {
    this.#only();
    this.#moves.moved = { from: id, to: this.#address() };
  }

  hasResourceMove(): Dynamic {
    return this.#moves.moved;
  }

  #address(): string {
    return TerraformElement.addressOf(this);
  }

  #only(): void {
    const { moved } = this.#moves;
    if (moved === undefined) return;
    throw new ConstructError(
      'wrong-type',
      `${this.node.path} is moved twice`,
      'Keep one of the calls: moveTo, moveToId or moveFromId.',
      placeOf(this),
    );
  }

  #toTarget(moveTarget: string, index: string | number | undefined): object {
    const target = targetsOf(this).get(moveTarget);
    if (target === undefined)
      throw new ConstructError(
        'wrong-type',
        `${this.node.path} is moved to ${moveTarget}, which no resource of the stack has as its target`,
        `Call addMoveTarget(${JSON.stringify(moveTarget)}) on the resource that it moves to.`,
        placeOf(this),
      );
    if (target.terraformResourceType !== this.terraformResourceType)
      throw new ConstructError(
        'wrong-type',
        `${this.node.path} cannot move to a resource of the type ${target.terraformResourceType}`,
        `Both resources must have the type ${this.terraformResourceType}.`,
        placeOf(this),
      );
    return { from: this.#address(), to: target.#address() + instanceStep(index) };
  }
}

const TARGETS = new WeakMap<object, Map<string, TerraformResource>>();

function targetsOf(resource: TerraformResource): Map<string, TerraformResource> {
  const stack = resource.cdktfStack;
  let targets = TARGETS.get(stack);
  if (targets === undefined) TARGETS.set(stack, (targets = new Map<string, TerraformResource>()));
  return targets;
}
