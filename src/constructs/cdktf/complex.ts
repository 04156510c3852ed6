import type { Dynamic } from '../reference.js';
import * as read from './attributes.js';
import { call, propertyAccess, TFExpression } from './expressions.js';
import { DynamicListTerraformIterator } from './iterator.js';
import type { IResolvable, IResolveContext } from './resolvable.js';
import type { IInterpolatingParent, ITerraformAddressable } from './shapes.js';
import { listToken, numberListToken, numberToken, textToken } from './token-map.js';

/** An expression and the steps after it. */
const after = (start: IResolvable, steps: string): IResolvable =>
  new TFExpression((context) => context.expression(start) + steps);

/** A value inside of a resource that is an object, or a collection of objects. */
abstract class Part implements IResolvable, ITerraformAddressable {
  readonly creationStack: string[] = [];
  protected terraformResource: IInterpolatingParent;
  protected terraformAttribute: string;

  constructor(terraformResource: IInterpolatingParent, terraformAttribute: string) {
    this.terraformResource = terraformResource;
    this.terraformAttribute = terraformAttribute;
  }

  abstract computeFqn(): string;

  get fqn(): string {
    return textToken(this.expression());
  }

  /** The expression of this value. */
  protected expression(): IResolvable {
    return this.terraformResource.interpolationForAttribute(this.terraformAttribute);
  }

  resolve(_context: IResolveContext): Dynamic {
    return this.expression();
  }

  toString(): string {
    return textToken(this);
  }

  toJSON(): Dynamic {
    return textToken(this);
  }
}

abstract class Collection extends Part {
  computeFqn(): string {
    return this.fqn;
  }
}

abstract class Entries extends Collection {
  protected at(key: string): IResolvable {
    return after(this.expression(), `[${JSON.stringify(key)}]`);
  }
}

export class StringMap extends Entries {
  lookup(key: string): string {
    return textToken(this.at(key));
  }
}
export class NumberMap extends Entries {
  lookup(key: string): number {
    return numberToken(this.at(key));
  }
}
export class BooleanMap extends Entries {
  lookup(key: string): IResolvable {
    return this.at(key);
  }
}
export class AnyMap extends Entries {
  lookup(key: string): Dynamic {
    return this.at(key);
  }
}

/** An object inside of a resource: by itself, or an element of a list, set or map. */
export class ComplexObject extends Part implements IInterpolatingParent {
  protected complexObjectIsFromSet: boolean;
  protected complexObjectIndex: number | string | undefined;

  constructor(
    terraformResource: IInterpolatingParent,
    terraformAttribute: string,
    complexObjectIsFromSet: boolean,
    complexObjectIndex?: number | string,
  ) {
    super(terraformResource, terraformAttribute);
    this.complexObjectIsFromSet = complexObjectIsFromSet;
    this.complexObjectIndex = complexObjectIndex;
  }

  protected override expression(): IResolvable {
    const parent = super.expression();
    const index = this.complexObjectIndex;
    if (index === undefined) return parent;
    return this.complexObjectIsFromSet
      ? propertyAccess(call('tolist', [parent]), [index])
      : after(parent, `[${typeof index === 'number' || /^\d+$/.test(index) ? index : JSON.stringify(index)}]`);
  }

  computeFqn(): string {
    return this.fqn;
  }

  interpolationForAttribute(property: string): IResolvable {
    return after(this.expression(), `.${property}`);
  }

  protected interpolationAsList(): IResolvable {
    return after(super.expression(), '.*');
  }

  getStringAttribute(terraformAttribute: string): string {
    return read.text(this, terraformAttribute);
  }
  getNumberAttribute(terraformAttribute: string): number {
    return read.number(this, terraformAttribute);
  }
  getListAttribute(terraformAttribute: string): string[] {
    return read.list(this, terraformAttribute);
  }
  getBooleanAttribute(terraformAttribute: string): IResolvable {
    return read.later(this, terraformAttribute);
  }
  getNumberListAttribute(terraformAttribute: string): number[] {
    return read.numbers(this, terraformAttribute);
  }
  getStringMapAttribute(terraformAttribute: string): Record<string, string> {
    return read.textMap(this, terraformAttribute);
  }
  getNumberMapAttribute(terraformAttribute: string): Record<string, number> {
    return read.numberMap(this, terraformAttribute);
  }
  getBooleanMapAttribute(terraformAttribute: string): Record<string, boolean> {
    return read.boolMap(this, terraformAttribute);
  }
  getAnyMapAttribute(terraformAttribute: string): Record<string, Dynamic> {
    return read.anyMap(this, terraformAttribute);
  }
}

/** CDKTF's old name for an element of a list. */
export class ComplexComputedList extends ComplexObject {
  constructor(
    terraformResource: IInterpolatingParent,
    terraformAttribute: string,
    complexComputedListIndex: string,
    wrapsSet = false,
  ) {
    super(terraformResource, terraformAttribute, wrapsSet, complexComputedListIndex);
  }
}

/** A list or set. */
abstract class Items extends Collection implements IInterpolatingParent {
  protected wrapsSet: boolean;

  constructor(terraformResource: IInterpolatingParent, terraformAttribute: string, wrapsSet: boolean) {
    super(terraformResource, terraformAttribute);
    this.wrapsSet = wrapsSet;
  }

  protected at(index: number): IResolvable {
    return this.wrapsSet
      ? propertyAccess(call('tolist', [this.expression()]), [index])
      : after(this.expression(), `[${index}]`);
  }

  interpolationForAttribute(property: string): IResolvable {
    const list = this.wrapsSet ? call('tolist', [this.expression()]) : this.expression();
    return after(list, /^\d+$/.test(property) ? `[${property}]` : `.${property}`);
  }
}

export abstract class ComplexList extends Items {
  /** An iterator over the objects, by one of their attributes. */
  allWithMapKey(mapKeyAttributeName: string): DynamicListTerraformIterator {
    return new DynamicListTerraformIterator(this, mapKeyAttributeName);
  }
}

export abstract class ComplexMap extends Collection implements IInterpolatingParent {
  interpolationForAttribute(property: string): IResolvable {
    return after(this.expression(), `[${JSON.stringify(property)}]`);
  }
  protected at(key: string): IResolvable {
    return this.interpolationForAttribute(key);
  }
}

export class BooleanList extends ComplexList {
  get(index: number): IResolvable {
    return call('element', [this.expression(), index]);
  }
}
export class StringListList extends ComplexList {
  get(index: number): string[] {
    return listToken(this.at(index));
  }
}
export class NumberListList extends ComplexList {
  get(index: number): number[] {
    return numberListToken(this.at(index));
  }
}
export class BooleanListList extends ComplexList {
  get(index: number): IResolvable {
    return this.at(index);
  }
}
export class AnyListList extends ComplexList {
  get(index: number): IResolvable {
    return this.at(index);
  }
}

export abstract class MapList extends Items {}

export class StringMapList extends MapList {
  get(index: number): StringMap {
    return new StringMap(this, String(index));
  }
}
export class NumberMapList extends MapList {
  get(index: number): NumberMap {
    return new NumberMap(this, String(index));
  }
}
export class BooleanMapList extends MapList {
  get(index: number): BooleanMap {
    return new BooleanMap(this, String(index));
  }
}
export class AnyMapList extends MapList {
  get(index: number): AnyMap {
    return new AnyMap(this, String(index));
  }
}

export class StringListMap extends ComplexMap {
  get(key: string): string[] {
    return listToken(this.at(key));
  }
}
export class NumberListMap extends ComplexMap {
  get(key: string): number[] {
    return numberListToken(this.at(key));
  }
}
export class BooleanListMap extends ComplexMap {
  get(key: string): IResolvable {
    return this.at(key);
  }
}
export class AnyListMap extends ComplexMap {
  get(key: string): IResolvable {
    return this.at(key);
  }
}

/** Whether a value is a part of a resource that is used as configuration, which CDKTF refuses. */
export const isComplexElement = (value: Dynamic): boolean => value instanceof Part && !('resolve' in value);
