import {
  ExactNumber,
  formatNumber,
  isNull,
  isObjectValue,
  isTupleValue,
  ListValue,
  MapValue,
  ownEntry,
  SetValue,
  snakeCase,
  unmarkDeep,
  valuesEqual,
  type Value,
} from '../model/index.js';
import { isReason, type SourceNode } from './node.js';

/** Whether what is written can be this value. What has to be calculated can be any. */
export function describes(node: SourceNode, marked: Value): boolean {
  const value = unmarkDeep(marked);
  switch (node.kind) {
    case 'opaque':
      return true;
    case 'name': {
      const followed = node.follow();
      return isReason(followed) || followed.nodes.some((one) => describes(one, value));
    }
    case 'literal':
      return textOf(node.value) === textOf(value);
    case 'list': {
      const items = listed(value);
      if (items === undefined) return false;
      return node.isSpread || (items.length === node.items.length && node.items.every((item, at) => at in items));
    }
    case 'object': {
      const parts = value instanceof MapValue ? value.entries : isObjectValue(value) ? value : undefined;
      if (parts === undefined) return false;
      return node.members.every((member) => {
        const part = ownEntry(parts, member.name) ?? ownEntry(parts, snakeCase(member.name));
        return part !== undefined && describes(member.value, part);
      });
    }
  }
}

export const isSame = (left: Value | undefined, right: Value | undefined): boolean =>
  left !== undefined && right !== undefined && valuesEqual(left, right);

function listed(value: Value): readonly Value[] | undefined {
  if (value instanceof ListValue || value instanceof SetValue) return value.items;
  return isTupleValue(value) ? value : undefined;
}

/** As Terraform converts it to a string, since a program may write a number for a text. */
function textOf(value: Value): string | undefined {
  if (isNull(value)) return undefined;
  if (typeof value === 'string') return value;
  if (typeof value === 'boolean') return String(value);
  return typeof value === 'number' || value instanceof ExactNumber ? formatNumber(value) : undefined;
}
