import type { Dynamic } from '../reference.js';
import { ConstructError } from '../error.js';
import { captureLocation } from '../origin.js';
import type { ITerraformResource } from './block.js';
import { TerraformDynamicExpression } from './dynamic.js';
import {
  call,
  forExpression,
  FOR_EXPRESSION_KEY,
  FOR_EXPRESSION_VALUE,
  propertyAccess,
  TFExpression,
} from './expressions.js';
import type { ITerraformIterator } from './iterator-types.js';
import type { IResolvable } from './resolvable.js';
import { listToken, mapToken, numberListToken, numberToken, textToken } from './token-map.js';
import { Token } from './token.js';

/** `each.value`, or the variable of a `for` expression that the value is written in. */
const eachOr = (name: 'key' | 'value', inFor: string, rest = ''): IResolvable =>
  new TFExpression(({ iteratorContext }) => (iteratorContext === 'FOR_EXPRESSION' ? inFor : `each.${name}`) + rest);

const VALUE = eachOr('value', 'val');
const KEY = eachOr('key', 'key');

/** A collection with an instance, a block or an element of a list for each of its elements. */
export abstract class TerraformIterator implements ITerraformIterator {
  abstract _getForEachExpression(): Dynamic;

  /** The collection as a `for` expression has it. */
  protected _getCollection(): Dynamic {
    return this._getForEachExpression();
  }

  static fromList(list: Dynamic): ListTerraformIterator {
    return new ListTerraformIterator(list);
  }

  static fromComplexList(list: Dynamic, mapKeyAttributeName: string): DynamicListTerraformIterator {
    return new DynamicListTerraformIterator(list, mapKeyAttributeName);
  }

  static fromMap(map: Dynamic): MapTerraformIterator {
    return new MapTerraformIterator(map);
  }

  static fromResources(resource: ITerraformResource): ResourceTerraformIterator {
    return new ResourceTerraformIterator(resource);
  }

  static fromDataSources(resource: ITerraformResource): ResourceTerraformIterator {
    return new ResourceTerraformIterator(resource);
  }

  getString(attribute: string): string {
    return textToken(this.getAny(attribute));
  }
  getNumber(attribute: string): number {
    return numberToken(this.getAny(attribute));
  }
  getBoolean(attribute: string): IResolvable {
    return this.getAny(attribute);
  }
  getAny(attribute: string): IResolvable {
    return propertyAccess(VALUE, [attribute]);
  }
  getList(attribute: string): string[] {
    return listToken(this.getAny(attribute));
  }
  getNumberList(attribute: string): number[] {
    return numberListToken(this.getAny(attribute));
  }
  getMap(attribute: string): Record<string, Dynamic> {
    return this.getAnyMap(attribute);
  }
  getStringMap(attribute: string): Record<string, string> {
    return mapToken(this.getAny(attribute), Token.STRING_MAP_TOKEN_VALUE);
  }
  getNumberMap(attribute: string): Record<string, number> {
    return mapToken(this.getAny(attribute), Token.NUMBER_MAP_TOKEN_VALUE);
  }
  getBooleanMap(attribute: string): Record<string, boolean> {
    return mapToken(this.getAny(attribute), true);
  }
  getAnyMap(attribute: string): Record<string, Dynamic> {
    return mapToken<Dynamic>(this.getAny(attribute), Token.ANY_MAP_TOKEN_VALUE);
  }

  protected _getValue(): Dynamic {
    return VALUE;
  }
  protected _getKey(): Dynamic {
    return KEY;
  }

  /** Blocks, one for each element; their values may be the iterator's. */
  dynamic(attributes: Record<string, Dynamic>): IResolvable {
    return new TerraformDynamicExpression({ iterator: this, content: attributes });
  }

  keys(): IResolvable {
    return forExpression(this._getCollection(), FOR_EXPRESSION_KEY);
  }
  values(): IResolvable {
    return forExpression(this._getCollection(), FOR_EXPRESSION_VALUE);
  }
  pluckProperty(property: string): IResolvable {
    return forExpression(this._getCollection(), propertyAccess(FOR_EXPRESSION_VALUE, [property]));
  }
  forExpressionForList(expression: string | IResolvable): IResolvable {
    return forExpression(this._getCollection(), expression);
  }
  forExpressionForMap(keyExpression: string | IResolvable, valueExpression: string | IResolvable): IResolvable {
    return forExpression(this._getCollection(), valueExpression, keyExpression);
  }
}

export class ListTerraformIterator extends TerraformIterator {
  readonly #list: Dynamic;

  constructor(list: Dynamic) {
    super();
    this.#list = list;
  }

  get key(): Dynamic {
    return this._getKey();
  }
  get value(): Dynamic {
    return this._getValue();
  }

  /** The language accepts only a map or a set. */
  override _getForEachExpression(): Dynamic {
    return call('toset', [this.#list]);
  }
}

export class MapTerraformIterator extends TerraformIterator {
  readonly #map: Dynamic;

  constructor(map: Dynamic) {
    super();
    this.#map = map;
  }

  override _getForEachExpression(): Dynamic {
    return this.#map;
  }

  get key(): string {
    return textToken(KEY);
  }
  get value(): Dynamic {
    return this._getValue();
  }
}

/** Objects of a list, by one of their attributes. */
export class DynamicListTerraformIterator extends MapTerraformIterator {
  readonly #list: Dynamic;
  readonly #attribute: string;

  constructor(list: Dynamic, mapKeyAttributeName: string) {
    super(list);
    this.#list = list;
    this.#attribute = mapKeyAttributeName;
  }

  override _getForEachExpression(): Dynamic {
    return forExpression(this.#list, FOR_EXPRESSION_VALUE, propertyAccess(FOR_EXPRESSION_VALUE, [this.#attribute]));
  }
}

/** The instances of a resource with `forEach`. */
export class ResourceTerraformIterator extends TerraformIterator {
  readonly #resource: ITerraformResource;

  constructor(resource: ITerraformResource) {
    super();
    this.#resource = resource;
    const wrong = resource.count !== undefined ? 'count' : resource.forEach === undefined ? 'no forEach' : undefined;
    if (wrong !== undefined)
      throw new ConstructError(
        'wrong-type',
        `The resource of an iterator has ${wrong}`,
        'Give the resource a forEach: an iterator over instances needs their keys.',
        { location: captureLocation() },
      );
  }

  get key(): Dynamic {
    return this._getKey();
  }
  get value(): Dynamic {
    return this._getValue();
  }

  override _getForEachExpression(): Dynamic {
    return this.#resource.fqn;
  }
}
