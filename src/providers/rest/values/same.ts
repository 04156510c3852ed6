import {
  canonicalJson,
  ExactNumber,
  formatNumber,
  isJsonList,
  isJsonObject,
  isNull,
  isWhollyKnown,
  type Json,
  type JsonObject,
  numbersEqual,
  parseJson,
  parseNumber,
  plainJson,
  type Type,
  type Value,
  valuesEqual,
} from '../../../model/index.js';
import type { AttributeMapping, Same } from '../mapping/definition.js';

type Words = ReadonlySet<Same>;

type Normalised = Pick<AttributeMapping, 'type' | 'same'>;

/** Which differences of an attribute do not count. A set never has an order, whatever the mapping says. */
export function sameWords({ same = [], type }: Normalised): Words {
  const words = new Set<Same>(typeof same === 'string' ? [same] : same);
  if (words.size > 0 && typeof type === 'object' && type.kind === 'set') words.add('unordered');
  return words;
}

/**
 * A value that the service shows, in the known notation where the two are equivalent. A part that differs, or is not
 * known, stays as shown.
 */
export function keepKnown(words: Words, known: Json | undefined, shown: Json): Json {
  if (words.size === 0 || known === undefined || known === null || known === shown) return shown;
  if (isSameScalar(words, known, shown)) return known;
  if (isJsonList(known)) {
    const items = isJsonList(shown) ? shown : words.has('one-or-list') ? [shown] : undefined;
    return items === undefined ? shown : keepItems(words, known, items);
  }
  if (isJsonList(shown)) return isOnlyItem(words, known, shown) ? known : shown;
  return isJsonObject(known) && isJsonObject(shown) ? keepMembers(words, known, shown) : shown;
}

/**
 * Whether a value from the service or state is equivalent to the wanted one. `wanted` may only leave something out with
 * `filled-in`.
 */
export function isSame(attribute: Normalised, shown: Value, wanted: Value, filledIn = false): boolean {
  if (valuesEqual(shown, wanted)) return true;
  const words = new Set(sameWords(attribute));
  if (!filledIn) words.delete('filled-in');
  if (words.size === 0 || isNull(shown) || isNull(wanted) || !isWhollyKnown(shown) || !isWhollyKnown(wanted))
    return false;
  const known = plainJson(wanted);
  return canonicalJson(keepKnown(words, known, plainJson(shown))) === canonicalJson(known);
}

function isOnlyItem(words: Words, known: Json, [only, ...others]: readonly Json[]): boolean {
  if (only === undefined || others.length > 0 || !words.has('one-or-list')) return false;
  return canonicalJson(keepKnown(words, known, only)) === canonicalJson(known);
}

function keepItems(words: Words, known: readonly Json[], shown: readonly Json[]): Json {
  if (!words.has('unordered')) return shown.map((item, index) => keepKnown(words, known[index], item));
  const rest = [...shown];
  const kept = known.filter((item) => {
    const wanted = canonicalJson(item);
    const index = rest.findIndex((candidate) => canonicalJson(keepKnown(words, item, candidate)) === wanted);
    if (index !== -1) rest.splice(index, 1);
    return index !== -1;
  });
  return [...kept, ...rest];
}

function keepMembers(words: Words, known: JsonObject, shown: JsonObject): Json {
  const names = new Map(Object.keys(known).map((name) => [keyOf(words, name), name]));
  const kept: Record<string, Json> = {};
  for (const [name, member] of Object.entries(shown)) {
    const knownName = names.get(keyOf(words, name));
    const before = knownName === undefined ? null : (known[knownName] ?? null);
    if (before === null && words.has('filled-in')) continue;
    kept[knownName ?? name] = keepKnown(words, before, member);
  }
  // An unset value is not sent, so it need not be shown.
  for (const [name, member] of Object.entries(known)) if (member === null) kept[name] ??= null;
  return kept;
}

function keyOf(words: Words, name: string): string {
  return words.has('any-case-keys') ? name.toLowerCase() : name;
}

function isSameScalar(words: Words, one: Json, other: Json): boolean {
  if (words.has('as-text') && isSameNumber(one, other)) return true;
  if (words.has('as-text') && truthIn(one) !== undefined && truthIn(one) === truthIn(other)) return true;
  if (typeof one !== 'string' || typeof other !== 'string') return false;
  if (folded(words, one) === folded(words, other)) return true;
  if (words.has('json') && canonicalText(one) === canonicalText(other)) return true;
  if (!words.has('moment')) return false;
  const moment = momentOf(one);
  return moment !== undefined && moment === momentOf(other);
}

function truthIn(json: Json): boolean | undefined {
  if (typeof json === 'boolean') return json;
  return json === 'true' || json === 'false' ? json === 'true' : undefined;
}

function isSameNumber(one: Json, other: Json): boolean {
  const [left, right] = [numberIn(one), numberIn(other)];
  return left !== undefined && right !== undefined && numbersEqual(left, right);
}

function numberIn(json: Json): number | ExactNumber | undefined {
  if (typeof json === 'string') return parseNumber(json);
  return typeof json === 'number' || json instanceof ExactNumber ? json : undefined;
}

function folded(words: Words, text: string): string {
  const trimmed = words.has('trimmed') ? text.trim() : text;
  return words.has('any-case') ? trimmed.toLowerCase() : trimmed;
}

/** A JSON string in canonical form; any other string unchanged. */
function canonicalText(text: string): string {
  try {
    return canonicalJson(parseJson(text));
  } catch {
    return text;
  }
}

const MOMENT = /^(\d{4}-\d{2}-\d{2})(?:[Tt ](\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?)\s*(Z|z|[+-]\d{2}:?\d{2})?)?$/;

/** Milliseconds since 1970 of a date or a timestamp; without an offset it is UTC. */
function momentOf(text: string): number | undefined {
  const [, date, time = '00:00', offset = 'Z'] = MOMENT.exec(text) ?? [];
  const at = date === undefined ? NaN : Date.parse(`${date}T${time}${offset.toUpperCase()}`);
  return Number.isNaN(at) ? undefined : at;
}

/**
 * Converts a value of a reply to the form of the attribute's type, as far as the mapping allows the service to show
 * another form.
 */
export function shapedAs(words: Words, json: Json, type: Type): Json {
  if (json === null || (!words.has('as-text') && !words.has('one-or-list'))) return json;
  const whole = words.has('one-or-list') ? inList(json, type) : json;
  if (typeof type === 'string') return words.has('as-text') ? scalarAs(whole, type) : whole;
  if (type.kind === 'list' || type.kind === 'set')
    return isJsonList(whole) ? whole.map((item) => shapedAs(words, item, type.element)) : whole;
  if (!isJsonObject(whole) || type.kind === 'tuple') return whole;
  const members = Object.entries(whole).map(([name, member]): [string, Json] => {
    const inner = type.kind === 'map' ? type.element : type.attributes[name];
    return [name, inner === undefined ? member : shapedAs(words, member, inner)];
  });
  return Object.fromEntries(members);
}

function inList(json: Json, type: Type): Json {
  const wantsList = typeof type === 'object' && (type.kind === 'list' || type.kind === 'set');
  if (wantsList) return isJsonList(json) ? json : [json];
  if (type === 'dynamic' || !isJsonList(json)) return json;
  const [only, another] = json;
  return only !== undefined && another === undefined ? only : json;
}

function scalarAs(json: Json, type: 'string' | 'number' | 'bool' | 'dynamic'): Json {
  if (type === 'string') {
    if (typeof json === 'boolean') return String(json);
    return typeof json === 'number' || json instanceof ExactNumber ? formatNumber(json) : json;
  }
  if (typeof json !== 'string') return json;
  if (type === 'number') return parseNumber(json) ?? json;
  return type === 'bool' ? (truthIn(json) ?? json) : json;
}
