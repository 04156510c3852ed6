import { isJsonList, type Json } from '../json.js';
import { normalized } from '../normal-form.js';
import { ExactNumber } from '../number.js';
import { fromDouble } from '../number-text.js';
import { objectValue, type Value } from '../value.js';

/** JSON as a configuration means it: arrays are tuples, objects are objects, numbers exact. */
export function valueFromUntyped(json: Json): Value {
  if (typeof json === 'number') return fromDouble(json);
  if (typeof json === 'string') return normalized(json);
  if (json === null || typeof json !== 'object' || json instanceof ExactNumber) return json;
  if (isJsonList(json)) return json.map(valueFromUntyped);
  const result = objectValue();
  for (const name of Object.keys(json)) {
    const member = json[name];
    if (member !== undefined) result[normalized(name)] = valueFromUntyped(member);
  }
  return result;
}
