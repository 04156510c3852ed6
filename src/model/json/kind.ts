import type { Json } from '../state.js';

/** `Array.isArray`, which loses that the items are JSON too. */
export const isJsonList = (json: unknown): json is readonly Json[] => Array.isArray(json);
