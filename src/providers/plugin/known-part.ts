import { isJsonList, isJsonObject, type Json, type JsonObject, type Type } from '../../model/index.js';

/** The JSON without the attributes that the type does not have, at any depth. */
export const knownPart = (json: JsonObject, type: Type): JsonObject =>
  type !== 'dynamic' && typeof type === 'object' && type.kind === 'object'
    ? knownAttributes(json, type.attributes)
    : json;

const knownAttributes = (json: JsonObject, attributes: Readonly<Record<string, Type>>): JsonObject =>
  Object.fromEntries(
    Object.entries(json).flatMap(([name, item]) => {
      const type = attributes[name];
      return type === undefined ? [] : [[name, known(item, type)]];
    }),
  );

function known(json: Json, type: Type): Json {
  if (typeof type === 'string') return json;
  if (isJsonList(json)) {
    return type.kind === 'list' || type.kind === 'set' ? json.map((item) => known(item, type.element)) : json;
  }
  if (!isJsonObject(json)) return json;
  if (type.kind === 'object') return knownAttributes(json, type.attributes);
  return type.kind === 'map'
    ? Object.fromEntries(Object.entries(json).map(([key, item]) => [key, known(item, type.element)]))
    : json;
}
