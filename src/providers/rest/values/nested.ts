import {
  type Attribute,
  isJsonList,
  isJsonObject,
  isNull,
  isObjectValue,
  type Json,
  type JsonObject,
  listOf,
  ListValue,
  type NestedAttributes,
  objectOf,
  objectValue,
  stringifyJson,
  type Type,
  type Value,
  valuesEqual,
  listIn,
  memberOf,
  objectIn,
} from '../../../model/index.js';
import type { AttributeMapping, FieldMapping, Known, Nested, NestedMember, Part } from '../mapping/definition.js';
import { pointerGet, pointerSet } from '../pointer.js';
import { isSame, keepKnown, sameWords, shapedAs } from './same.js';

/** Type and table of an attribute that holds objects. */
export function nested(table: Nested): Pick<AttributeMapping, 'type' | 'nested'> {
  return { type: typeOfNested(table), nested: table };
}

function typeOfNested({ nesting, members }: Nested): Type {
  const types = Object.entries(members).map(([name, member]) => [name, typeOfMember(member)] as const);
  const object = objectOf(Object.fromEntries(types));
  return nesting === 'single' ? object : listOf(object);
}

function typeOfMember(member: NestedMember): Type {
  return member.nested === undefined ? (member.type ?? 'string') : typeOfNested(member.nested);
}

/** The same, for the engine's schema. */
export function nestedAttributes({ nesting, members }: Nested): NestedAttributes {
  const attributes = Object.entries(members).map(([name, member]): [string, Attribute] => {
    const { required, sensitive, description, constraint } = member;
    return [
      name,
      {
        type: typeOfMember(member),
        ...(member.nested === undefined ? {} : { nested: nestedAttributes(member.nested) }),
        ...(required === true ? { required } : { optional: true }),
        ...(isFilledIn(member) ? { computed: true } : {}),
        ...(sensitive === true ? { sensitive } : {}),
        ...(description === undefined ? {} : { description }),
        ...(constraint === undefined ? {} : { constraint }),
      },
    ];
  });
  return { nesting, attributes: Object.fromEntries(attributes) };
}

/** The attribute as part of a request. */
export function sentAs(attribute: string, table: Nested): Part {
  return { attribute, encode: (json) => toWire(table, json) };
}

/** The attribute as a field of a reply. */
export function shownAs(at: string, table: Nested): FieldMapping {
  return { at, decode: (json, known) => fromWire(table, json, known) };
}

/**
 * Converts the attribute to the service's form. Unset members are left out, or sent as the value that their absence
 * means.
 */
export function toWire(table: Nested, json: Json): Json {
  if (table.nesting === 'list') return listIn(json).map((item) => objectToWire(table, objectIn(item)));
  return objectToWire(table, objectIn(json));
}

function objectToWire({ members }: Nested, object: JsonObject): Json {
  const wire: Record<string, Json> = {};
  for (const [name, member] of Object.entries(members)) {
    const value = object[name] ?? null;
    if (member.at === undefined) continue;
    if (value !== null) pointerSet(wire, member.at, member.nested === undefined ? value : toWire(member.nested, value));
    else if (member.otherwise !== undefined) pointerSet(wire, member.at, member.otherwise);
  }
  return wire;
}

/**
 * Converts a reply to the attribute. Known items keep their order and new ones follow; a member that was left out stays
 * out, whatever the service or others filled in.
 */
export function fromWire(table: Nested, json: Json, known: Known): Json | undefined {
  const before = known.imported ? undefined : (known.value ?? undefined);
  if (table.nesting === 'single') return isJsonObject(json) ? objectFromWire(table, json, asObject(before)) : undefined;
  if (!isJsonList(json) || (table.onlyKnown === true && before === undefined)) return undefined;
  const items = json.filter(isJsonObject);
  const { key } = table;
  const old = isJsonList(before) ? before.map(asObject) : [];
  if (key === undefined) return items.map((item, index) => objectFromWire(table, item, old[index]));
  const oldByName = new Map(old.map((item) => [stringifyJson(item?.[key] ?? null), item]));
  const member = memberOf(table.members, key);
  const shown = new Map(items.map((item) => [stringifyJson(shownIn(item, member) ?? null), item]));
  const others = table.onlyKnown === true ? [] : shown.keys();
  return [...new Set([...oldByName.keys(), ...others])].flatMap((name) => {
    const item = shown.get(name);
    return item === undefined ? [] : [objectFromWire(table, item, oldByName.get(name))];
  });
}

function shownIn(item: JsonObject, { at, shown = at }: NestedMember): Json | undefined {
  return shown === undefined || shown === NOWHERE ? undefined : pointerGet(item, shown);
}

/** The pointer of a member that replies never show: no JSON pointer begins like this. */
const NOWHERE = 'nowhere';

/** If `before` is undefined, it is not known which members are managed, so all that are shown count. */
function objectFromWire({ members }: Nested, item: JsonObject, before: JsonObject | undefined): Json {
  const object: Record<string, Json> = {};
  for (const [name, member] of Object.entries(members)) {
    const was = before?.[name] ?? null;
    const shown = shownIn(item, member) ?? null;
    if (member.at === undefined || member.shown === NOWHERE) object[name] = was;
    else if (was === null && before !== undefined) object[name] = unsetMember(member, shown);
    else object[name] = shownMember(member, shown, was) ?? null;
  }
  return object;
}

/** Another party may have filled it in. A member whose absence has a meaning is different. */
function unsetMember({ otherwise }: NestedMember, shown: Json): Json {
  return otherwise === undefined || shown === otherwise ? null : shown;
}

function shownMember(member: NestedMember, shown: Json, was: Json): Json | undefined {
  const { masked, otherwise, nested: inside } = member;
  if (inside !== undefined) {
    return shown === null ? null : fromWire(inside, shown, { value: was ?? undefined, imported: was === null });
  }
  if (typeof shown === 'string' && masked?.test(shown) === true) return was;
  if (was === null && otherwise !== undefined && shown === otherwise) return null;
  const words = sameWords(member);
  return shapedAs(words, keepKnown(words, was, shown), member.type ?? 'string');
}

/** The configured value, with the prior value where the two are equivalent. */
export function keepSame(table: Nested, prior: Value, config: Value): Value {
  if (config instanceof ListValue && table.nesting === 'list') {
    const before = prior instanceof ListValue ? prior.items : [];
    return new ListValue(
      config.element,
      config.items.map((item, index) => keepSameMembers(table, before[index] ?? null, item)),
    );
  }
  return keepSameMembers(table, prior, config);
}

function keepSameMembers({ key, members }: Nested, prior: Value, config: Value): Value {
  if (!isObjectValue(prior) || !isObjectValue(config)) return config;
  if (key !== undefined && !isSame(memberOf(members, key), prior[key] ?? null, config[key] ?? null)) return config;
  const object = objectValue(config);
  for (const [name, member] of Object.entries(members)) {
    const [was = null, wanted = null] = [prior[name], config[name]];
    if (member.nested !== undefined) object[name] = keepSame(member.nested, was, wanted);
    else if (isSame(member, was, wanted)) object[name] = was;
  }
  return object;
}

/** Keeps members that the configuration leaves out: after an import, no configuration has asked for their removal. */
export function keepUnsaid(table: Nested, prior: Value, planned: Value): Value {
  if (planned instanceof ListValue && table.nesting === 'list') {
    const before = prior instanceof ListValue ? prior.items : [];
    const named = (item: Value): string | undefined => keyIn(table, item);
    const items = planned.items.map((item, index) => {
      const name = named(item);
      const was = name === undefined ? before[index] : before.find((old) => named(old) === name);
      return keepUnsaidMembers(table, was ?? null, item);
    });
    return new ListValue(planned.element, items);
  }
  return keepUnsaidMembers(table, prior, planned);
}

function keyIn({ key }: Nested, item: Value): string | undefined {
  const name = key !== undefined && isObjectValue(item) ? item[key] : undefined;
  return typeof name === 'string' ? name : undefined;
}

function keepUnsaidMembers({ members }: Nested, prior: Value, planned: Value): Value {
  if (!isObjectValue(prior) || !isObjectValue(planned)) return planned;
  const object = objectValue(planned);
  for (const [name, member] of Object.entries(members)) {
    const [was = null, wanted = null] = [prior[name], planned[name]];
    const { changesWith } = member;
    const goes = changesWith !== undefined && !valuesEqual(prior[changesWith] ?? null, planned[changesWith] ?? null);
    if (isNull(wanted) && isFilledIn(member)) object[name] = goes ? null : was;
    else if (member.nested !== undefined) object[name] = keepUnsaid(member.nested, was, wanted);
  }
  return object;
}

/** A member may be shown although the configuration never set it. */
function isFilledIn({ required, at, shown, otherwise }: NestedMember): boolean {
  return required !== true && at !== undefined && shown !== NOWHERE && otherwise === undefined;
}

/** The secrets among the members, to be kept out of messages. */
export function secretTexts(table: Nested, json: Json | undefined): string[] {
  const objects = (isJsonList(json) ? json : [json ?? null]).filter(isJsonObject);
  return objects.flatMap((object) =>
    Object.entries(table.members).flatMap(([name, { sensitive, nested: inside }]) => {
      const value = object[name];
      if (inside !== undefined) return secretTexts(inside, value);
      return sensitive === true && typeof value === 'string' ? [value] : [];
    }),
  );
}

function asObject(json: Json | undefined): JsonObject | undefined {
  return json !== undefined && isJsonObject(json) ? json : undefined;
}
