import type { Construct } from 'constructs';
import { Bare } from './bare.js';
import { eachOf, onlyOne, type Repetition } from './each.js';
import { Subject, type Beside, type Declaration, type RequiredProvider, type Surroundings } from './element.js';
import { expressionOf } from './expression.js';
import {
  checkConditions,
  checkLifecycle,
  lifecycleBlock,
  triggerBlocks,
  type Condition,
  type DependsOn,
  type Lifecycle,
} from './lifecycle.js';
import { CDKTF_MEMBERS, refuseMembers } from './missing-members.js';
import type { ProviderConfig } from './provider.js';
import { refuseUnknownOptions } from './options.js';
import { captureLocation } from './origin.js';
import { connectionBlock, type Connection, type Provisioner, provisionerBlocks } from './provisioner.js';
import { EXPRESSION } from './referable.js';
import { isReference, step, stepsOf, type Ref, type Reference, typedReference } from './reference.js';
import { fieldOf, type Fields, type Shape } from './shape.js';
import { marker } from './text.js';

/** Options of every resource and data source, whatever its type. */
export interface MetaArguments extends Repetition {
  readonly provider?: ProviderConfig | undefined;
  readonly dependsOn?: readonly DependsOn[] | undefined;
  readonly lifecycle?: Lifecycle | undefined;
}

export interface BlockOptions extends MetaArguments {
  /** `terraform_data`, `acloud_cloud_account`. */
  readonly type: string;
  /** The source of the provider, such as `hashicorp/aws`; needed if no ProviderConfig states it. */
  readonly source?: string | undefined;
  readonly version?: string | undefined;
  /** By name, as in the language. Generated classes, which know the schema, pass `fields` too. */
  readonly attributes?: Readonly<Record<string, unknown>> | undefined;
  readonly fields?: Fields | undefined;
  /** For resources only. */
  readonly provisioners?: readonly Provisioner[] | undefined;
  /** The connection of provisioners without their own. */
  readonly connection?: Connection | undefined;
}

interface Details {
  readonly fields: Fields | undefined;
  readonly requirement: RequiredProvider;
  /** The instance that this view of the resource represents: `[0]`, `["a"]`; empty for the resource itself. */
  readonly instanceKey: string;
  readonly conditions: { readonly pre: Condition[]; readonly post: Condition[] };
  /** Blocks outside the resource block: `import`, `moved`. */
  readonly beside: Beside[];
  readonly provisioners: Provisioner[];
  readonly connection: Connection | undefined;
}

const BLOCK_OPTIONS = [
  'type',
  'source',
  'version',
  'attributes',
  'fields',
  'provider',
  'dependsOn',
  'count',
  'forEach',
  'lifecycle',
];
const RESOURCE_OPTIONS = [...BLOCK_OPTIONS, 'provisioners', 'connection'];

const DETAILS: unique symbol = Symbol('details');
const BRAND = Symbol.for('landform.block');

/** The base class of resources, data sources and ephemeral resources. */
export abstract class Block extends Subject {
  readonly resourceType: string;
  /** The values set by the program, by the names it used. An aspect may change them until synthesis. */
  readonly inputs: Record<string, unknown>;
  provider: ProviderConfig | undefined;
  count: MetaArguments['count'];
  forEach: MetaArguments['forEach'];
  lifecycle: Lifecycle;
  readonly dependsOn: DependsOn[];
  /** Stored under a symbol, since providers choose the names of attributes. */
  readonly [DETAILS]: Details;

  constructor(scope: Construct, id: string, options: BlockOptions) {
    super(scope, id);
    refuseUnknownOptions(this, options, RESOURCE_OPTIONS);
    this.resourceType = options.type;
    this.inputs = { ...options.attributes };
    this.provider = options.provider;
    this.count = options.count;
    this.forEach = options.forEach;
    this.lifecycle = options.lifecycle ?? {};
    this.dependsOn = [...(options.dependsOn ?? [])];
    const [name = ''] = options.type.split('_', 1);
    this[DETAILS] = {
      fields: options.fields,
      requirement: { name, source: options.source, version: options.version },
      instanceKey: '',
      conditions: { pre: [], post: [] },
      beside: [],
      provisioners: [...(options.provisioners ?? [])],
      connection: options.connection,
    };
    Object.defineProperty(this, BRAND, { value: true });
    onlyOne(this, this);
  }

  override get [EXPRESSION](): string {
    return marker(this.node.path, this[DETAILS].instanceKey);
  }

  static isBlock(value: unknown): value is Block {
    return typeof value === 'object' && value !== null && BRAND in value;
  }

  /** Returns a reference to an attribute, by its name in programs or in the language. */
  // oxlint-disable-next-line typescript/no-explicit-any
  attribute<T = any>(name: string): Ref<T> {
    const { instanceKey } = this[DETAILS];
    const { rest, shape } = memberOf(this[DETAILS], name);
    return typedReference<T>(marker(this.node.path, instanceKey + rest), shape);
  }

  /** Returns one instance of a block with `count` or `forEach`, with the same attributes. */
  instance(key: number | string | Reference<number> | Reference<string>): this {
    const details: Details = { ...this[DETAILS], instanceKey: `[${expressionOf(key)}]` };
    return Object.create(this, { [DETAILS]: { value: details } }) as this;
  }

  /** Returns the attribute of every instance as a list, for a block with `count` or `forEach`. */
  pluck<T>(name: string): Ref<readonly T[]> {
    const text = marker(this.node.path, '');
    const { rest, shape } = memberOf(this[DETAILS], name);
    const instances = this.forEach === undefined ? text : `values(${text})`;
    return typedReference<readonly T[]>(`${instances}[*]${rest}`, { kind: 'list', element: shape });
  }

  /** Adds a condition that must be true before the resource is planned. */
  addPrecondition(condition: Condition): void {
    this[DETAILS].conditions.pre.push(condition);
  }

  /** Adds a condition that must be true afterwards. References to the resource itself are written as `self`. */
  addPostcondition(condition: Condition): void {
    this[DETAILS].conditions.post.push(condition);
  }

  /** The keyword of the section that contains the block. */
  abstract get keyword(): 'resource' | 'data' | 'ephemeral';

  override declare(surroundings: Surroundings): Declaration {
    const dependencies = surroundings.dependencies(this, this.dependsOn);
    const { fields, requirement, conditions, beside, provisioners, connection } = this[DETAILS];
    checkLifecycle(this, this.lifecycle);
    checkConditions(this, [...conditions.pre, ...conditions.post]);
    return {
      section: [this.keyword, this.resourceType, this.logicalId],
      body: this.inputs,
      fields,
      meta: {
        provider: this.provider === undefined ? undefined : new Bare(this.provider),
        count: this.count,
        for_each: eachOf(this.forEach),
        depends_on: dependencies.length === 0 ? undefined : dependencies,
        lifecycle: lifecycleBlock(this.lifecycle, conditions, fields),
        connection: connection && connectionBlock(connection),
        provisioner: provisioners.length === 0 ? undefined : provisionerBlocks(this, provisioners),
      },
      actionTriggers: triggerBlocks(this.lifecycle),
      requires: this.provider === undefined ? [requirement] : [],
      beside,
    };
  }
}

/** The steps from a block to an attribute, and the attribute's shape. */
function memberOf({ fields }: Details, name: string): { readonly rest: string; readonly shape: Shape } {
  const field = fields === undefined ? undefined : fieldOf(fields, name);
  return field === undefined ? { rest: step(name), shape: 'dynamic' } : { rest: stepsOf(field), shape: field.shape };
}

/** An object that Landform creates, keeps as the program declares it, and destroys when the program no longer does. */
export class Resource extends Block {
  static isResource(value: unknown): value is Resource {
    return Block.isBlock(value) && value.keyword === 'resource';
  }

  override get keyword() {
    return 'resource' as const;
  }

  override get fqn(): string {
    return `${this.resourceType}.${this.logicalId}`;
  }

  /** Adds a provisioner after the others. */
  addProvisioner(provisioner: Provisioner): void {
    this[DETAILS].provisioners.push(provisioner);
  }

  /** Writes an `import` block: the next apply makes the existing object with this ID or identity part of the state. */
  importFrom(
    id: string | Reference<string> | { readonly identity: Readonly<Record<string, unknown>> },
    provider?: ProviderConfig,
  ): void {
    const object = typeof id === 'object' && 'identity' in id && !isReference(id) ? { identity: id.identity } : { id };
    this[DETAILS].beside.push({
      section: 'import',
      location: captureLocation(),
      body: { to: new Bare(this), ...object, provider: provider === undefined ? undefined : new Bare(provider) },
    });
  }

  /** Writes a `moved` block. */
  moveFrom(address: string | Resource): void {
    const body = { from: new Bare(address), to: new Bare(this) };
    this[DETAILS].beside.push({ section: 'moved', body, location: captureLocation() });
  }

  /** Writes a `moved` block; CDKTF's name for `moveFrom` of an address. */
  moveFromId(address: string): void {
    this.moveFrom(address);
  }

  /** Renames the resource, and writes a `moved` block as `moveFrom` does. */
  moveTo(name: string): void {
    const from = this.fqn;
    this.overrideLogicalId(name);
    this.moveFrom(from);
  }
}

/** An object that is read but not managed. */
export class DataSource extends Block {
  constructor(scope: Construct, id: string, options: Omit<BlockOptions, 'provisioners' | 'connection'>) {
    super(scope, id, options);
    refuseUnknownOptions(this, options, BLOCK_OPTIONS);
  }

  override get keyword() {
    return 'data' as const;
  }

  override get fqn(): string {
    return `data.${this.resourceType}.${this.logicalId}`;
  }
}

/** An object that exists for the time of a run. Its values can be used where nothing is stored. */
export class EphemeralResource extends Block {
  constructor(scope: Construct, id: string, options: Omit<BlockOptions, 'provisioners' | 'connection'>) {
    super(scope, id, options);
    refuseUnknownOptions(this, options, BLOCK_OPTIONS);
  }

  override get keyword() {
    return 'ephemeral' as const;
  }

  override get fqn(): string {
    return `ephemeral.${this.resourceType}.${this.logicalId}`;
  }
}

refuseMembers(Resource, CDKTF_MEMBERS.blocks);
refuseMembers(EphemeralResource, CDKTF_MEMBERS.blocks);
refuseMembers(DataSource, CDKTF_MEMBERS.blocks);
