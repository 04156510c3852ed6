import { isJsonList } from './kind.js';
import { normalized } from '../normal-form.js';
import { ExactNumber } from '../number.js';
import { fromDouble } from '../number-text.js';
import type { Json, JsonObject } from '../state.js';
import { objectValue, type Value } from '../value.js';

/** JSON as a configuration means it: arrays are tuples, objects are objects, numbers exact. */
export function valueFromUntyped(json: Json): Value {
  if (typeof json === 'number') return fromDouble(json);
  if (typeof json === 'string') return normalized(json);
  if (json === null || typeof json !== 'object' || json instanceof ExactNumber) return json;
  if (isJsonList(json)) return json.map(valueFromUntyped);
  const result = objectValue();
  for (const name of Object.keys(json)) result[normalized(name)] = valueFromUntyped((json as JsonObject)[name]!);
  return result;
}
