import type { Attribute } from '../../model/index.js';

/** Matches text that Terraform converts to a number. */
export const NUMERIC = /^[+-]?([0-9]+\.?[0-9]*|\.[0-9]+)([eE][+-]?[0-9]+)?$/;

/** Whether only the provider can set the attribute. */
export const isComputedOnly = (attribute: Attribute): boolean =>
  attribute.computed === true && attribute.optional !== true && attribute.required !== true;

export function constraintOf(attribute: Attribute): Attribute['constraint'] {
  const { constraint } = attribute;
  return constraint === undefined || Object.keys(constraint).length === 0 ? undefined : constraint;
}
