import { ExactNumber } from './number.js';

/** JSON in memory; a number that JavaScript cannot hold exactly is an ExactNumber. */
export type Json = null | boolean | string | number | ExactNumber | readonly Json[] | JsonObject;

export interface JsonObject {
  readonly [key: string]: Json;
}

/** `Array.isArray`, which loses that the items are JSON too. */
export const isJsonList = (json: Json | undefined): json is readonly Json[] => Array.isArray(json);

/** Whether it is an object with members: not null, not a list, and not a number that JavaScript has no type for. */
export const isJsonObject = (json: Json | undefined): json is JsonObject =>
  typeof json === 'object' && json !== null && !Array.isArray(json) && !(json instanceof ExactNumber);

/** The object, or one without members in place of anything else. */
export const objectIn = (json: Json | undefined): JsonObject => (isJsonObject(json) ? json : {});

/** The text of a member; undefined if it is missing, empty or something else. */
export function textMember(object: JsonObject, name: string): string | undefined {
  const value = object[name];
  return typeof value === 'string' && value !== '' ? value : undefined;
}

/** The list, or an empty one in place of anything else. */
export const listIn = (json: Json | undefined): readonly Json[] => (isJsonList(json) ? json : []);
