import { upgradeFromTwoToThree } from '@scalar/openapi-upgrader/2.0-to-3.0';
import { isJsonObject, type Json, type JsonObject, listIn, objectIn } from '../../model/index.js';
import { at, escapeStep, pointerSteps, textOf } from './pointer.js';

export const isSwagger = (document: Json): document is JsonObject =>
  isJsonObject(document) && textOf(document['swagger'])?.startsWith('2.') === true;

/** Converts a Swagger 2.0 description to OpenAPI 3.0. Throws the converter's error for an invalid one. */
export function fromSwagger(document: JsonObject): JsonObject {
  const whole = withBodiesInPlace(structuredClone(document));
  const converted = objectIn(upgradeFromTwoToThree(whole) as Json);
  // Of several addresses, the first one is used, and credentials are sent there.
  const servers = listIn(converted['servers']).toSorted((left, right) => rank(left) - rank(right));
  return { ...converted, ...(servers.length === 0 ? {} : { servers }) };
}

const rank = (server: Json): number => (textOf(objectIn(server)['url'])?.startsWith('https:') === true ? 0 : 1);

/**
 * Inlines the parameters of each operation, one of which may be its body: references are followed, those of its path
 * are added.
 */
function withBodiesInPlace(document: JsonObject): JsonObject {
  if (!isJsonObject(document['paths'])) return document;
  const shared = objectIn(document['parameters']);
  const isBody = (parameter: Json): boolean => ['body', 'formData'].includes(textOf(objectIn(parameter)['in']) ?? '');
  const placed = (parameter: Json): Json => {
    const [first, name = '', more] = pointerSteps(textOf(objectIn(parameter)['$ref']) ?? '');
    const found = first === 'parameters' && more === undefined ? shared[name] : undefined;
    return found !== undefined && isBody(found) ? structuredClone(found) : parameter;
  };
  const paths = Object.entries(document['paths']).map(([path, item]): [string, Json] => {
    if (!isJsonObject(item)) return [path, item];
    const own = listIn(item['parameters']).map(placed);
    const bodies = own.filter(isBody);
    const entries = Object.entries(item).map(([key, value]): [string, Json] => {
      if (key === 'parameters') return [key, own.filter((parameter) => !isBody(parameter))];
      if (!isJsonObject(value) || !METHODS.has(key)) return [key, value];
      const parameters = listIn(value['parameters']).map(placed);
      const takesBody = key !== 'get' && key !== 'head' && !parameters.some(isBody);
      const all = [...parameters, ...(takesBody ? structuredClone(bodies) : [])];
      return [key, all.length === 0 ? value : { ...value, parameters: all }];
    });
    return [path, Object.fromEntries(entries)];
  });
  return { ...document, paths: Object.fromEntries(paths) };
}

const METHODS = new Set(['get', 'put', 'post', 'delete', 'patch', 'head', 'options']);

/** Swagger's equivalents of the beginnings of OpenAPI pointers. */
const SECTIONS = [
  ['#/components/schemas', '#/definitions'],
  ['#/components/responses', '#/responses'],
  ['#/components/parameters', '#/parameters'],
  ['#/components/requestBodies', '#/parameters'],
  ['#/components/securitySchemes', '#/securityDefinitions'],
  ['#/openapi', '#/swagger'],
] as const;

/** The pointer in the original document that corresponds best to this one in the converted document. */
export function pointerInSwagger(document: JsonObject, pointer: string): string {
  const section = SECTIONS.find(([now]) => pointer === now || pointer.startsWith(`${now}/`));
  const moved = section === undefined ? pointer : section[1] + pointer.slice(section[0].length);
  const [, operation, inBody = ''] =
    /^(#\/paths\/[^/]+\/[a-z]+)\/requestBody(?:\/content\/[^/]+)?(.*)$/.exec(moved) ?? [];
  if (operation !== undefined) {
    const index = listIn(at(document, `${operation}/parameters`)).findIndex((each) => objectIn(each)['in'] === 'body');
    return index < 0 ? operation : nearest(document, `${operation}/parameters/${index}${inBody}`);
  }
  return nearest(document, moved.replace(/\/content\/[^/]+(?=\/schema)/, ''));
}

/** A text with locations in the converted document replaced by the original ones. */
export const inSwaggerWords = (text: string): string =>
  SECTIONS.reduce((words, [now, before]) => words.replaceAll(`${now}/`, `${before}/`), text);

/** The longest existing prefix of a pointer; if there is none, the pointer itself. */
function nearest(document: JsonObject, pointer: string): string {
  const steps = pointerSteps(pointer).map(escapeStep);
  while (steps.length > 0 && at(document, `#/${steps.join('/')}`) === undefined) steps.pop();
  return steps.length === 0 ? pointer : `#/${steps.join('/')}`;
}
