import { isJsonList, type Json, isJsonObject } from '../json.js';
import { ExactNumber } from '../number.js';

/** Maximum nesting depth of a document. Reading and writing values is recursive, and the stack is limited. */
export const MAX_JSON_DEPTH = 1000;

/** The steps to a value that is nested too deeply, as far as the first few of them; undefined if there is none. */
export function tooDeepAt(json: Json): readonly (string | number)[] | undefined {
  if (!isTooDeep(json, MAX_JSON_DEPTH)) return undefined;
  const path: (string | number)[] = [];
  let value = json;
  while (path.length < SHOWN_STEPS) {
    const left = MAX_JSON_DEPTH - path.length - 1;
    const member = membersOf(value).find(([, inner]) => isTooDeep(inner, left));
    if (member === undefined) break;
    const [step, inner] = member;
    path.push(step);
    value = inner;
  }
  return path;
}

const SHOWN_STEPS = 8;

function membersOf(value: Json): readonly (readonly [string | number, Json])[] {
  if (isJsonList(value)) return value.map((item, index) => [index, item] as const);
  return isJsonObject(value) ? Object.entries(value) : [];
}

/** Plain loops, since this visits each value of a large state. */
function isTooDeep(json: Json, left: number): boolean {
  if (typeof json !== 'object' || json === null || json instanceof ExactNumber) return false;
  if (left === 0) return true;
  if (isJsonList(json)) {
    for (const item of json) if (typeof item === 'object' && isTooDeep(item, left - 1)) return true;
    return false;
  }
  for (const name in json) if (typeof json[name] === 'object' && isTooDeep(json[name], left - 1)) return true;
  return false;
}
