import type { Dynamic } from '../reference.js';
import { TerraformDynamicBlock, TerraformDynamicExpression } from './dynamic.js';
import { isResolvable } from './resolvable.js';
import { tokenInList, tokenInMap } from './token-map.js';

/** Converts a value of a generated class to one of the document. */
export type Mapper = (value: Dynamic) => Dynamic;

const unchanged: Mapper = (value: Dynamic): Dynamic => value;

export const stringToTerraform = unchanged;
export const numberToTerraform = unchanged;
export const booleanToTerraform = unchanged;
export const anyToTerraform = unchanged;
export const stringToHclTerraform = unchanged;
export const numberToHclTerraform = unchanged;
export const booleanToHclTerraform = unchanged;
export const anyToHclTerraform = unchanged;

/** Maps the elements of a list. What is known later stays as it is; a dynamic expression becomes blocks where the schema has some. */
export function listMapper(elementMapper: Mapper, isBlockType = false): Mapper {
  return (list: Dynamic): Dynamic => {
    if (TerraformDynamicExpression.isTerraformDynamicExpression(list)) {
      // Its content has the names of the language already: CDKTF does not map it either.
      return isBlockType ? TerraformDynamicBlock.fromDynamicExpression(list) : list;
    }
    if (!Array.isArray(list) || tokenInList(list) !== undefined) return list;
    return list.map((item: unknown): unknown => elementMapper(item));
  };
}

/** Maps the elements of a map. */
export function hashMapper(elementMapper: Mapper): Mapper {
  return (map: Dynamic): Dynamic => {
    if (typeof map !== 'object' || map === null || isResolvable(map) || tokenInMap(map) !== undefined) return map;
    return Object.fromEntries(Object.entries(map).map(([key, item]): [string, unknown] => [key, elementMapper(item)]));
  };
}

/** Packages have these for CDKTF's output in HCL, which Landform does not write. */
export const listMapperHcl = (elementMapper: Mapper, isBlockType = false): Mapper =>
  listMapper(elementMapper, isBlockType);
export const hashMapperHcl = (elementMapper: Mapper): Mapper => hashMapper(elementMapper);

/** Whether a value has members that a mapper may read. */
export const canInspect = (value: Dynamic): boolean => value !== undefined && value !== null;
