import { isJsonList, type Json, isJsonObject } from '../../../model/index.js';
import type { Reply } from '../http/outcome.js';
import type { CallMapping } from '../mapping/definition.js';
import { pointerGet, pointerWithout } from '../pointer.js';
import { jsonOf, type Values } from '../values/projection.js';

/** The part of a reply that is the object. */
export function objectIn(reply: Reply, place: CallMapping['object'], values: Values): Json | undefined {
  if (place === 'none') return undefined;
  const whole = pointerGet(reply.body, place?.at ?? '');
  const object = place?.member === undefined ? whole : memberOf(whole, jsonOf(values[place.member]));
  return place?.without === undefined ? object : pointerWithout(object, place.without);
}

function memberOf(whole: Json | undefined, name: Json | undefined): Json | undefined {
  if (typeof name !== 'string') return undefined;
  if (isJsonList(whole)) return whole.find((item) => item === name);
  return isJsonObject(whole) && Object.hasOwn(whole, name) ? whole[name] : undefined;
}
