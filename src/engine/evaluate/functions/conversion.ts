import {
  convert,
  isIdentifier,
  listOf,
  mapOf,
  Sensitive,
  sensitive,
  setOf,
  sortedEntries,
  type Type,
  typeOf,
  Unknown,
  unmark,
  type Value,
  withMarksOf,
} from '../../../model/index.js';
import { anyParameter, ArgumentError, define, type FunctionDefinition, mismatch } from './definition.js';

/** `tostring` and similar functions: null stays null, marks stay in place, unknowns become unknowns of the type. */
export function conversionTo(type: Type, name = 'v'): FunctionDefinition {
  return handing(name, type, (value) => {
    const converted = convert(value, type);
    if (converted.ok) return onlyType(converted.value);
    throw new ArgumentError(0, mismatch(converted));
  });
}

/** As in Terraform, only the new type of a converted unknown is known. */
function onlyType(value: Value): Value {
  const plain = unmark(value);
  if (!(plain instanceof Unknown)) return value;
  return withMarksOf(new Unknown(plain.type), value);
}

/** A function that receives its argument as it is. */
const handing = (name: string, result: Type, call: (value: Value) => Value): FunctionDefinition =>
  define([{ ...anyParameter(name), nullable: true, unknown: 'all', marked: true }], result, ([value]) => call(value), {
    nullable: true,
  });

/** The type as a configuration writes it. */
export function typeText(type: Type): string {
  if (typeof type === 'string') return type;
  switch (type.kind) {
    case 'list':
    case 'set':
    case 'map':
      return `${type.kind}(${typeText(type.element)})`;
    case 'tuple':
      return `tuple([${type.items.map(typeText).join(', ')}])`;
    case 'object': {
      const attributes = sortedEntries(type.attributes).map(
        ([name, attribute]) => `${isIdentifier(name) ? name : JSON.stringify(name)} = ${typeText(attribute)}`,
      );
      return attributes.length === 0 ? 'object({})' : `object({ ${attributes.join(', ')} })`;
    }
  }
}

export const CONVERSION_FUNCTIONS: Readonly<Record<string, FunctionDefinition>> = {
  tostring: conversionTo('string'),
  tonumber: conversionTo('number'),
  tobool: conversionTo('bool'),
  tolist: conversionTo(listOf('dynamic')),
  toset: conversionTo(setOf('dynamic')),
  tomap: conversionTo(mapOf('dynamic')),
  sensitive: handing('value', 'dynamic', sensitive),
  nonsensitive: handing('value', 'dynamic', unmark),
  issensitive: handing('value', 'dynamic', (value) =>
    value instanceof Sensitive ? true : value instanceof Unknown ? new Unknown('bool', true) : false,
  ),
  type: handing('value', 'dynamic', (value) => typeText(typeOf(value))),
};
