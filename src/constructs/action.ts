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

/** Options of every action, whatever its type. */
export interface ActionArguments extends Repetition {
  readonly provider?: ProviderConfig | undefined;
}

export interface ActionOptions extends ActionArguments {
  /** `conductor_execution`. */
  readonly type: string;
  /** The source of the provider, such as `hashicorp/aws`; needed if no ProviderConfig states it. */
  readonly source?: string | undefined;
  readonly version?: string | undefined;
  /** By name, as in the language. Generated classes, which know the schema, pass `fields` too. */
  readonly config?: Readonly<Record<string, unknown>> | undefined;
  readonly fields?: Fields | undefined;
}

const OPTIONS = ['type', 'source', 'version', 'config', 'fields', 'provider', 'count', 'forEach'];
const BRAND = Symbol.for('landform.action');
const KEY: unique symbol = Symbol('instance');

/**
 * An operation invoked by a resource's lifecycle (`actionTriggers`) or on request (`landform apply --invoke`). It does not
 * create an object, and has no attributes to read.
 */
export class Action extends Subject {
  readonly actionType: string;
  /** The values set by the program, by the names it used. An aspect may change them until synthesis. */
  readonly inputs: Record<string, unknown>;
  readonly #options: ActionOptions;
  /** The instance that this view of the action represents: `[0]`, `["a"]`; empty for the action itself. */
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

  /** Returns one instance of an action with `count` or `forEach`. */
  instance(key: number | string | Reference<number> | Reference<string>): this {
    return Object.create(this, { [KEY]: { value: `[${expressionOf(key)}]` } }) as this;
  }

  override declare(): Declaration {
    const { type, fields, provider, count, forEach, source, version } = this.#options;
    const [name = ''] = type.split('_', 1);
    const requirement: RequiredProvider = { name, source, version };
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
