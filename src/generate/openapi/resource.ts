import { entryOf, type Diagnostic, type JsonObject } from '../../model/index.js';
import { successOf, type ApiOperation } from './api.js';
import { demandsOf, guessAttributes, needsOf, shownElsewhere, type FieldGuess, type Leaf } from './attributes.js';
import { guessFollow, guessWait } from './asynchronous.js';
import { Bodies, callOf, type Body } from './body.js';
import { largeSchema, noIdentity, noSchema, notReadable, notRemovable, recursiveSchema } from './diagnostics.js';
import type { CreatableGroup } from './group.js';
import type { FollowGuess, ResourceGuess, UpdateGuess } from './guess.js';
import { guessIdentity, labelAmong, unknownIn, type Identity } from './identity.js';
import { guessList, type ListGuess } from './paging.js';
import type { Misplaced } from './references.js';
import type { SharedHeader } from './shared-headers.js';

export interface GuessedResource {
  readonly resource?: ResourceGuess;
  /** Why no resource is generated. */
  readonly refusal?: Diagnostic;
  readonly misplaced: readonly Misplaced[];
}

type Refusal = GuessedResource & { readonly refusal: Diagnostic };

export interface Surroundings {
  readonly document: JsonObject;
  readonly name: string;
  readonly all: readonly ApiOperation[];
  /** Those that the provider configuration sets. */
  readonly headers: readonly SharedHeader[];
}

/** Derives a resource from a group with a create; obstacles are reported with their location. */
export function guessResource(surroundings: Surroundings, group: CreatableGroup): GuessedResource {
  return new Guesser(surroundings, group).guess();
}

class Guesser {
  readonly #surroundings: Surroundings;
  readonly #group: CreatableGroup;
  readonly #bodies: Bodies;
  readonly #misplaced: Misplaced[] = [];

  constructor(surroundings: Surroundings, group: CreatableGroup) {
    this.#surroundings = surroundings;
    this.#group = group;
    this.#bodies = new Bodies(surroundings.document, group);
  }

  guess(): GuessedResource {
    const exchanged = this.#exchanged();
    if ('refusal' in exchanged) return exchanged;
    const described = this.#described(exchanged);
    const identity = this.#identity(exchanged, described.fields);
    if ('refusal' in identity) return identity;
    this.#warn(described.fields);
    return { resource: this.#resource(exchanged, described, identity), misplaced: this.#misplaced };
  }

  /** What is sent to create an object, and what shows it. */
  #exchanged(): Exchanged | Refusal {
    const { document, all } = this.#surroundings;
    const { create, read: shows, list: lists, path } = this.#group;
    const bodies = this.#bodies;
    const sent = bodies.sent(create.request);
    const follow = guessFollow(document, create, all, this.#group);
    const answered = follow?.status === undefined ? bodies.answered(create) : bodies.begun(create, follow.status);
    const known = new Map(
      [create, shows].flatMap((each) => (each?.parameters ?? []).map(({ name }) => [name, true] as const)),
    );
    const list = lists === undefined || unknownIn(lists, known) ? undefined : guessList(document, lists);
    if (shows === undefined && list === undefined)
      return this.#refuse((place, noun) => notReadable(place, noun, `${path}/{id}`), create.pointer);
    const item = bodies.of(list && { mediaType: 'application/json', pointer: list.item });
    const read = bodies.answered(shows) ?? item;
    const shown = read ?? answered;
    if (shown === undefined || shown.leaves.size === 0) return this.#refuse(noSchema, (shows ?? create).pointer);
    return { sent, follow, answered, list, item, read, shown };
  }

  #described({ sent, answered, shown }: Exchanged): Described {
    // The first one that states what it changes is enough.
    const updates = firstUsable(this.#group.updates, (operation) => this.#update(operation, sent));
    const created = sent?.leaves ?? new Map<string, Leaf>();
    const updated = new Map(updates.flatMap(({ body }) => [...body.leaves]));
    const visible = new Map([...(answered?.leaves ?? []), ...shown.leaves].filter(([, { writeOnly }]) => !writeOnly));
    const renamed = shownElsewhere(new Map([...updated, ...created]), visible);
    const fields = guessAttributes({
      noun: this.#group.noun,
      created: rekeyed(created, renamed),
      updated: rekeyed(updated, renamed),
      shown: visible,
      updatable: updates.length > 0,
    });
    const names = new Map(fields.filter(({ local }) => local !== true).map((field) => [field.place, field.name]));
    for (const [from, to] of renamed) names.set(from, entryOf(names, to));
    return { updates, written: [...created.values(), ...updated.values()], renamed, fields, names };
  }

  #identity({ shown, answered, follow, list }: Exchanged, fields: readonly FieldGuess[]): Identity | Refusal {
    const { create, read } = this.#group;
    const identity = guessIdentity(this.#group, fields, [...shown.leaves.values()], this.#surroundings.headers);
    const hole = `{${(read ?? create).keys.at(-1) ?? 'id'}}`;
    const refuse = (at: string): Refusal => this.#refuse((place, noun) => noIdentity(place, noun, hole), at);
    if (identity === undefined) return refuse(shown.content.pointer);
    const named = answered !== undefined && identity.place !== undefined && answered.leaves.has(identity.place);
    if (identity.given || named || follow?.gives !== undefined || list !== undefined) return identity;
    return refuse(successOf(create)?.pointer ?? create.pointer);
  }

  #resource(exchanged: Exchanged, described: Described, identity: Identity): ResourceGuess {
    const { sent, follow, answered, list, read, shown } = exchanged;
    const { updates, renamed, fields, names } = described;
    const group = this.#group;
    const attributes = attributesOf(exchanged, described, identity);
    const wait = guessWait([...shown.leaves.values()]);
    const shownFields = [...shown.leaves.keys(), ...(answered?.leaves.keys() ?? [])];
    return {
      group,
      type: `${this.#surroundings.name}_${group.noun}`,
      attributes,
      parameters: identity.parameters,
      parents: identity.parents,
      renamed,
      reply: new Map(
        shownFields.flatMap((place) => (isShown(fields, place) ? [[entryOf(names, place), place] as const] : [])),
      ),
      identity: identity.attribute,
      beside: identity.beside,
      label: labelAmong(attributes.map((attribute) => attribute.name)),
      create: {
        ...callOf(group.create, sent, names, answered),
        ...(follow === undefined ? {} : { follow: identity.given ? withoutName(follow) : follow }),
        ...(wait === undefined ? {} : { wait }),
      },
      read: group.read === undefined ? undefined : { operation: group.read, object: read?.at ?? '' },
      list,
      updates: updates.map((update) => this.#updateGuess(update, names)),
      remove: this.#remove(wait?.field),
      match: matchable(attributes, shown, fields),
    };
  }

  #updateGuess({ operation, body, object, way }: Update, names: ReadonlyMap<string, string>): UpdateGuess {
    const { document, all } = this.#surroundings;
    const followed = guessFollow(document, operation, all, this.#group);
    const told = followed?.status === undefined ? object : this.#bodies.begun(operation, followed.status);
    const required = [...body.leaves.values()].filter((leaf) => leaf.required);
    return {
      ...callOf(operation, body, names, told),
      ...way,
      demands: required.map(({ place }) => entryOf(names, place)),
      together: new Map(
        [...demandsOf(body.leaves.values())].map(([inside, places]) => [
          `${body.at}${inside}`,
          places.map((place) => entryOf(names, place)),
        ]),
      ),
      ...(followed === undefined ? {} : { follow: followed }),
    };
  }

  /** An operation as an update; undefined if its body has no fields, such as a JSON Patch. */
  #update(operation: ApiOperation, created: Body | undefined): Update[] {
    const body = this.#bodies.sent(operation.request);
    if (body === undefined || body.leaves.size === 0 || body.content.mediaType.includes('json-patch')) return [];
    // A list body replaces a list; for anything else it contains patch steps.
    if (body.leaves.has('') && created?.leaves.has('') !== true) return [];
    const object = this.#bodies.answered(operation);
    const nullable = [...body.leaves.values()].some((leaf) => leaf.nullable);
    const merges = body.content.mediaType.includes('merge-patch');
    // A PUT that lacks fields of the create only replaces a part.
    const replaces =
      operation.method === 'put' && [...(created?.leaves.keys() ?? [])].every((place) => body.leaves.has(place));
    const way = replaces
      ? ({ send: 'all', clears: 'by-omission' } as const)
      : ({ send: 'changed', ...(nullable || merges ? { clears: 'as-null' as const } : {}) } as const);
    return [{ operation, body, object, way }];
  }

  #remove(state: string | undefined): ResourceGuess['remove'] {
    const { document, all } = this.#surroundings;
    const { remove, noun, path } = this.#group;
    if (remove === undefined) {
      const pointer = this.#group.read?.pointer.replace(/\/get$/, '') ?? `#/paths/${path}`;
      this.#misplaced.push({ pointer, diagnostic: notRemovable(pointer, noun) });
      return undefined;
    }
    const follow = guessFollow(document, remove, all, this.#group);
    if (follow !== undefined) return { operation: remove, follow };
    const begun = remove.replies.some(({ status }) => status === '202');
    const goes = state !== undefined || begun;
    const wait = goes ? { field: state ?? '/status', ready: [], pending: [], failed: [] } : undefined;
    return { operation: remove, ...(wait === undefined ? {} : { wait }) };
  }

  #warn(fields: readonly FieldGuess[]): void {
    for (const { shape, name } of fields) {
      if (shape.kind !== 'json') continue;
      const attribute = `${this.#group.noun}.${name}`;
      const { recursive, large } = shape;
      if (recursive !== undefined)
        this.#misplaced.push({ pointer: recursive, diagnostic: recursiveSchema(recursive, attribute) });
      if (large !== undefined) this.#misplaced.push({ pointer: large, diagnostic: largeSchema(large, attribute) });
    }
  }

  #refuse(word: (pointer: string, noun: string) => Diagnostic, pointer: string): Refusal {
    const refusal = word(pointer, this.#group.noun);
    return { refusal, misplaced: [{ pointer, diagnostic: refusal }] };
  }
}

/** An object that the configuration identifies is not identified by the finished status. */
const withoutName = ({ gives: _, ...follow }: FollowGuess): FollowGuess => follow;

const rekeyed = (leaves: ReadonlyMap<string, Leaf>, keys: ReadonlyMap<string, string>): ReadonlyMap<string, Leaf> =>
  new Map([...leaves].map(([place, leaf]) => [keys.get(place) ?? place, leaf]));

/** The bodies about one object: as it is created, and as replies show it. */
interface Exchanged {
  readonly sent: Body | undefined;
  readonly follow: FollowGuess | undefined;
  readonly answered: Body | undefined;
  readonly list: ListGuess | undefined;
  readonly item: Body | undefined;
  readonly read: Body | undefined;
  readonly shown: Body;
}

/** The fields of those bodies as attributes. */
interface Described {
  readonly updates: readonly Update[];
  /** The fields of a create and of updates. */
  readonly written: readonly Leaf[];
  readonly renamed: ReadonlyMap<string, string>;
  readonly fields: readonly FieldGuess[];
  /** Location of a field in requests → its attribute. */
  readonly names: ReadonlyMap<string, string>;
}

interface Update {
  readonly operation: ApiOperation;
  readonly body: Body;
  readonly object: Body | undefined;
  readonly way: Pick<UpdateGuess, 'send' | 'clears'>;
}

/** The attributes of the identity, then those of the fields: with what else they require, and all that shows them. */
function attributesOf(
  { answered, shown, item }: Exchanged,
  { updates, written, fields, names }: Described,
  identity: Identity,
): FieldGuess[] {
  const bodies = [answered, shown, item, ...updates.map(({ object }) => object)];
  const needs = needsOf(written, names);
  const replacing = new Set(identity.given ? [...identity.beside, identity.attribute] : []);
  const own = new Set(identity.attributes.map(({ name }) => name));
  const further = fields.filter(({ name }) => !own.has(name));
  return [
    ...identity.attributes,
    ...further.map((field) => {
      const views = bodies.flatMap((body) => body?.leaves.get(field.place)?.member.pointer ?? []);
      const needed = needs.get(field.name);
      return {
        ...field,
        ...(needed === undefined ? {} : { needs: needed }),
        views: [...new Set(views)].filter((at) => at !== field.pointer),
        ...(replacing.has(field.name) ? { replaces: true } : {}),
      };
    }),
  ];
}

function firstUsable(
  operations: readonly ApiOperation[],
  update: (operation: ApiOperation) => readonly Update[],
): readonly Update[] {
  for (const operation of operations) {
    const usable = update(operation);
    if (usable.length > 0) return usable;
  }
  return [];
}

function isShown(fields: readonly FieldGuess[], place: string): boolean {
  return fields.some((field) => field.place === place && !field.writeOnly);
}

/** Attributes that identify a new object: set by the user, and shown as they were sent. */
function matchable(attributes: readonly FieldGuess[], shown: Body, fields: readonly FieldGuess[]): string[] {
  const plain = attributes.filter(
    ({ required, sensitive, writeOnly, shape }) =>
      required &&
      !sensitive &&
      !writeOnly &&
      (shape.kind === 'string' || shape.kind === 'number' || shape.kind === 'bool'),
  );
  return plain
    .filter(({ name }) => {
      const place = fields.find((field) => field.name === name)?.place;
      return place !== undefined && shown.leaves.has(place);
    })
    .map(({ name }) => name);
}
