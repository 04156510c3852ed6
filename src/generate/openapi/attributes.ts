import { listOf, mapOf, objectOf, setOf, type Type, entryOf } from '../../model/index.js';
import { Names } from '../names.js';
import type { AttributeGuess } from './guess.js';
import { isList, membersOf, type Member, type Shape } from './schemas.js';
import { attributeName, firstSentence, isSecretName, snakeCase } from './words.js';

/** A field that becomes an attribute: a leaf of a body, or an object that is kept whole. */
export interface Leaf {
  /** JSON pointer from the object. */
  readonly place: string;
  readonly name: string;
  readonly member: Member;
  /** Required at every level. */
  readonly required: boolean;
  /**
   * The innermost optional object around it: it is only required together with that object. Empty: all are required.
   */
  readonly within: string;
  readonly readOnly: boolean;
  readonly writeOnly: boolean;
  readonly nullable: boolean;
  /** The outermost place, from the object down to the field itself, that may be null. */
  readonly nullAt: string | undefined;
}

/** How deep nested objects are split into fields; anything deeper is a JSON string. */
const DEPTH = 4;

/** A value that is not an object, as a field of its own. */
export const wholeLeaf = (name: string, member: Member): Leaf => ({
  place: '',
  name,
  member,
  required: true,
  within: '',
  readOnly: false,
  writeOnly: false,
  nullable: false,
  nullAt: undefined,
});

/** The fields of an object; those of nested objects have names with a prefix. A list is a single field: `items`. */
export function leavesOf(object: Member): Leaf[] {
  const leaves: Leaf[] = [];
  const visit = (owner: Member, above: Omit<Leaf, 'member'>, depth: number): void => {
    for (const member of membersOf(owner)) {
      const name = [above.name, snakeCase(member.name)].filter((part) => part !== '').join('_');
      const place = `${above.place}/${member.name.replaceAll('~', '~0').replaceAll('/', '~1')}`;
      const leaf = {
        place,
        name,
        member,
        required: above.required && member.required,
        within: above.within,
        readOnly: above.readOnly || member.readOnly,
        writeOnly: above.writeOnly || member.writeOnly,
        nullable: above.nullable || member.nullable,
        nullAt: above.nullAt ?? (member.nullable ? place : undefined),
      };
      if (member.shape.kind === 'object' && depth < DEPTH)
        visit(member, member.required ? leaf : { ...leaf, within: place }, depth + 1);
      else leaves.push(leaf);
    }
  };
  if (isList(object)) return [wholeLeaf('items', object)];
  visit(object, wholeLeaf('', object), 1);
  return leaves;
}

/** Locations of objects that a body must contain although they have no required members. */
export function requiredObjects(object: Member): string[] {
  const places: string[] = [];
  const visit = (owner: Member, above: string, depth: number): void => {
    for (const member of membersOf(owner)) {
      if (!member.required || member.readOnly || member.shape.kind !== 'object' || depth >= DEPTH) continue;
      const place = `${above}/${member.name.replaceAll('~', '~0').replaceAll('/', '~1')}`;
      places.push(place);
      visit(member, place, depth + 1);
    }
  };
  visit(object, '', 1);
  return places;
}

/** Optional objects → the locations of their required members. */
export function demandsOf(leaves: Iterable<Leaf>): ReadonlyMap<string, readonly string[]> {
  const demands = new Map<string, string[]>();
  for (const { within, member, place } of leaves)
    if (within !== '' && member.required) demands.set(within, [...(demands.get(within) ?? []), place]);
  return demands;
}

/** Attribute → those that the surrounding objects require along with it; `names` maps locations to attributes. */
export function needsOf(
  leaves: readonly Leaf[],
  names: ReadonlyMap<string, string>,
): ReadonlyMap<string, readonly string[]> {
  const demands = [...demandsOf(leaves)];
  return new Map(
    leaves.flatMap(({ place, within }): [string, string[]][] => {
      if (within === '') return [];
      const beside = demands.flatMap(([object, places]) => (place.startsWith(`${object}/`) ? places : []));
      const others = [...new Set(beside)].filter((other) => other !== place).map((other) => entryOf(names, other));
      return others.length === 0 ? [] : [[entryOf(names, place), others]];
    }),
  );
}

export interface Fields {
  readonly noun: string;
  /** By location in the object. */
  readonly created: ReadonlyMap<string, Leaf>;
  readonly updated: ReadonlyMap<string, Leaf>;
  readonly shown: ReadonlyMap<string, Leaf>;
  /** Without an update, every change replaces the object. */
  readonly updatable: boolean;
}

export interface FieldGuess extends AttributeGuess {
  readonly place: string;
}

/** One attribute for each field that is sent or shown, with unique names. */
export function guessAttributes(fields: Fields): FieldGuess[] {
  const { created, updated, shown } = fields;
  const places = new Set([...created.keys(), ...updated.keys(), ...shown.keys()]);
  const names = new Names();
  const demanding = [...demandsOf([...created.values(), ...updated.values()]).keys()];
  return [...places].flatMap((place) => {
    const first = guessAttribute(fields, place, demanding);
    const guess = { ...first, name: names.take(first.name) };
    return guess.versionOf === undefined && guess.writeOnly ? [guess, versionOf(guess, fields)] : [guess];
  });
}

/**
 * Fields that are shown under an equivalent name elsewhere (`FriendlyName` and `friendly_name`): location in requests →
 * location in replies.
 */
export function shownElsewhere(
  sent: ReadonlyMap<string, Leaf>,
  shown: ReadonlyMap<string, Leaf>,
): ReadonlyMap<string, string> {
  const byName = new Map([...shown].map(([place, { name }]) => [name, place]));
  return new Map(
    [...sent].flatMap(([place, { name }]): [string, string][] => {
      const other = byName.get(name);
      return other === undefined || shown.has(place) || sent.has(other) ? [] : [[place, other]];
    }),
  );
}

/** `demanding`: optional objects that have required members. */
function guessAttribute(fields: Fields, place: string, demanding: readonly string[]): FieldGuess {
  const sent = fields.created.get(place);
  const changed = fields.updated.get(place);
  const shown = fields.shown.get(place);
  const written = sent ?? changed;
  const leaf = written ?? entryOf(fields.shown, place);
  const settable = written !== undefined;
  const required = sent?.required === true;
  // A member's default does not create an object that requires more.
  const partial = leaf.within !== '' && demanding.some((object) => leaf.place.startsWith(`${object}/`));
  const fallback = settable && !required && !partial ? defaultOf(leaf) : undefined;
  const secret = isSecretName(leaf.name) || leaf.member.secret || leaf.writeOnly;
  const writeOnly = settable && (leaf.writeOnly || (secret && shown === undefined));
  const nullable = leaf.nullable || (changed?.nullable ?? false);
  // A nullable value that is omitted is null, if an update can express that.
  const clearable = nullable && changed !== undefined;
  const filledIn = settable && !required && shown !== undefined && !clearable && !writeOnly;
  const { shape } = leaf.member;
  const ofObjects = shape.kind === 'list' && shape.element.kind === 'object';
  return {
    place,
    name: attributeName(leaf.name, fields.noun),
    shape,
    type: typeOfShape(shape, settable),
    required,
    optional: settable && !required,
    computed: !settable || filledIn || fallback !== undefined,
    sensitive: secret || holdsSecret(shape),
    writeOnly,
    replaces: settable && changed === undefined && !writeOnly,
    description: firstSentence(leaf.member.description ?? shown?.member.description),
    ...(fallback === undefined ? {} : { default: fallback }),
    ...(!settable && fields.updatable && CHANGES.test(leaf.name) ? { changes: true } : {}),
    // A nullable value stays null here if the service fills it in.
    ...(settable && shown !== undefined && (ofObjects || (clearable && !required && fallback === undefined))
      ? { filledIn: true }
      : {}),
    schema: leaf.member.schema,
    pointer: leaf.member.pointer,
    doubts: doubtsOf(leaf, { shape, secret, writeOnly, shown: shown !== undefined, settable }),
  };
}

/** Whether a value of this shape contains a secret. A list of such objects is sensitive as a whole. */
export function holdsSecret(shape: Shape): boolean {
  switch (shape.kind) {
    case 'object':
      return shape.members.some(
        ({ name, secret, shape: inner }) =>
          secret || isSecretName(snakeCase(name)) || (inner.kind !== 'json' && holdsSecret(inner)),
      );
    case 'list':
    case 'set':
    case 'map':
      return holdsSecret(shape.element);
    default:
      return false;
  }
}

/** Names of values that the service maintains: they change with the object. */
const CHANGES =
  /(^|_)(updated|modified|changed|last|etag|e_tag|revision|version|generation|status|state|phase|hash|checksum)(_|$)/;

function defaultOf({ member }: Leaf): string | number | boolean | undefined {
  const value = member.schema['default'];
  if (member.shape.kind === 'json') return value === undefined || value === null ? undefined : JSON.stringify(value);
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean' ? value : undefined;
}

/** A secret that is never kept is sent again when its version changes. */
function versionOf(guess: FieldGuess, { updated }: Fields): FieldGuess {
  const replaces = !updated.has(guess.place);
  return {
    place: '',
    name: `${guess.name}_version`,
    shape: { kind: 'string' },
    type: 'string',
    required: false,
    optional: true,
    computed: false,
    sensitive: false,
    writeOnly: false,
    replaces,
    local: true,
    versionOf: guess.name,
    description: `Any string. ${guess.name} is not kept in state, so a new value is not detected: change this with it, and it is sent${replaces ? ' to a new object' : ' again'}.`,
    schema: {},
    doubts: [],
  };
}

interface Judged {
  readonly shape: Shape;
  readonly secret: boolean;
  readonly writeOnly: boolean;
  readonly shown: boolean;
  readonly settable: boolean;
}

function doubtsOf(leaf: Leaf, { shape, secret, writeOnly, shown, settable }: Judged): string[] {
  const doubts: string[] = [];
  if (shape.kind === 'json') doubts.push('its schema allows any value, so it is a JSON string');
  if (secret && !leaf.writeOnly && !leaf.member.secret) doubts.push('secret, judging by its name');
  if (writeOnly && !leaf.writeOnly) doubts.push('no reply shows it, so it is sent and not kept');
  if (settable && !shown && !writeOnly) doubts.push('no reply shows it, so changes made elsewhere are not detected');
  return doubts;
}

/** `written`: the form for configurations, without what only the service sets. */
export function typeOfShape(shape: Shape, written: boolean): Type {
  switch (shape.kind) {
    case 'string':
    case 'number':
    case 'bool':
      return shape.kind;
    case 'json':
      return 'string';
    case 'list':
      return listOf(typeOfShape(shape.element, written));
    case 'set':
      return setOf(typeOfShape(shape.element, written));
    case 'map':
      return mapOf(typeOfShape(shape.element, written));
    case 'object': {
      const members = shape.members.filter((member) => !(written && member.readOnly));
      const attributes = Object.fromEntries(members.map((member) => [member.name, typeOfShape(member.shape, written)]));
      const optional = members.filter((member) => written && !member.required);
      return objectOf(
        attributes,
        optional.map((member) => member.name),
      );
    }
  }
}
