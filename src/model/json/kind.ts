import type { Json, JsonObject } from '../state.js';
import { Tagged } from '../tagged.js';

/** `Array.isArray`, which loses that the items are JSON too. */
export const isJsonList = (json: unknown): json is readonly Json[] => Array.isArray(json);

/** Whether it is an object with members: not null, not a list, and not a number that JavaScript has no type for. */
export const isJsonObject = (json: unknown): json is JsonObject =>
  typeof json === 'object' && json !== null && !Array.isArray(json) && !(json instanceof Tagged);

/** The object, or one without members in place of anything else. */
export const objectIn = (json: unknown): JsonObject => (isJsonObject(json) ? json : {});

/** The list, or an empty one in place of anything else. */
export const listIn = (json: unknown): readonly Json[] => (isJsonList(json) ? json : []);
