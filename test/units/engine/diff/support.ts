import {
  impliedType,
  ListValue,
  MapValue,
  nestedType,
  objectOf,
  objectValue,
  setValue,
  type Attribute,
  type Block,
  type NestedAttributes,
  type Type,
  type Value,
} from '../../../../src/model/index.js';

/** An object value; what is not spelled out in `rest` is not there. */
export const object = (entries: Readonly<Record<string, Value>>): Record<string, Value> => objectValue(entries);

export const list = (element: Type, ...items: readonly Value[]): ListValue => new ListValue(element, items);
export const set = (element: Type, ...items: readonly Value[]): Value => setValue(element, items);
export const map = (element: Type, entries: Readonly<Record<string, Value>>): MapValue =>
  new MapValue(element, objectValue(entries));

export const required: Partial<Attribute> = { required: true };
export const optional: Partial<Attribute> = { optional: true };
export const computed: Partial<Attribute> = { computed: true };
export const optionalComputed: Partial<Attribute> = { optional: true, computed: true };

export const attribute = (type: Type, how: Partial<Attribute> = optional): Attribute => ({ ...how, type });

export const nested = (
  nesting: NestedAttributes['nesting'],
  attributes: Readonly<Record<string, Attribute>>,
  how: Partial<Attribute> = optional,
): Attribute => ({ ...how, type: nestedType({ nesting, attributes }), nested: { nesting, attributes } });

export const aBlock = (attributes: Block['attributes'], blockTypes: Block['blockTypes'] = {}): Block => ({
  attributes,
  blockTypes,
});

export const typeOfBlock = (block: Block): Type => impliedType(block);
export const typeOfAttributes = (attributes: Readonly<Record<string, Attribute>>): Type =>
  objectOf(Object.fromEntries(Object.entries(attributes).map(([name, { type }]) => [name, type])));
