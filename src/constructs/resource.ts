import type { Construct } from 'constructs';
import { ConstructError } from './error.js';
import { Subject, type Declaration, type RequiredProvider, type Surroundings } from './element.js';
import { expressionOf } from './expression.js';
import { Bare, lifecycleBlock, type Condition, type DependsOn, type Lifecycle } from './lifecycle.js';
import { ProviderConfig } from './provider.js';
import { EXPRESSION } from './referable.js';
import { referenceTo, step, stepsOf, type AnyReference, type Input, type Ref } from './reference.js';
import { placeOf } from './scope.js';
import { fieldOf, type Fields, type Shape } from './shape.js';
import { marker } from './text.js';

/** What every resource and data source takes, whatever its type. */
export interface MetaArguments {
  readonly provider?: ProviderConfig | undefined;
  readonly dependsOn?: readonly DependsOn[] | undefined;
  /** So many instances, told apart by `count.index`. */
  readonly count?: Input<number> | string | undefined;
  /** An instance for each element of a map, or of a list or set of strings; `each.key` and `each.value` tell them apart. */
  readonly forEach?: AnyReference | string | readonly Input<string>[] | Readonly<Record<string, unknown>> | undefined;
  readonly lifecycle?: Lifecycle | undefined;
}

export interface BlockOptions extends MetaArguments {
  /** `terraform_data`, `acloud_cloud_account`. */
  readonly type: string;
  /** Where the provider comes from, `hashicorp/aws`, when no ProviderConfig says it. */
  readonly source?: string | undefined;
  readonly version?: string | undefined;
  /** By the names of the language. Generated classes, which know the schema, give `fields` with it. */
  readonly attributes?: Readonly<Record<string, unknown>> | undefined;
  readonly fields?: Fields | undefined;
}

/** What resources and data sources share. */
export abstract class Block extends Subject {
  readonly type: string;
  /** What the program set, by the names it used; an aspect may change it until synthesis. */
  readonly attributes: Record<string, unknown>;
  provider: ProviderConfig | undefined;
  count: MetaArguments['count'];
  forEach: MetaArguments['forEach'];
  lifecycle: Lifecycle;
  readonly dependsOn: DependsOn[];
  /** Which instance this view of the resource is: `[0]`, `["a"]`; empty for the resource itself. */
  protected readonly instanceKey: string = '';
  protected readonly fields: Fields | undefined;
  // Not `#private`: the view of an instance is not the object that holds such fields.
  private readonly requirement: RequiredProvider;
  private readonly conditions: { readonly pre: Condition[]; readonly post: Condition[] } = { pre: [], post: [] };

  constructor(scope: Construct, id: string, options: BlockOptions) {
    super(scope, id);
    this.type = options.type;
    this.attributes = { ...options.attributes };
    this.fields = options.fields;
    this.provider = options.provider;
    this.count = options.count;
    this.forEach = options.forEach;
    this.lifecycle = options.lifecycle ?? {};
    this.dependsOn = [...(options.dependsOn ?? [])];
    this.requirement = { name: options.type.split('_', 1)[0]!, source: options.source, version: options.version };
    if (this.count !== undefined && this.forEach !== undefined) {
      throw new ConstructError(
        'count-and-for-each',
        `${this.node.path} has count and forEach`,
        'Use one of them; forEach keeps its instances when one in the middle goes.',
        placeOf(this),
      );
    }
  }

  override get [EXPRESSION](): string {
    return marker(this.node.path, this.instanceKey);
  }

  /** A reference to an attribute, by the name people write or the language's own. */
  // oxlint-disable-next-line typescript/no-explicit-any
  attribute<T = any>(name: string): Ref<T> {
    const field = this.fields === undefined ? undefined : fieldOf(this.fields, name);
    const rest = field === undefined ? step(name) : stepsOf(field);
    return referenceTo(marker(this.node.path, this.instanceKey + rest), field?.shape ?? 'dynamic') as Ref<T>;
  }

  /** With `count` or `forEach`: one of the instances, with the same attributes. */
  instance(key: number | string | AnyReference): this {
    const view: object = Object.create(this);
    Object.defineProperty(view, 'instanceKey', { value: `[${expressionOf(key)}]` });
    return view as this;
  }

  /** With `count`: the attribute of every instance, as a list. */
  pluck<T>(name: string): Ref<readonly T[]> {
    const field = this.fields === undefined ? undefined : fieldOf(this.fields, name);
    const element: Shape = field?.shape ?? 'dynamic';
    const text = marker(this.node.path, '');
    const instances = this.forEach === undefined ? text : `values(${text})`;
    const rest = field === undefined ? step(name) : stepsOf(field);
    return referenceTo(`${instances}[*]${rest}`, { kind: 'list', element }) as Ref<readonly T[]>;
  }

  /** Something that must hold before the resource is planned. */
  addPrecondition(condition: Condition): void {
    this.conditions.pre.push(condition);
  }

  /** Something that must hold afterwards; references to the resource itself are written as `self`. */
  addPostcondition(condition: Condition): void {
    this.conditions.post.push(condition);
  }

  /** The keyword of the section the block stands in. */
  abstract readonly keyword: 'resource' | 'data';

  override declare(surroundings: Surroundings): Declaration {
    const dependencies = surroundings.dependencies(this, this.dependsOn);
    return {
      section: [this.keyword, this.type, this.logicalId],
      body: this.attributes,
      fields: this.fields,
      meta: {
        provider: this.provider === undefined ? undefined : new Bare(this.provider),
        count: this.count,
        for_each: eachOf(this.forEach),
        depends_on: dependencies.length === 0 ? undefined : dependencies,
        lifecycle: lifecycleBlock(this.lifecycle, this.conditions, this.fields),
      },
      requires: this.provider === undefined ? [this.requirement] : [],
    };
  }
}

/** The language takes a map, or a set; a list of the program becomes a set. */
function eachOf(forEach: MetaArguments['forEach']): unknown {
  if (!Array.isArray(forEach)) return forEach;
  return referenceTo(`toset(${expressionOf(forEach)})`, 'dynamic');
}

/** Something Landform makes, keeps as the program says, and destroys when the program drops it. */
export class Resource extends Block {
  override readonly keyword = 'resource';
  private readonly beside: { readonly section: string; readonly body: Readonly<Record<string, unknown>> }[] = [];

  static isResource(value: unknown): value is Resource {
    return value instanceof Block && value.keyword === 'resource';
  }

  override get address(): string {
    return `${this.type}.${this.logicalId}`;
  }

  /** Takes an object that exists into the state instead of making a new one. */
  importFrom(id: string | AnyReference, provider?: ProviderConfig): void {
    this.beside.push({
      section: 'import',
      body: { to: new Bare(this), id, provider: provider === undefined ? undefined : new Bare(provider) },
    });
  }

  /** Says which address the state knows this resource by; it moves from there. */
  moveFrom(address: string | Resource): void {
    this.beside.push({ section: 'moved', body: { from: new Bare(address), to: new Bare(this) } });
  }

  /** Gives the resource another name; what the state holds under the present one moves along. */
  moveTo(name: string): void {
    const from = this.address;
    this.overrideLogicalId(name);
    this.moveFrom(from);
  }

  override declare(surroundings: Surroundings): Declaration {
    return { ...super.declare(surroundings), beside: this.beside };
  }
}

/** Something that is read and not managed. */
export class DataSource extends Block {
  override readonly keyword = 'data';

  override get address(): string {
    return `data.${this.type}.${this.logicalId}`;
  }
}
