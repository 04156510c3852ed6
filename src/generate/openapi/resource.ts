import type { Diagnostic } from '../../model/index.js';
import { successOf, type ApiContent, type ApiOperation } from './api.js';
import { guessAttributes, leavesOf, type FieldGuess, type Leaf } from './attributes.js';
import { guessFollow, guessWait } from './asynchronous.js';
import { noIdentity, noSchema, notRemovable, recursiveSchema } from './diagnostics.js';
import { envelopeOf } from './envelope.js';
import type { Group } from './group.js';
import type { CallGuess, ResourceGuess, UpdateGuess } from './guess.js';
import { identityField, labelAmong, parentAttribute } from './identity.js';
import { guessList } from './paging.js';
import type { JsonRecord } from './pointer.js';
import type { Misplaced } from './references.js';
import { memberAt } from './schemas.js';
import { spoken } from './words.js';

export interface GuessedResource {
  readonly resource?: ResourceGuess;
  readonly misplaced: readonly Misplaced[];
}

export interface Surroundings {
  readonly document: JsonRecord;
  readonly name: string;
  readonly all: readonly ApiOperation[];
}

/** A group with a create as a resource; what stands in the way is said with its place. */
export function guessResource(surroundings: Surroundings, group: Group): GuessedResource {
  return new Guesser(surroundings, group).guess();
}

/** A body taken apart: its fields by their place in the object, and where the object stands in it. */
interface Body {
  readonly content: ApiContent;
  readonly at: string;
  readonly leaves: ReadonlyMap<string, Leaf>;
}

class Guesser {
  readonly #surroundings: Surroundings;
  readonly #group: Group;
  readonly #misplaced: Misplaced[] = [];

  constructor(surroundings: Surroundings, group: Group) {
    this.#surroundings = surroundings;
    this.#group = group;
  }

  guess(): GuessedResource {
    const { document, all, name } = this.#surroundings;
    const group = this.#group;
    const create = group.create!;
    const sent = this.#sent(create.request);
    const follow = guessFollow(document, create, all, group.noun);
    const answered =
      follow?.status === undefined ? this.#body(successOf(create)?.content) : this.#answer(create, follow.status);
    const list = group.list === undefined ? undefined : guessList(document, group.list);
    const read = this.#body(group.read && successOf(group.read)?.content) ?? this.#listed(list?.item);
    const shown = read ?? answered;
    if (shown === undefined || shown.leaves.size === 0) return this.#refuse(noSchema, (group.read ?? create).pointer);
    const updates = group.updates.flatMap((operation) => this.#update(operation));
    const fields = guessAttributes({
      noun: group.noun,
      created: sent?.leaves ?? new Map(),
      updated: new Map(updates.flatMap(({ body }) => [...body.leaves])),
      shown: new Map([...(answered?.leaves ?? []), ...shown.leaves].filter(([, { writeOnly }]) => !writeOnly)),
      updatable: updates.length > 0,
    });
    const identity = this.#identity(fields, shown);
    if (identity === undefined) return { misplaced: this.#misplaced };
    const named = answered !== undefined && identity.place !== undefined && answered.leaves.has(identity.place);
    if (!identity.given && !named && follow?.gives === undefined && list === undefined)
      return this.#refuse(
        (place, noun) => noIdentity(place, noun, `{${create.keys.at(-1) ?? 'id'}}`),
        successOf(create)?.pointer ?? create.pointer,
      );
    this.#warn(fields);
    const attributes = [
      ...identity.attributes,
      ...fields.filter((field) => !identity.attributes.some((each) => each.name === field.name)),
    ];
    const wait = guessWait([...shown.leaves.values()]);
    const names = new Map(fields.filter(({ local }) => local !== true).map((field) => [field.place, field.name]));
    const shownFields = [...shown.leaves.keys(), ...(answered?.leaves.keys() ?? [])];
    return {
      resource: {
        group,
        type: `${name}_${group.noun}`,
        attributes,
        parameters: identity.parameters,
        parents: identity.parents,
        reply: new Map(
          shownFields.flatMap((place) => (isShown(fields, place) ? [[names.get(place)!, place] as const] : [])),
        ),
        identity: identity.attribute,
        label: labelAmong(attributes.map((attribute) => attribute.name)),
        create: {
          ...call(create, sent, names, answered),
          ...(follow === undefined ? {} : { follow }),
          ...(wait === undefined ? {} : { wait }),
        },
        read: group.read === undefined ? undefined : { operation: group.read, object: read?.at ?? '' },
        list,
        updates: updates.map(({ operation, body, object, way }) => {
          const followed = guessFollow(document, operation, all, group.noun);
          return {
            ...call(operation, body, names, object),
            ...way,
            ...(followed === undefined ? {} : { follow: followed }),
          };
        }),
        remove: this.#remove(wait?.field),
        match: matchable(attributes, shown, fields),
        doubts: list?.doubt === undefined ? [] : [list.doubt],
      },
      misplaced: this.#misplaced,
    };
  }

  #body(content: ApiContent | undefined): Body | undefined {
    if (content === undefined) return undefined;
    const whole = memberAt(this.#surroundings.document, content.pointer);
    const { at, object } = envelopeOf(whole, this.#group.noun);
    return { content, at, leaves: new Map(leavesOf(object).map((leaf) => [leaf.place, leaf])) };
  }

  /** A body that is sent: what only the service gives is not in it. */
  #sent(content: ApiContent | undefined): Body | undefined {
    const body = this.#body(content);
    return body && { ...body, leaves: new Map([...body.leaves].filter(([, { readOnly }]) => !readOnly)) };
  }

  #listed(item: string | undefined): Body | undefined {
    return this.#body(item === undefined ? undefined : { mediaType: 'application/json', pointer: item });
  }

  /** The answer that begins work holds the object only when it looks like no status. */
  #answer(create: ApiOperation, status: ApiOperation): Body | undefined {
    const content = successOf(create)?.content;
    const body = this.#body(content);
    const read = this.#body(this.#group.read && successOf(this.#group.read)?.content);
    if (body === undefined || read === undefined) return undefined;
    const alike = [...body.leaves.keys()].filter((place) => read.leaves.has(place)).length;
    const ofStatus = this.#body(successOf(status)?.content);
    const statusAlike = [...body.leaves.keys()].filter((place) => ofStatus?.leaves.has(place)).length;
    return alike > statusAlike ? body : undefined;
  }

  #update(
    operation: ApiOperation,
  ): { operation: ApiOperation; body: Body; object: Body | undefined; way: Pick<UpdateGuess, 'send' | 'clears'> }[] {
    const body = this.#sent(operation.request);
    if (body === undefined) return [];
    const object = this.#body(successOf(operation)?.content);
    const nullable = [...body.leaves.values()].some((leaf) => leaf.nullable);
    const merges = body.content.mediaType.includes('merge-patch');
    // A change that demands a field wants it also when another one changed.
    const whole = [...body.leaves.values()].some((leaf) => leaf.required);
    const way =
      operation.method === 'put'
        ? ({ send: 'all', clears: 'by-omission' } as const)
        : ({ send: whole ? 'all' : 'changed', ...(nullable || merges ? { clears: 'as-null' as const } : {}) } as const);
    return [{ operation, body, object, way }];
  }

  #identity(fields: FieldGuess[], shown: Body): Identity | undefined {
    const group = this.#group;
    const item = [group.read, group.remove, ...group.updates].find((operation) => operation !== undefined);
    const keys = (item ?? group.create!).keys;
    const own = group.kind === 'items' ? keys.at(-1) : undefined;
    const parameters = new Map<string, string | { readonly value: string | number | boolean }>();
    const parents = group.parents.map((parent, index) => parentAttribute(keys[index] ?? parent, parent));
    for (const operation of [group.create, group.read, group.list, ...group.updates, group.remove]) {
      operation?.keys.forEach((key, index) => {
        const parent = parents[index];
        if (parent !== undefined) parameters.set(key, parent);
      });
    }
    this.#demanded(parameters);
    const attributes = parents.map((parent, index) =>
      given(parent, `Of the ${spoken(group.parents[index]!)} it belongs to.`),
    );
    if (own === undefined)
      return { attribute: undefined, place: undefined, given: true, attributes, parameters, parents };
    const field = identityField(group, own, [...shown.leaves.values()]);
    const found = fields.find(({ place }) => place === field?.place);
    // A PUT on the thing's own path makes it under the name that the path gives.
    const byPath = group.create!.method === 'put';
    if (found === undefined && !byPath) {
      this.#misplaced.push({
        pointer: shown.content.pointer,
        diagnostic: noIdentity(shown.content.pointer, group.noun, `{${own}}`),
      });
      return undefined;
    }
    const name = found?.name ?? parentAttribute(own, group.noun).replace(`${group.noun}_`, '');
    for (const operation of [group.create, group.read, ...group.updates, group.remove]) {
      const key = operation?.keys[parents.length];
      if (key !== undefined) parameters.set(key, name);
    }
    if (byPath) {
      const whole = {
        ...given(name, found?.description ?? `Its ${spoken(name)}, which no other ${spoken(group.noun)} there has.`),
        schema: found?.schema ?? {},
      };
      return {
        attribute: name,
        place: found?.place,
        given: true,
        attributes: [...attributes, whole],
        parameters,
        parents,
      };
    }
    return { attribute: name, place: found!.place, given: found!.required, attributes, parameters, parents };
  }

  /** Query and header parameters that some operation can not do without, with the value they always have. */
  #demanded(parameters: Map<string, string | { readonly value: string | number | boolean }>): void {
    const { create, read, list, updates, remove } = this.#group;
    for (const operation of [create, read, list, ...updates, remove]) {
      for (const parameter of operation?.parameters ?? []) {
        const [only] = Array.isArray(parameter.schema['enum']) ? (parameter.schema['enum'] as readonly unknown[]) : [];
        const value = parameter.schema['default'] ?? parameter.schema['const'] ?? only;
        const simple = typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean';
        if (parameter.in !== 'path' && parameter.required && simple) parameters.set(parameter.name, { value });
      }
    }
  }

  #remove(state: string | undefined): ResourceGuess['remove'] {
    const { document, all } = this.#surroundings;
    const { remove, noun, path } = this.#group;
    if (remove === undefined) {
      const pointer = this.#group.read?.pointer.replace(/\/get$/, '') ?? `#/paths/${path}`;
      this.#misplaced.push({ pointer, diagnostic: notRemovable(pointer, noun) });
      return undefined;
    }
    const follow = guessFollow(document, remove, all, noun);
    if (follow !== undefined) return { operation: remove, follow };
    const begun = remove.replies.some(({ status }) => status === '202');
    const goes = state !== undefined || begun;
    const wait = goes ? { field: state ?? '/status', ready: [], pending: [], failed: [] } : undefined;
    return { operation: remove, ...(wait === undefined ? {} : { wait }) };
  }

  #warn(fields: readonly FieldGuess[]): void {
    for (const { shape, name } of fields) {
      if (shape.kind === 'json' && shape.recursive !== undefined)
        this.#misplaced.push({
          pointer: shape.recursive,
          diagnostic: recursiveSchema(shape.recursive, `${this.#group.noun}.${name}`),
        });
    }
  }

  #refuse(word: (pointer: string, noun: string) => Diagnostic, pointer: string): GuessedResource {
    return { misplaced: [...this.#misplaced, { pointer, diagnostic: word(pointer, this.#group.noun) }] };
  }
}

interface Identity {
  readonly attribute: string | undefined;
  readonly place: string | undefined;
  /** By the configuration, not by the service. */
  readonly given: boolean;
  readonly attributes: readonly FieldGuess[];
  readonly parameters: ResourceGuess['parameters'];
  readonly parents: readonly string[];
}

function given(name: string, description: string): FieldGuess {
  return {
    place: '',
    name,
    shape: { kind: 'string' },
    type: 'string',
    required: true,
    optional: false,
    computed: false,
    sensitive: false,
    writeOnly: false,
    replaces: true,
    description,
    schema: {},
    doubts: [],
  };
}

function call(
  operation: ApiOperation,
  sent: Body | undefined,
  names: ReadonlyMap<string, string>,
  answered: Body | undefined,
): CallGuess {
  const entries = [...(sent?.leaves.values() ?? [])].map(({ place }): [string, string] => [
    `${sent!.at}${place}`,
    names.get(place)!,
  ]);
  return {
    operation,
    ...(sent === undefined ? {} : { body: new Map(entries), mediaType: sent.content.mediaType }),
    ...(answered === undefined ? {} : { object: answered.at }),
  };
}

function isShown(fields: readonly FieldGuess[], place: string): boolean {
  return fields.some((field) => field.place === place && !field.writeOnly);
}

/** Attributes by which a new object is known again: given by the user, shown as they were sent. */
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
