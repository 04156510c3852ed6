import type { Construct } from 'constructs';
import { Bare } from './bare.js';
import { eachOf, onlyOne, type Repetition } from './each.js';
import { Subject, type Declaration, type RequiredProvider } from './element.js';
import { expressionOf } from './expression.js';
import { refuseUnknownOptions } from './options.js';
import type { ProviderConfig } from './provider.js';
import { EXPRESSION } from './referable.js';
import type { Reference } from './reference.js';
import { shape, type Fields } from './shape.js';
import { marker } from './text.js';

/** What every action takes, whatever its type. */
export interface ActionArguments extends Repetition {
  readonly provider?: ProviderConfig | undefined;
}

export interface ActionOptions extends ActionArguments {
  /** `conductor_execution`. */
  readonly type: string;
  /** Where the provider comes from, `hashicorp/aws`, when no ProviderConfig says it. */
  readonly source?: string | undefined;
  readonly version?: string | undefined;
  /** By the names of the language. Generated classes, which know the schema, give `fields` with it. */
  readonly config?: Readonly<Record<string, unknown>> | undefined;
  readonly fields?: Fields | undefined;
}

const OPTIONS = ['type', 'source', 'version', 'config', 'fields', 'provider', 'count', 'forEach'];
const BRAND = Symbol.for('landform.action');
const KEY: unique symbol = Symbol('instance');

/**
 * Something that is done when a resource's lifecycle triggers it (`actionTriggers`), or when somebody asks for it
 * (`landform apply --invoke`). It leaves no object behind, and nothing can be read from it.
 */
export class Action extends Subject {
  readonly actionType: string;
  /** What the program set, by the names it used; an aspect may change it until synthesis. */
  readonly inputs: Record<string, unknown>;
  readonly #options: ActionOptions;
  /** Which instance this view of the action is: `[0]`, `["a"]`; empty for the action itself. */
  readonly [KEY]: string = '';

  constructor(scope: Construct, id: string, options: ActionOptions) {
    super(scope, id);
    refuseUnknownOptions(this, options, OPTIONS);
    this.actionType = options.type;
    this.inputs = { ...options.config };
    this.#options = options;
    Object.defineProperty(this, BRAND, { value: true });
    onlyOne(this, options);
  }

  static isAction(value: unknown): value is Action {
    return typeof value === 'object' && value !== null && BRAND in value;
  }

  override get [EXPRESSION](): string {
    return marker(this.node.path, this[KEY]);
  }

  override get fqn(): string {
    return `action.${this.actionType}.${this.logicalId}`;
  }

  /** With `count` or `forEach`: one of the instances. */
  instance(key: number | string | Reference<number> | Reference<string>): this {
    return Object.create(this, { [KEY]: { value: `[${expressionOf(key)}]` } }) as this;
  }

  override declare(): Declaration {
    const { type, fields, provider, count, forEach, source, version } = this.#options;
    const requirement: RequiredProvider = { name: type.split('_', 1)[0]!, source, version };
    return {
      section: ['action', this.actionType, this.logicalId],
      body: Object.keys(this.inputs).length === 0 ? {} : { config: this.inputs },
      fields: fields === undefined ? undefined : { config: shape.input('config', shape.object(fields)) },
      meta: {
        provider: provider === undefined ? undefined : new Bare(provider),
        count,
        for_each: eachOf(forEach),
      },
      requires: provider === undefined ? [requirement] : [],
    };
  }
}
