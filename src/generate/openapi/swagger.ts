import { upgradeFromTwoToThree } from '@scalar/openapi-upgrader/2.0-to-3.0';
import type { Json } from '../../model/index.js';
import { at, escapeStep, isRecord, listIn, pointerSteps, recordOf, textOf, type JsonRecord } from './pointer.js';

export const isSwagger = (document: Json): document is JsonRecord =>
  isRecord(document) && textOf(document['swagger'])?.startsWith('2.') === true;

/** Converts a Swagger 2.0 description to OpenAPI 3.0. Throws the converter's error for an invalid one. */
export function fromSwagger(document: JsonRecord): JsonRecord {
  const whole = withBodiesInPlace(structuredClone(document));
  const converted = recordOf(upgradeFromTwoToThree(whole) as Json);
  // Of several addresses, the first one is used, and credentials are sent there.
  const servers = listIn(converted['servers']).toSorted((left, right) => rank(left) - rank(right));
  return { ...converted, ...(servers.length === 0 ? {} : { servers }) };
}

const rank = (server: Json): number => (textOf(recordOf(server)['url'])?.startsWith('https:') === true ? 0 : 1);

/**
 * Inlines the parameters of each operation, one of which may be its body: references are followed, those of its path
 * are added.
 */
function withBodiesInPlace(document: JsonRecord): JsonRecord {
  if (!isRecord(document['paths'])) return document;
  const shared = recordOf(document['parameters']);
  const isBody = (parameter: Json): boolean => ['body', 'formData'].includes(textOf(recordOf(parameter)['in']) ?? '');
  const placed = (parameter: Json): Json => {
    const [first, name = '', more] = pointerSteps(textOf(recordOf(parameter)['$ref']) ?? '');
    const found = first === 'parameters' && more === undefined ? shared[name] : undefined;
    return found !== undefined && isBody(found) ? structuredClone(found) : parameter;
  };
  const paths = Object.entries(document['paths']).map(([path, item]): [string, Json] => {
    if (!isRecord(item)) return [path, item];
    const own = listIn(item['parameters']).map(placed);
    const bodies = own.filter(isBody);
    const entries = Object.entries(item).map(([key, value]): [string, Json] => {
      if (key === 'parameters') return [key, own.filter((parameter) => !isBody(parameter))];
      if (!isRecord(value) || !METHODS.has(key)) return [key, value];
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
export function pointerInSwagger(document: JsonRecord, pointer: string): string {
  const section = SECTIONS.find(([now]) => pointer === now || pointer.startsWith(`${now}/`));
  const moved = section === undefined ? pointer : section[1] + pointer.slice(section[0].length);
  const [, operation, inBody = ''] =
    /^(#\/paths\/[^/]+\/[a-z]+)\/requestBody(?:\/content\/[^/]+)?(.*)$/.exec(moved) ?? [];
  if (operation !== undefined) {
    const index = listIn(at(document, `${operation}/parameters`)).findIndex((each) => recordOf(each)['in'] === 'body');
    return index < 0 ? operation : nearest(document, `${operation}/parameters/${index}${inBody}`);
  }
  return nearest(document, moved.replace(/\/content\/[^/]+(?=\/schema)/, ''));
}

/** A text with locations in the converted document replaced by the original ones. */
export const inSwaggerWords = (text: string): string =>
  SECTIONS.reduce((words, [now, before]) => words.replaceAll(`${now}/`, `${before}/`), text);

/** The longest existing prefix of a pointer; if there is none, the pointer itself. */
function nearest(document: JsonRecord, pointer: string): string {
  const steps = pointerSteps(pointer).map(escapeStep);
  while (steps.length > 0 && at(document, `#/${steps.join('/')}`) === undefined) steps.pop();
  return steps.length === 0 ? pointer : `#/${steps.join('/')}`;
}
