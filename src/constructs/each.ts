import { referenceTo, type AnyReference, type Ref } from './reference.js';

/** In a resource with `forEach`: the instance's key and value. */
export const each = {
  key: referenceTo('each.key', 'string') as Ref<string>,
  value: referenceTo('each.value', 'dynamic') as AnyReference,
};

/** In a resource with `count`: the instance's number, from 0. */
export const count = { index: referenceTo('count.index', 'number') as Ref<number> };

/** In a postcondition: the resource itself. */
export const self = referenceTo('self', 'dynamic') as AnyReference;
