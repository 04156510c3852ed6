import { impliedType, ListValue, MapValue, nestedType, objectOf, objectValue, setValue, } from '../../../../src/model/index.js';
/** An object value; what is not spelled out in `rest` is not there. */
export const object = (entries) => objectValue(entries);
export const list = (element, ...items) => new ListValue(element, items);
export const set = (element, ...items) => setValue(element, items);
export const map = (element, entries) => new MapValue(element, objectValue(entries));
export const required = { required: true };
export const optional = { optional: true };
export const computed = { computed: true };
export const optionalComputed = { optional: true, computed: true };
export const attribute = (type, how = optional) => ({ ...how, type });
export const nested = (nesting, attributes, how = optional) => ({ ...how, type: nestedType({ nesting, attributes }), nested: { nesting, attributes } });
export const aBlock = (attributes, blockTypes = {}) => ({
    attributes,
    blockTypes,
});
export const typeOfBlock = (block) => impliedType(block);
export const typeOfAttributes = (attributes) => objectOf(Object.fromEntries(Object.entries(attributes).map(([name, { type }]) => [name, type])));
