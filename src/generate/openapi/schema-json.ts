import { type JsonObject, listOf, mapOf, objectOf, type Type, typeToJson } from '../../model/index.js';
import type { AttributeJson, ProviderSchemaJson, SchemaJson } from '../schema.js';
import { settingsOf } from './configuration-code.js';
import type { AttributeGuess, ProviderGuess } from './guess.js';
import { typeOfShape } from './attributes.js';
import { memberAt, type Member } from './schemas.js';
import { snakeCase } from './words.js';

/** The schema of the generated mapping, for typed constructs. */
export function schemaOfGuess(guess: ProviderGuess): ProviderSchemaJson {
  const provider = settingsOf(guess).map(({ name, description, sensitive }): [string, AttributeJson] => [
    name,
    { type: 'string', optional: true, description, ...(sensitive ? { sensitive } : {}) },
  ]);
  const sources = guess.dataSources.map(({ type, attributes, many }): [string, SchemaJson] => {
    const own = attributes.map(attributeJson);
    if (many === undefined) return [type, blockOf(own)];
    const items: AttributeJson = {
      type: typeToJson(listOf(itemType(guess, many.list.item))),
      computed: true,
      ...(many.sensitive ? { sensitive: true } : {}),
    };
    return [type, blockOf([...own, [many.into, items]])];
  });
  return {
    provider: blockOf(provider),
    resource_schemas: sorted(
      guess.resources.map(({ type, attributes }) => [type, blockOf(attributes.map(attributeJson))]),
    ),
    data_source_schemas: sorted(sources),
    action_schemas: sorted(
      guess.actions.map(({ type, attributes, description }): [string, SchemaJson] => [
        type,
        { block: { description, ...blockOf(attributes.map(attributeJson)).block } },
      ]),
    ),
  };
}

const sorted = <T>(entries: readonly (readonly [string, T])[]): Record<string, T> =>
  Object.fromEntries([...entries].sort(([left], [right]) => (left < right ? -1 : 1)));

const blockOf = (attributes: readonly (readonly [string, AttributeJson])[]): SchemaJson => ({
  block: { attributes: sorted(attributes) },
});

/** The type that the runtime gives a list item: names in snake case, the rest unchanged. */
function itemType({ document }: ProviderGuess, pointer: string): Type {
  return shownType(document, memberAt(document, pointer));
}

function shownType(document: JsonObject, { shape, items }: Member): Type {
  if (items !== undefined) {
    const endless = shape.kind === 'json' && (shape.recursive ?? shape.large) !== undefined;
    return listOf(endless ? 'string' : shownType(document, memberAt(document, items)));
  }
  switch (shape.kind) {
    case 'object': {
      const members = shape.members.map((member): [string, Type] => [
        snakeCase(member.name),
        shownType(document, member),
      ]);
      return objectOf(Object.fromEntries(members));
    }
    case 'map':
      return mapOf(typeOfShape(shape.element, false));
    case 'list':
    case 'set':
    case 'json':
      return 'string';
    default:
      return shape.kind;
  }
}

function attributeJson(guess: AttributeGuess): [string, AttributeJson] {
  const { name, type, required, optional, computed, sensitive, writeOnly, description } = guess;
  return [
    name,
    {
      type: typeToJson(type),
      ...(description === undefined ? {} : { description }),
      ...(required ? { required } : {}),
      ...(optional ? { optional } : {}),
      ...(computed ? { computed } : {}),
      ...(sensitive ? { sensitive } : {}),
      ...(writeOnly ? { write_only: writeOnly } : {}),
    },
  ];
}
