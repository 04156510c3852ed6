import {
  isNull,
  ListValue,
  Unknown,
  plainJson,
  type Attribute,
  type Block,
  type Diagnostic,
  type Path,
  type Value,
  isObjectValue,
} from '../../../model/index.js';
import { readOnlyAttribute } from '../../diagnostics.js';
import { limitBroken } from '../diagnostics.js';
import type { Values } from '../values/projection.js';
import type { SchemaChecker } from './replies.js';

/** Validates values against the API description's fields; unknown values are accepted. */
export function checkLimits(block: Block, values: Values, checker: SchemaChecker): Diagnostic[] {
  return Object.entries(block.attributes).flatMap(([name, attribute]) => {
    const value = values[name];
    if (isOpen(value)) return [];
    if (attribute.required !== true && attribute.optional !== true) return [readOnlyAttribute(name)];
    return checkValue(attribute, value, [name], checker);
  });
}

function checkValue(attribute: Attribute, value: Value, path: Path, checker: SchemaChecker): Diagnostic[] {
  const { constraint, nested } = attribute;
  const rules = constraint === undefined ? [] : checker.constraint(constraint, plainJson(value));
  const own = rules.length === 0 ? [] : [limitBroken(path, [...new Set(rules.map(({ rule }) => rule))])];
  if (nested === undefined) return own;
  const objects = value instanceof ListValue ? value.items.map((item, index) => [[...path, index], item] as const) : [];
  const inside = nested.nesting === 'single' ? [[path, value] as const] : objects;
  return [...own, ...inside.flatMap(([place, object]) => checkMembers(nested.attributes, object, place, checker))];
}

function checkMembers(
  members: Readonly<Record<string, Attribute>>,
  object: Value,
  path: Path,
  checker: SchemaChecker,
): Diagnostic[] {
  if (!isObjectValue(object)) return [];
  return Object.entries(members).flatMap(([name, member]) => {
    const value = object[name];
    return isOpen(value) ? [] : checkValue(member, value, [...path, name], checker);
  });
}

/** A value that is unset or not known yet cannot be checked. */
function isOpen(value: Value | undefined): value is null | Unknown | undefined {
  return value === undefined || isNull(value) || value instanceof Unknown;
}
