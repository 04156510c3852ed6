import {
  convert,
  type Expression,
  listOf,
  mapOf,
  objectOf,
  type Span,
  setOf,
  tupleOf,
  type Type,
  type TypeDefaults,
  typeName,
} from '../model/index.js';
import { fail } from './problem.js';

/** All forms of a type, for messages. */
export const FORMS = 'Types are string, number, bool, any, list(…), set(…), map(…), tuple([…]) and object({…}).';

export interface Typed {
  readonly type: Type;
  readonly defaults?: TypeDefaults;
}

const spanOf = (expression: Expression): Span => expression.span ?? { start: 0, end: 0 };

/** The type that an expression writes: `list(string)`. Throws a problem if it is none. */
export function readType(expression: Expression): Typed {
  if (expression.kind === 'traversal' && expression.steps.length === 0)
    return { type: readName(expression.root, spanOf(expression)) };
  if (expression.kind === 'call') return readCall(expression);
  return fail('This is not a type', spanOf(expression), FORMS);
}

function readName(name: string, span: Span): Type {
  switch (name) {
    case 'string':
    case 'number':
    case 'bool':
      return name;
    case 'any':
      return 'dynamic';
    case 'list':
    case 'set':
    case 'map':
      return fail(`"${name}" needs the type of its elements`, span, `Write ${name}(string), or ${name}(any).`);
    case 'object':
      return fail('"object" needs the types of its attributes', span, 'Write object({ name = string }).');
    case 'tuple':
      return fail('"tuple" needs the types of its elements', span, 'Write tuple([string, number]).');
    default:
      return fail(`"${name}" is not a type`, span, FORMS);
  }
}

type Call = Expression & { kind: 'call' };

function readCall(call: Call): Typed {
  switch (call.name) {
    case 'list':
    case 'set':
    case 'map':
      return readCollection(call, call.name);
    case 'tuple':
      return readTupleType(call);
    case 'object':
      return readObjectType(call);
    case 'optional':
      return fail('"optional" is only allowed around the type of an object attribute', spanOf(call));
    case 'string':
    case 'number':
    case 'bool':
    case 'any':
      return fail(`"${call.name}" takes no arguments`, spanOf(call));
    default:
      return fail(`"${call.name}" is not a type`, spanOf(call), FORMS);
  }
}

/** The arguments of a type. */
function argument(call: Call, wanted: string): Expression {
  const [only, more] = call.args;
  if (only === undefined || more !== undefined || call.expand) {
    fail(`"${call.name}" takes ${wanted} in parentheses`, spanOf(call));
  }
  return only;
}

function readCollection(call: Call, kind: 'list' | 'set' | 'map'): Typed {
  const element = readType(argument(call, 'one type'));
  const type = { list: listOf, set: setOf, map: mapOf }[kind](element.type);
  return element.defaults === undefined ? { type } : { type, defaults: { inside: { '*': element.defaults } } };
}

function readTupleType(call: Call): Typed {
  const items = argument(call, 'a list of types');
  const empty = items.kind === 'literal' && Array.isArray(items.value) && items.value.length === 0;
  if (empty) return { type: tupleOf([]) };
  if (items.kind !== 'tuple') fail('"tuple" takes a list of types', spanOf(items), 'Write tuple([string, number]).');
  const elements = items.items.map(readType);
  const inside = record<TypeDefaults>();
  for (const [index, { defaults }] of elements.entries()) if (defaults !== undefined) inside[String(index)] = defaults;
  const type = tupleOf(elements.map((item) => item.type));
  return isEmpty(inside) ? { type } : { type, defaults: { inside } };
}

function readObjectType(call: Call): Typed {
  const braces = argument(call, 'attributes in braces');
  const attributes = record<Type>();
  const optional: string[] = [];
  const standard = record<Expression>();
  const inside = record<TypeDefaults>();
  for (const { key, value } of membersOf(braces)) {
    if (key.kind !== 'literal' || typeof key.value !== 'string')
      fail('An attribute name must be a constant', spanOf(key));
    const name = key.value;
    if (Object.hasOwn(attributes, name)) fail(`The attribute "${name}" appears twice`, spanOf(key));
    const isOptional = value.kind === 'call' && value.name === 'optional';
    const typed: Typed & { readonly standard?: Expression } = isOptional ? readOptional(value, name) : readType(value);
    attributes[name] = typed.type;
    if (isOptional) optional.push(name);
    if (typed.standard !== undefined) standard[name] = typed.standard;
    if (typed.defaults !== undefined) inside[name] = typed.defaults;
  }
  const type = objectOf(attributes, optional);
  if (isEmpty(standard) && isEmpty(inside)) return { type };
  return {
    type,
    defaults: { ...(!isEmpty(standard) && { attributes: standard }), ...(!isEmpty(inside) && { inside }) },
  };
}

/** The attributes in the braces. A constant object has values in place of types, unless it is empty. */
function membersOf(expression: Expression): readonly { readonly key: Expression; readonly value: Expression }[] {
  if (expression.kind === 'object') return expression.items;
  const empty = expression.kind === 'literal' && typeof expression.value === 'object' && expression.value !== null;
  if (empty && !Array.isArray(expression.value) && Object.keys(expression.value).length === 0) return [];
  return fail(
    '"object" takes attributes and their types in braces',
    spanOf(expression),
    'Write object({ name = string }).',
  );
}

function readOptional(call: Call, name: string): Typed & { readonly standard?: Expression } {
  const [inner, standard, more] = call.args;
  if (inner === undefined || more !== undefined || call.expand) {
    fail(
      '"optional" takes a type and, optionally, a default',
      spanOf(call),
      'Write optional(string) or optional(string, "x").',
    );
  }
  const typed = readType(inner);
  if (standard === undefined) return typed;
  if (standard.kind !== 'literal') {
    fail(
      `The default of "${name}" must be a constant`,
      spanOf(standard),
      'It cannot contain references or function calls.',
    );
  }
  const fits = convert(standard.value, typed.type);
  if (!fits.ok)
    fail(
      `The default of "${name}" has the wrong type: it ${fits.message}`,
      spanOf(standard),
      `The type is ${typeName(typed.type)}.`,
    );
  return { ...typed, standard };
}

const record = <T>(): Record<string, T> => Object.create(null) as Record<string, T>;

const isEmpty = (entries: Readonly<Record<string, unknown>>): boolean => Object.keys(entries).length === 0;
