import {
  convert,
  isIdentifier,
  listOf,
  mapOf,
  Sensitive,
  sensitive,
  setOf,
  type Type,
  typeOf,
  Unknown,
  unmark,
  type Value,
  withMarksOf,
} from '../../../model/index.js';
import { anyParameter, ArgumentError, type FunctionDefinition } from './definition.js';

/** `tostring` and similar functions: null stays null, marks stay in place, unknowns become unknowns of the type. */
function conversionTo(type: Type): FunctionDefinition {
  return {
    parameters: [anyParameter('v', { nullable: true, unknown: 'all', marked: true })],
    result: type,
    nullable: true,
    call: ([value]) => {
      const converted = convert(value!, type);
      if (converted.ok) return onlyType(converted.value);
      const [first] = converted.path;
      const where = first === undefined ? '' : typeof first === 'number' ? ` (element ${first})` : ` ("${first}")`;
      throw new ArgumentError(0, converted.message + where);
    },
  };
}

/** As in Terraform, only the new type of a converted unknown is known. */
function onlyType(value: Value): Value {
  const plain = unmark(value);
  if (!(plain instanceof Unknown)) return value;
  return withMarksOf(new Unknown(plain.type), value);
}

const handing = (call: (value: Value) => Value): FunctionDefinition => ({
  parameters: [anyParameter('value', { nullable: true, unknown: 'all', marked: true })],
  result: 'dynamic',
  nullable: true,
  call: ([value]) => call(value!),
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
      const attributes = Object.keys(type.attributes)
        .sort()
        .map((name) => `${isIdentifier(name) ? name : JSON.stringify(name)} = ${typeText(type.attributes[name]!)}`);
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
  sensitive: handing(sensitive),
  nonsensitive: handing(unmark),
  issensitive: handing((value) =>
    value instanceof Sensitive ? true : value instanceof Unknown ? new Unknown('bool', true) : false,
  ),
  type: handing((value) => typeText(typeOf(value))),
};
