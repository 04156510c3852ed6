import { type Json, isJsonList } from '../../model/index.js';

/** A step of a JSON pointer in its escaped form. */
export const escapeStep = (step: string | number): string => String(step).replaceAll('~', '~0').replaceAll('/', '~1');

/** `#/paths/~1pets` as steps. The URI form may be percent-encoded. */
export function pointerSteps(pointer: string): string[] {
  return pointer
    .replace(/^#/, '')
    .split('/')
    .slice(1)
    .map((step) => decoded(step).replaceAll('~1', '/').replaceAll('~0', '~'));
}

export function at(document: Json, pointer: string): Json | undefined {
  let here: Json | undefined = document;
  for (const step of pointerSteps(pointer)) {
    if (typeof here !== 'object' || here === null || !Object.hasOwn(here, step)) return undefined;
    here = Reflect.get(here, step);
  }
  return here;
}

/** The types that the keyword `type` of a schema names: one or several. */
export const typesIn = (json: Json | undefined): readonly Json[] =>
  isJsonList(json) ? json : json === undefined ? [] : [json];

export const textOf = (json: unknown): string | undefined => (typeof json === 'string' ? json : undefined);

function decoded(step: string): string {
  try {
    return decodeURIComponent(step);
  } catch {
    return step;
  }
}
