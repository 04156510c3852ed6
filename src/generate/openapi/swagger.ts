import { upgradeFromTwoToThree } from '@scalar/openapi-upgrader/2.0-to-3.0';
import type { Json } from '../../model/index.js';
import { at, escapeStep, isRecord, listIn, pointerSteps, recordOf, textOf, type JsonRecord } from './pointer.js';

export const isSwagger = (document: Json): document is JsonRecord =>
  isRecord(document) && textOf(document['swagger'])?.startsWith('2.') === true;

/** A Swagger 2.0 description in the words of OpenAPI 3.0. Throws what the converter says of one that is wrong. */
export function fromSwagger(document: JsonRecord): JsonRecord {
  const whole = withBodiesInPlace(structuredClone(document));
  const converted = recordOf(upgradeFromTwoToThree(whole) as Json);
  // Of several addresses the first one counts, and credentials go there.
  const servers = listIn(converted['servers']).toSorted((left, right) => rank(left) - rank(right));
  return { ...converted, ...(servers.length === 0 ? {} : { servers }) };
}

const rank = (server: Json): number => (textOf(recordOf(server)['url'])?.startsWith('https:') === true ? 0 : 1);

/** The parameters of each operation, of which some may be its body: references to those are followed, those of its path join it. */
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

/** Where Swagger has what OpenAPI has at the beginning of a pointer. */
const SECTIONS = [
  ['#/components/schemas', '#/definitions'],
  ['#/components/responses', '#/responses'],
  ['#/components/parameters', '#/parameters'],
  ['#/components/requestBodies', '#/parameters'],
  ['#/components/securitySchemes', '#/securityDefinitions'],
  ['#/openapi', '#/swagger'],
] as const;

/** The pointer to where the document as it was written has what its conversion has at this one, as near as it can be told. */
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

/** A text that names places of the conversion, with the names that the document has for its sections. */
export const inSwaggerWords = (text: string): string =>
  SECTIONS.reduce((words, [now, before]) => words.replaceAll(`${now}/`, `${before}/`), text);

/** The longest beginning of a pointer at which there is something; where there is not even a beginning, the pointer itself. */
function nearest(document: JsonRecord, pointer: string): string {
  const steps = pointerSteps(pointer).map(escapeStep);
  while (steps.length > 0 && at(document, `#/${steps.join('/')}`) === undefined) steps.pop();
  return steps.length === 0 ? pointer : `#/${steps.join('/')}`;
}
