import { type Diagnostic, type JsonObject } from '../../model/index.js';
import { successOf, type ApiOperation } from './api.js';
import { demandsOf, guessAttributes, needsOf, shownElsewhere, type FieldGuess, type Leaf } from './attributes.js';
import { guessFollow, guessWait } from './asynchronous.js';
import { Bodies, callOf, type Body } from './body.js';
import { largeSchema, noIdentity, noSchema, notReadable, notRemovable, recursiveSchema } from './diagnostics.js';
import type { Group } from './group.js';
import type { FollowGuess, ResourceGuess, UpdateGuess } from './guess.js';
import { guessIdentity, labelAmong, unknownIn } from './identity.js';
import { guessList } from './paging.js';
import type { Misplaced } from './references.js';
import type { SharedHeader } from './shared-headers.js';

export interface GuessedResource {
  readonly resource?: ResourceGuess;
  /** Why no resource is generated. */
  readonly refusal?: Diagnostic;
  readonly misplaced: readonly Misplaced[];
}

export interface Surroundings {
  readonly document: JsonObject;
  readonly name: string;
  readonly all: readonly ApiOperation[];
  /** Those that the provider configuration sets. */
  readonly headers: readonly SharedHeader[];
}

/** Derives a resource from a group with a create; obstacles are reported with their location. */
export function guessResource(surroundings: Surroundings, group: Group): GuessedResource {
  return new Guesser(surroundings, group).guess();
}

class Guesser {
  readonly #surroundings: Surroundings;
  readonly #group: Group;
  readonly #bodies: Bodies;
  readonly #misplaced: Misplaced[] = [];

  constructor(surroundings: Surroundings, group: Group) {
    this.#surroundings = surroundings;
    this.#group = group;
    this.#bodies = new Bodies(surroundings.document, group);
  }

  guess(): GuessedResource {
    const { document, all, name } = this.#surroundings;
    const group = this.#group;
    const bodies = this.#bodies;
    const create = group.create!;
    const sent = bodies.sent(create.request);
    const follow = guessFollow(document, create, all, group);
    const answered = follow?.status === undefined ? bodies.answered(create) : bodies.begun(create, follow.status);
    const known = new Map(
      [group.create, group.read].flatMap((each) => (each?.parameters ?? []).map(({ name }) => [name, true] as const)),
    );
    const askable = group.list !== undefined && !unknownIn(group.list, known);
    const list = askable ? guessList(document, group.list) : undefined;
    if (group.read === undefined && list === undefined)
      return this.#refuse((place, noun) => notReadable(place, noun, `${group.path}/{id}`), create.pointer);
    const read =
      bodies.answered(group.read) ?? bodies.of(list && { mediaType: 'application/json', pointer: list.item });
    const shown = read ?? answered;
    if (shown === undefined || shown.leaves.size === 0) return this.#refuse(noSchema, (group.read ?? create).pointer);
    // The first one that states what it changes is enough.
    const updates = firstUsable(group.updates, (operation) => this.#update(operation, sent));
    const created = sent?.leaves ?? new Map<string, Leaf>();
    const updated = new Map(updates.flatMap(({ body }) => [...body.leaves]));
    const visible = new Map([...(answered?.leaves ?? []), ...shown.leaves].filter(([, { writeOnly }]) => !writeOnly));
    const renamed = shownElsewhere(new Map([...updated, ...created]), visible);
    const fields = guessAttributes({
      noun: group.noun,
      created: rekeyed(created, renamed),
      updated: rekeyed(updated, renamed),
      shown: visible,
      updatable: updates.length > 0,
    });
    const identity = guessIdentity(group, fields, [...shown.leaves.values()], this.#surroundings.headers);
    const hole = `{${(group.read ?? create).keys.at(-1) ?? 'id'}}`;
    if (identity === undefined)
      return this.#refuse((place, noun) => noIdentity(place, noun, hole), shown.content.pointer);
    const named = answered !== undefined && identity.place !== undefined && answered.leaves.has(identity.place);
    if (!identity.given && !named && follow?.gives === undefined && list === undefined)
      return this.#refuse((place, noun) => noIdentity(place, noun, hole), successOf(create)?.pointer ?? create.pointer);
    this.#warn(fields);
    const telling = identity.given ? [...identity.beside, identity.attribute] : [];
    const names = new Map(fields.filter(({ local }) => local !== true).map((field) => [field.place, field.name]));
    for (const [from, to] of renamed) names.set(from, names.get(to)!);
    const replies = [answered, shown, bodies.of(list && { mediaType: 'application/json', pointer: list.item })];
    const views = (place: string): string[] =>
      [...replies, ...updates.map(({ object }) => object)].flatMap(
        (body) => body?.leaves.get(place)?.member.pointer ?? [],
      );
    const needs = needsOf([...created.values(), ...updated.values()], names);
    const attributes = [
      ...identity.attributes,
      ...fields
        .map((field) => (needs.has(field.name) ? { ...field, needs: needs.get(field.name)! } : field))
        .map((field) => ({ ...field, views: [...new Set(views(field.place))].filter((at) => at !== field.pointer) }))
        .filter((field) => !identity.attributes.some((each) => each.name === field.name))
        .map((field) => (telling.includes(field.name) ? { ...field, replaces: true } : field)),
    ];
    const wait = guessWait([...shown.leaves.values()]);
    const shownFields = [...shown.leaves.keys(), ...(answered?.leaves.keys() ?? [])];
    return {
      resource: {
        group,
        type: `${name}_${group.noun}`,
        attributes,
        parameters: identity.parameters,
        parents: identity.parents,
        renamed,
        reply: new Map(
          shownFields.flatMap((place) => (isShown(fields, place) ? [[names.get(place)!, place] as const] : [])),
        ),
        identity: identity.attribute,
        beside: identity.beside,
        label: labelAmong(attributes.map((attribute) => attribute.name)),
        create: {
          ...callOf(create, sent, names, answered),
          ...(follow === undefined ? {} : { follow: identity.given ? withoutName(follow) : follow }),
          ...(wait === undefined ? {} : { wait }),
        },
        read: group.read === undefined ? undefined : { operation: group.read, object: read?.at ?? '' },
        list,
        updates: updates.map(({ operation, body, object, way }) => {
          const followed = guessFollow(document, operation, all, group);
          const told = followed?.status === undefined ? object : bodies.begun(operation, followed.status);
          return {
            ...callOf(operation, body, names, told),
            ...way,
            demands: [...body.leaves.values()].flatMap(({ required, place }) => (required ? [names.get(place)!] : [])),
            together: new Map(
              [...demandsOf(body.leaves.values())].map(([object, places]) => [
                `${body.at}${object}`,
                places.map((place) => names.get(place)!),
              ]),
            ),
            ...(followed === undefined ? {} : { follow: followed }),
          };
        }),
        remove: this.#remove(wait?.field),
        match: matchable(attributes, shown, fields),
      },
      misplaced: this.#misplaced,
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

  #refuse(word: (pointer: string, noun: string) => Diagnostic, pointer: string): GuessedResource {
    const refusal = word(pointer, this.#group.noun);
    return { refusal, misplaced: [{ pointer, diagnostic: refusal }] };
  }
}

/** An object that the configuration identifies is not identified by the finished status. */
const withoutName = ({ gives: _, ...follow }: FollowGuess): FollowGuess => follow;

const rekeyed = (leaves: ReadonlyMap<string, Leaf>, keys: ReadonlyMap<string, string>): ReadonlyMap<string, Leaf> =>
  new Map([...leaves].map(([place, leaf]) => [keys.get(place) ?? place, leaf]));

interface Update {
  readonly operation: ApiOperation;
  readonly body: Body;
  readonly object: Body | undefined;
  readonly way: Pick<UpdateGuess, 'send' | 'clears'>;
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
